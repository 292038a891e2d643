import { n as __exportAll } from "./rolldown-runtime.js";
import { v as fail, y as failOnAny } from "./index.js";
import { C as writtenBy, a as parsePath, i as isMistaken, n as argocdAddress } from "./door-deploy.js";
import { A as hasImage, M as splitManifests, O as sourcesIn, a as RenderCache, i as some, j as leavesOf, k as acceptedReferences, r as tolerated } from "./gitops.js";
import { D as itemsOf, M as valuesOf, T as idOf, V as childrenOf, _ as fill, b as ancestorsOf, d as ownBy, g as surroundingsOf, h as parameterSets, k as readDocument, rt as resolveIn, u as inTree, ut as shown, v as isTemplate, x as outermost } from "./overlays.js";
import { Dn as oneLine, Ht as inFolder, Jt as parentOf, Kt as isTooLong, nn as registryOf, rn as splitReference, wn as isRecord } from "./doors.js";
const { posix } = /* @__PURE__ */ process.getBuiltinModule("node:path");
// src/render/charts/chart.ts
const CHART = "Chart.yaml";
/** Nobody nests charts deeper. */
const DEEPEST = 10;
/** Nor brings more of them; each path to one is a link for helm. */
const MOST_CHARTS = 100;
/** The folder of the chart that a file is in: the nearest one above it. */
async function chartAbove(file, { tree, tip }) {
	const folders = ancestorsOf(file).toReversed();
	const nodes = await tree.nodesAt(tip, folders.map((folder) => inFolder(folder, CHART)));
	return folders.find((folder) => nodes.has(inFolder(folder, CHART)));
}
/** undefined where no chart is. @param textOf The text of a file of the repository, as it will be. */
async function readChart(folder, textOf) {
	const own = await describe(folder, textOf);
	if (!own) return void 0;
	const family = new Family(textOf);
	await family.add(folder, own);
	const library = {
		message: `${inFolder(folder, CHART)} is a library, which deploys nothing itself`,
		hint: "Name the values of the chart that uses it."
	};
	return {
		folder,
		name: own.name,
		folders: [...family.folders],
		vendored: family.vendored,
		obstacle: own.isLibrary ? library : family.obstacle
	};
}
async function describe(folder, textOf) {
	const file = inFolder(folder, CHART);
	const text = await textOf(file);
	if (text === void 0) return void 0;
	const read = readDocument(text);
	if (!read.ok) return {
		name: "",
		isLibrary: false,
		dependencies: [],
		obstacle: {
			message: `${file} cannot be read: ${read.why}`,
			hint: `Correct ${file}.`
		}
	};
	return {
		name: String(valuesOf(read.value, "name")[0] ?? ""),
		isLibrary: valuesOf(read.value, "type")[0] === "library",
		dependencies: itemsOf(read.value, "dependencies")
	};
}
/** A chart and those that it brings with it, each looked at once: as a tree they may double with every level. */
var Family = class {
	folders = /* @__PURE__ */ new Set();
	vendored = [];
	obstacle;
	#textOf;
	constructor(textOf) {
		this.#textOf = textOf;
	}
	/** @param above What brings it, itself the last. */
	async add(folder, { dependencies, obstacle }, above = [folder]) {
		this.folders.add(folder);
		this.obstacle ??= obstacle;
		for (const one of dependencies) if (!this.obstacle) this.obstacle = await this.#bring(folder, one, above);
	}
	async #bring(folder, dependency, above) {
		const [name] = valuesOf(dependency, "name");
		const [repository] = valuesOf(dependency, "repository");
		const [, path] = typeof repository === "string" ? /^file:\/\/(.*)$/.exec(repository) ?? [] : [];
		if (path === void 0 || typeof name !== "string" || !isFolderName(name)) return void 0;
		const named = `${inFolder(folder, CHART)} names the chart ${shown(name)} at ${shown(`file://${path}`)}`;
		const from = resolveIn(folder, path);
		if (from === void 0 || ancestorsOf(inFolder(folder, `charts/${name}`)).includes(from) || above.includes(from) || above.length > DEEPEST) return blocked(`${named}, which leads out of the repository, or to itself`);
		if (this.vendored.length >= MOST_CHARTS) return blocked(`${named}, which makes more than ${MOST_CHARTS} charts that bring each other`);
		if (!this.folders.has(from)) {
			const chart = await describe(from, this.#textOf);
			if (!chart) return blocked(`${named}, where no chart is`);
			await this.add(from, chart, [...above, from]);
		}
		this.vendored.push({
			from,
			into: folder,
			name
		});
		return this.obstacle;
	}
};
const isFolderName = (name) => /^\w[\w.-]*$/.test(name) && !isTooLong(name);
const blocked = (message) => ({
	message,
	hint: "Name a folder of the repository beside the chart."
});
// src/render/charts/releases.ts
/** Each application of a set is much like the others. */
const MOST_OF_ONE = 10;
/** Every release that the applications of a file make with Helm. */
function releasesIn({ file, text }, around, isMeant = () => true) {
	return splitManifests(text).flatMap(({ content }) => sourcesIn(content()).filter((source) => isMeant(source, content())).flatMap((source) => releasesOf(file, source, around)));
}
function releasesOf(file, source, around) {
	const raw = isRecord(source.raw) ? source.raw : {};
	const application = isRecord(source.application) ? source.application : {};
	const name = textAt(application, "metadata", "name") ?? "release";
	const one = {
		by: `${source.generators ? "ApplicationSet" : "Application"} ${isTemplate(name) ? "" : `${shown(name)} `}(${file})`,
		raw,
		application,
		name,
		around
	};
	if (!source.generators) return [deployed(one, void 0)];
	return parameterSets(source.generators, around).slice(0, MOST_OF_ONE).map((set) => deployed(one, set));
}
function deployed({ by, raw, application, name, around }, set) {
	const filled = (value) => set ? fillAll(value, set) : value;
	const helm = filled(isRecord(raw.helm) ? raw.helm : {});
	const path = filled(textAt(raw, "path"));
	const files = listOf(helm.valueFiles).map((one) => valueFile(one, path ?? "", {
		application,
		around
	}));
	const release = {
		chart: path === void 0 ? "" : inTree(path),
		name: plainName(textAt(helm, "releaseName") ?? filled(name)),
		namespace: namespaceOf(filled(textAt(application, "spec", "destination", "namespace"))),
		values: files.flatMap((one) => one.path ?? []),
		inline: inlineOf(helm),
		parameters: listOf(helm.parameters).flatMap(parameterOf)
	};
	const url = textAt(raw, "repoURL");
	const unknown = raw.chart !== void 0 || url !== void 0 && !around.isOwn(url) || path === void 0 ? `the chart ${shown(textAt(raw, "chart") ?? path ?? "")} of ${shown(url ?? "another repository")} is not in this repository` : files.find((one) => one.why)?.why ?? (listOf(helm.fileParameters).length > 0 ? "it has fileParameters, which are not read here" : void 0) ?? gapIn([
		release.chart,
		release.values,
		release.inline,
		release.parameters
	]);
	return {
		by,
		release,
		ignoresMissing: helm.ignoreMissingValueFiles === true,
		unknown
	};
}
/** What generators do not say here. */
const gapIn = (value) => {
	const text = JSON.stringify(value);
	return text.includes("\\u0000") || isTemplate(text) ? "only the cluster or another repository knows what its template is filled with" : void 0;
};
function fillAll(value, set) {
	if (typeof value === "string") return isTemplate(value) ? fill(value, set) : value;
	if (Array.isArray(value)) return value.map((item) => fillAll(item, set));
	if (!isRecord(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, fillAll(held, set)]));
}
/** `$ref/path` is in the source of that name; `/path` at the root of the repository, all others beside the chart (Argo CD, "Helm"). */
function valueFile(named, chart, { application, around }) {
	const text = String(named);
	if (/^[a-z]+:\/\//i.test(text)) return { why: `its values ${shown(text)} are not in this repository` };
	if (/[*?]/.test(text)) return { why: `which files its pattern ${shown(text)} stands for is not known here` };
	const [, ref, rest = ""] = /^\$([^/]+)\/(.*)$/.exec(text) ?? [];
	if (ref === void 0) return { path: inTree(text.startsWith("/") ? text : posix.join(chart, text)) };
	const spec = isRecord(application.spec) ? application.spec : {};
	const source = listOf(spec.sources).find((one) => isRecord(one) && one.ref === ref);
	const url = isRecord(source) ? textAt(source, "repoURL") : void 0;
	if (url === void 0 || !around.isOwn(url)) return { why: `its values ${shown(text)} are of another repository` };
	return { path: inTree(rest) };
}
/** Argo CD takes `valuesObject` before `values`. */
function inlineOf({ values, valuesObject }) {
	if (isRecord(valuesObject) && Object.keys(valuesObject).length > 0) return JSON.stringify(valuesObject);
	return typeof values === "string" && values.trim() !== "" ? values : void 0;
}
/** As Argo CD hands them to helm: a comma is none between two values but in a list (util/helm, `cleanSetParameters`). */
function parameterOf(parameter) {
	if (!isRecord(parameter) || typeof parameter.name !== "string") return [];
	const value = String(parameter.value ?? "");
	const text = value.startsWith("{") && value.endsWith("}") ? value : value.replaceAll(/(?<!\\),/g, String.raw`\,`);
	return [{
		assignment: `${parameter.name}=${text}`,
		isText: parameter.forceString === true
	}];
}
const listOf = (value) => Array.isArray(value) ? value : [];
function textAt(value, ...keys) {
	const held = keys.reduce((at, key) => isRecord(at) ? at[key] : void 0, value);
	return typeof held === "string" ? held : void 0;
}
/** helm takes no other names: at most 53 characters of these. */
function plainName(name) {
	return name.length <= 53 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name) ? name : "release";
}
const namespaceOf = (name) => name !== void 0 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) ? name : void 0;
// src/render/charts/candidates.ts
/** Whatever else stands in an application that gives values to a chart, it has these. */
const TEXTS = ["argoproj.io/", "repoURL"];
const ENDINGS = [
	".yaml",
	".yml",
	".json"
];
const MOST_FILES = 500;
const MOST_OTHERS = 10;
/** Each may take helm a minute. */
const MOST_RELEASES = 100;
const NONE = {
	releases: [],
	others: [],
	from: []
};
/** Looks for what deploys the values of entries, at one tip. */
var CandidateSearch = class {
	#proposal;
	#ports;
	#around;
	#applications;
	#alone;
	constructor(proposal, ports) {
		this.#proposal = proposal;
		this.#ports = ports;
		this.#alone = surroundingsOf([], ownBy(ports.address));
	}
	async of(entry) {
		return entry.kind === "argocd" ? this.#inline(entry) : this.#values(entry);
	}
	/** The values stand in the application itself. */
	async #inline({ file, key }) {
		const address = argocdAddress(key);
		const text = this.#proposal.files.get(file);
		if (!address || text === void 0) return NONE;
		const { document, holder } = address;
		const around = text.includes("ApplicationSet") ? await this.#surroundings() : this.#alone;
		return {
			releases: releasesIn({
				file,
				text
			}, around, (source, root) => {
				return isDocument(root, document) && valueAt(root, holder.slice(0, -2)) === source.raw;
			}),
			others: [],
			from: [parentOf(file)]
		};
	}
	async #values({ file }) {
		const { tree } = this.#ports;
		const { tip } = this.#proposal;
		const chart = await chartAbove(file, {
			tree,
			tip
		});
		const isDefault = chart !== void 0 && file === inFolder(chart, "values.yaml");
		const found = (await this.#all()).flatMap((one) => {
			const using = one.releases.filter(({ release }) => release.values.includes(file) || isDefault && release.chart === chart);
			return using.length > 0 ? [{
				file: one.file,
				releases: using
			}] : [];
		});
		if (found.length > 0) return {
			releases: distinct(found.flatMap((one) => one.releases)),
			others: [],
			from: found.map((one) => parentOf(one.file))
		};
		if (chart === void 0) return NONE;
		const own = isDefault ? [] : [file];
		const others = (await this.#beside(chart, file)).map((other) => assumed(chart, [other, ...own])).slice(0, MOST_OTHERS);
		return {
			releases: [assumed(chart, own)],
			others,
			from: []
		};
	}
	/** Other values of the chart, or beside the file. */
	async #beside(chart, file) {
		const folders = [.../* @__PURE__ */ new Set([chart, parentOf(file)])];
		const nodes = await this.#ports.tree.nodesAt(this.#proposal.tip, folders);
		return folders.flatMap((folder) => childrenOf(nodes.get(folder)).map((name) => inFolder(folder, name))).filter((path) => isValues(path) && path !== file && path !== inFolder(chart, "values.yaml"));
	}
	async #all() {
		this.#applications ??= this.#readAll();
		return this.#applications;
	}
	async #readAll() {
		const { tree } = this.#ports;
		const { tip } = this.#proposal;
		const files = await tree.filesWith?.(tip, {
			texts: TEXTS,
			endings: ENDINGS
		}) ?? [];
		if (files.length === 0) return [];
		const nodes = await tree.nodesAt(tip, files.slice(0, MOST_FILES));
		const around = await this.#surroundings();
		return [...nodes].flatMap(([file, node]) => node.kind === "file" ? [{
			file,
			releases: releasesIn({
				file,
				text: node.text
			}, around)
		}] : []);
	}
	async #surroundings() {
		this.#around ??= this.#ports.tree.list(this.#proposal.tip).then((files) => surroundingsOf(files, this.#alone.isOwn));
		return this.#around;
	}
};
const assumed = (chart, values) => ({
	by: `${chart || "the chart"} with ${["values.yaml", ...values].join(", ")}`,
	release: {
		chart,
		name: "release",
		namespace: void 0,
		values,
		inline: void 0,
		parameters: []
	},
	ignoresMissing: false,
	unknown: void 0
});
/** Many clusters get the same. */
function distinct(releases) {
	const key = ({ release, unknown }) => JSON.stringify([
		release.chart,
		release.values,
		release.inline,
		release.parameters,
		unknown
	]);
	const all = [...new Map(releases.map((one) => [key(one), one])).values()];
	const unknown = `it is not among the first ${MOST_RELEASES} releases of these values`;
	return all.map((one, index) => index < MOST_RELEASES ? one : {
		...one,
		unknown
	});
}
function isDocument(root, document) {
	if (document?.kind !== "match") return true;
	return valueAt(root, ["metadata", document.field].map((key) => ({
		kind: "key",
		key
	}))) === document.value;
}
function valueAt(root, steps) {
	return steps.reduce((held, step) => {
		if (step.kind === "key") return isRecord(held) ? held[step.key] : void 0;
		if (!Array.isArray(held)) return void 0;
		if (step.kind === "index") return held[step.index];
		return held.find((item) => isRecord(item) && String(item[step.field]) === step.value);
	}, root);
}
const isValues = (path) => /\.ya?ml$/i.test(path) && /values/i.test(path.slice(parentOf(path).length));
// src/render/charts/explain.ts
/** Why a chart that renders does not contain the new image. */
function explainChart(entry, { manifests, values }) {
	const images = imagesOf(manifests);
	return otherRegistry(entry, images) ?? disabled(entry, values) ?? otherTag(entry, images) ?? other(images);
}
/** The images of all containers, as they are. */
function imagesOf(manifests) {
	const images = manifests.flatMap(({ text, content }) => /\bimage["']?:/.test(text) && !/^kind: CustomResourceDefinition$/m.test(text) ? leavesOf(content()).flatMap(({ path, value }) => path.at(-1) === "image" && typeof value === "string" && value !== "" ? [value] : []) : []);
	return [...new Set(images)].toSorted();
}
const pathOf = (name) => {
	const host = registryOf(name);
	return host === void 0 ? name : name.slice(host.length + 1);
};
/**
* A chart puts a registry in front of the image that the values do not mean: its own default comes before the one that
* all images share (`image.registry: docker.io`), or the shared one before that of the image, or before a repository that
* has one already.
*/
function otherRegistry({ reference, key, file }, images) {
	const wanted = splitReference(reference);
	const found = images.find((image) => {
		const { name, tag, digest } = splitReference(image);
		return (tag === wanted.tag || digest !== void 0 && digest === wanted.digest) && (pathOf(name) === pathOf(wanted.name) || name.endsWith(`/${wanted.name}`));
	});
	if (found === void 0) return void 0;
	const { name } = splitReference(found);
	const host = registryOf(wanted.name);
	const isDouble = host !== void 0 && name.endsWith(`/${wanted.name}`);
	const lead = registryOf(name);
	const from = lead === void 0 ? "no registry" : `the registry ${lead}`;
	const own = `${key}.registry`;
	if (isDouble) return {
		message: `It renders ${oneLine(found)}: the chart puts ${from} in front of ${key}.repository, which names one already.`,
		hint: `Write the repository without its registry in ${file}, and ${own}: ${host}; or set ${own}: "" where the chart then takes the repository as it is.`
	};
	return {
		message: `It renders ${oneLine(found)}, from ${from} instead of ${host ?? "none"}: the chart prefers a registry of its defaults to the one that ${file} means.`,
		hint: `In the values, set ${own} to ${host ?? "the ECR host"}, or to "" where the chart then takes the registry that all images share; or set global.imageRegistry: ${host ?? "the ECR host"} where that comes first in the chart.`
	};
}
/** A switch beside the image, or above it, that is off. */
function disabled({ key, file }, values) {
	const steps = parsePath(key);
	if (isMistaken(steps)) return void 0;
	const [first] = splitManifests(values);
	let held = first?.content();
	const path = [];
	for (const step of steps) {
		if (!isRecord(held) || step.kind !== "key") return void 0;
		if (held.enabled === false) {
			const name = [...path, "enabled"].join(".");
			return {
				message: `${name} is false in ${file}, so nothing of it is rendered.`,
				hint: `Set ${name}: true in ${file}, or take ${file}#${key} out of helm-values.`
			};
		}
		held = held[step.key];
		path.push(step.key);
	}
}
function otherTag({ reference, key }, images) {
	const { name } = splitReference(reference);
	const same = images.filter((image) => splitReference(image).name === name);
	if (same.length === 0) return void 0;
	return {
		message: `It renders ${some(same)}: of ${key}, the chart does not take the tag.`,
		hint: `Look in its templates which value they take the tag from (another key, or appVersion of Chart.yaml), and name what that is in with helm-values.`
	};
}
function other(images) {
	return {
		message: images.length === 0 ? "There are no containers at all." : `The images are: ${some(images)}.`,
		hint: "Look in the templates of the chart which value they take the image from, and whether a condition leaves it out (enabled: false), and name that place in helm-values. If these values are for something else, set render-check: off."
	};
}
// src/render/charts/chart-verdict.ts
const reaches = ({ reference }, rendered) => rendered.ok && hasImage(rendered.manifests, acceptedReferences(reference));
/** What the releases of an entry say of it. */
function judgeChart(entry, rendered, { mode, values }) {
	const failed = rendered.filter((one) => !one.ok);
	const broken = failed.find(({ isOurs }) => isOurs);
	if (broken) return {
		warnings: [],
		problem: brokenBy(entry, broken)
	};
	const having = rendered.filter((one) => reaches(entry, one));
	if (having.length > 0) {
		const lacking = rendered.filter((one) => one.ok && !having.includes(one)).map(({ by }) => by);
		const lack = `${entry.file} goes into ${some(lacking)} too, where no container gets the new image.`;
		return { warnings: [...lacking.length > 0 ? [lack] : [], ...failed.map((one) => unrendered(entry, one))] };
	}
	const [first] = failed;
	if (!first) return {
		warnings: [],
		problem: absent(entry, rendered, values)
	};
	if (mode === "auto") return { warnings: [unrendered(entry, first)] };
	return {
		warnings: [],
		problem: required(entry, first)
	};
}
const unrendered = ({ file }, { by, message, hint }) => `${by} could not be rendered, so it is not known whether a container gets the new image of ${file}: ${message}. ${hint} Set render-check: off to silence this.`;
/** Rendering is asked for, and it is not possible. */
const required = ({ file, place }, { by, message, hint }) => ({
	code: "RENDER_FAILED",
	inputs: ["render-check"],
	message: `${file} could not be rendered: ${by}: ${message}`,
	hint: `${hint} Or set render-check: auto, which makes this a warning.`,
	configPlace: place
});
const brokenBy = ({ file, key, place }, { by, message, hint }) => ({
	code: "RENDER_FAILED",
	inputs: ["helm-values"],
	message: `${by} renders as it is, and no more with the new values of ${file}#${key}: ${message}`,
	hint: `Look what the chart demands of these values (a values.schema.json, a fail in a template). ${hint}`,
	configPlace: place
});
function absent(entry, rendered, values) {
	const address = entry.kind === "argocd" ? argocdAddress(entry.key) : void 0;
	const manifests = rendered.filter((one) => one.ok).flatMap((one) => one.manifests);
	const { message, hint } = explainChart({
		...entry,
		key: address ? address.inner : entry.key
	}, {
		manifests,
		values
	});
	return {
		code: "IMAGE_NOT_RENDERED",
		message: `${some(rendered.map(({ by }) => by))} renders, but no container gets the new image of ${entry.file}#${entry.key}. ${message}`,
		hint,
		configPlace: entry.place
	};
}
// src/render/charts/proposed-texts.ts
/** The files of a tip, and what is edited of them as it will be. */
var ProposedTexts = class {
	/** Of what is edited. */
	edited;
	#tip;
	#tree;
	constructor({ tip, before, files }, tree) {
		this.edited = new Map([...before, ...files]);
		this.#tip = tip;
		this.#tree = tree;
	}
	/** undefined where there is no file, or none of text. */
	async at(path) {
		const known = this.edited.get(path);
		if (known !== void 0) return known;
		const node = (await this.#tree.nodesAt(this.#tip, [path])).get(path);
		return node?.kind === "file" ? node.text : void 0;
	}
};
// src/render/charts/release-charts.ts
/** Finds the charts of releases; each is read once. */
var ReleaseCharts = class {
	#texts;
	#charts = /* @__PURE__ */ new Map();
	constructor(texts) {
		this.#texts = texts;
	}
	/** What of them can be rendered, and why the others cannot. */
	async prepare(releases) {
		const ready = [];
		const blocked = [];
		for (const one of releases) {
			const chart = one.unknown === void 0 ? await this.#chart(one.release.chart) : void 0;
			if (chart && !chart.obstacle) ready.push({
				one,
				chart
			});
			else blocked.push({
				by: one.by,
				...chart?.obstacle ?? noChart(one)
			});
		}
		return {
			ready,
			blocked
		};
	}
	#chart(folder) {
		const known = this.#charts.get(folder);
		if (known) return known;
		const read = readChart(folder, (path) => this.#texts.at(path));
		this.#charts.set(folder, read);
		return read;
	}
};
const noChart = ({ unknown, release }) => ({
	message: unknown ?? `${shown(release.chart) || "the root"} has no Chart.yaml`,
	hint: "Only a chart of this repository is rendered."
});
// src/render/charts/release-rendering.ts
/** Renders releases as one proposal has them. */
var ReleaseRendering = class {
	#proposal;
	#with;
	#rendered = /* @__PURE__ */ new Map();
	constructor(proposal, ports) {
		this.#proposal = proposal;
		this.#with = ports;
	}
	/** Each release once, however many entries go into it. */
	async of(ready) {
		const open = ready.filter(({ one }) => !this.#rendered.has(keyOf(one)));
		for (const [key, rendered] of await this.#renderNow(open)) this.#rendered.set(key, rendered);
		const wanted = new Set(ready.map(({ one }) => keyOf(one)));
		return [...this.#rendered].filter(([key]) => wanted.has(key)).map(([, rendered]) => rendered);
	}
	/** Once more as it was, where it fails: what was broken before is no fault of the edit. */
	async #renderNow(ready) {
		const after = await this.#run(ready, this.#with.texts.edited);
		const failed = after.filter(({ rendering }) => !rendering.ok);
		const earlier = await this.#run(failed, this.#proposal.before);
		const worked = new Set(earlier.filter(({ rendering }) => rendering.ok).map(({ one }) => one));
		return after.map(({ one, chart, rendering }) => {
			const { by } = one;
			if (rendering.ok) return [keyOf(one), {
				by,
				ok: true,
				manifests: splitManifests(rendering.manifests)
			}];
			const isOurs = worked.has(one);
			return [keyOf(one), {
				by,
				...rendering,
				message: inRepository(rendering.message, chart),
				isOurs
			}];
		});
	}
	async #run(ready, texts) {
		if (ready.length === 0) return [];
		const { tree, render } = this.#with;
		const folders = outermost(ready.flatMap(({ chart }) => chart.folders));
		const written = await tree.materialise(this.#proposal.tip, folders.includes("") ? [] : folders);
		if ("refused" in written) {
			const rendering = {
				ok: false,
				message: written.refused,
				hint: "Move what is not rendered out of the chart."
			};
			return ready.map((one) => ({
				...one,
				rendering
			}));
		}
		const isInside = (path) => ancestorsOf(path).some((folder) => folders.includes(folder));
		const releases = /* @__PURE__ */ new Map();
		for (const one of ready) releases.set(await this.#existing(one.one), one);
		return [...await render({
			root: written.folder,
			releases: [...releases.keys()],
			texts: new Map([...[...texts].filter(([path]) => isInside(path)), ...await this.#outside([...releases.keys()], texts, isInside)]),
			vendored: vendoredBy(ready)
		})].flatMap(([release, rendering]) => {
			const one = releases.get(release);
			return one ? {
				...one,
				rendering
			} : [];
		});
	}
	async #existing({ release, ignoresMissing }) {
		if (!ignoresMissing) return release;
		const texts = await Promise.all(release.values.map((path) => this.#with.texts.at(path)));
		return {
			...release,
			values: release.values.filter((_, index) => texts[index] !== void 0)
		};
	}
	/** Values that lie in no chart that is rendered. */
	async #outside(releases, texts, isInside) {
		const values = releases.flatMap((release) => release.values).filter((path) => !isInside(path));
		const read = async (path) => [path, texts.get(path) ?? await this.#with.texts.at(path)];
		const found = await Promise.all([...new Set(values)].map(read));
		return new Map(found.filter((pair) => pair[1] !== void 0));
	}
};
const keyOf = ({ release, ignoresMissing }) => JSON.stringify([release, ignoresMissing]);
function vendoredBy(ready) {
	const all = ready.flatMap(({ chart }) => chart.vendored);
	return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}
/** helm calls the files of a chart by its name. */
function inRepository(message, { folder, name }) {
	const lead = folder === "" ? "" : `${folder}/`;
	return name === "" ? message : message.replaceAll(`${name}/templates/`, `${lead}templates/`);
}
// src/render/charts/look.ts
const SEARCHED = "no chart of this repository is known that takes it";
/** One proposal, and the charts that it goes into. */
var Look = class {
	#mode;
	#texts;
	#search;
	#charts;
	#rendering;
	constructor(proposal, options) {
		this.#mode = options.mode;
		this.#texts = new ProposedTexts(proposal, options.tree);
		this.#search = new CandidateSearch(proposal, options);
		this.#charts = new ReleaseCharts(this.#texts);
		this.#rendering = new ReleaseRendering(proposal, {
			...options,
			texts: this.#texts
		});
	}
	async at(entry) {
		const candidates = await this.#search.of(entry);
		const { ready, blocked } = await this.#charts.prepare(candidates.releases);
		if (ready.length === 0) return this.#unknown(entry, blocked[0]);
		const rendered = await this.#rendering.of(ready);
		const found = {
			folders: outermost([...ready.flatMap(dependsOn), ...candidates.from]),
			...blocked[0] ? { note: noteOf(entry, blocked[0]) } : {}
		};
		if (!rendered.some((one) => reaches(entry, one)) && await this.#elsewhere(entry, candidates)) return {
			...found,
			warnings: []
		};
		const values = this.#valuesOf(entry, candidates);
		return {
			...found,
			...judgeChart(entry, rendered, {
				mode: this.#mode,
				values
			})
		};
	}
	/** Nothing says which values go with a file: any that a person put beside it may. */
	async #elsewhere(entry, { others }) {
		const { ready } = await this.#charts.prepare(others);
		return (await this.#rendering.of(ready)).some((one) => reaches(entry, one));
	}
	#unknown(entry, why) {
		const reason = why ?? {
			by: "helm-values",
			message: SEARCHED,
			hint: "Name values in a chart of the repository."
		};
		if (this.#mode === "require") return {
			folders: [],
			warnings: [],
			problem: required(entry, reason)
		};
		return {
			folders: [],
			warnings: [],
			note: noteOf(entry, reason)
		};
	}
	/** Where the values of an entry stand, as they will be. */
	#valuesOf({ kind, file }, { releases }) {
		return (kind === "argocd" ? releases[0]?.release.inline : this.#texts.edited.get(file)) ?? "";
	}
};
const dependsOn = ({ chart, one }) => [...chart.folders, ...one.release.values.map(parentOf)];
const noteOf = ({ file }, { by, message }) => `Whether a container gets the new image of ${file} is not known: ${by}: ${message}.`;
// src/render/charts/chart-check.ts
var chart_check_exports = /* @__PURE__ */ __exportAll({ ChartCheck: () => ChartCheck });
/** Renders the charts that edited values go into, and looks for the new image in their containers. */
var ChartCheck = class {
	#with;
	#cache;
	#noted = /* @__PURE__ */ new Set();
	constructor(options) {
		this.#with = options;
		this.#cache = new RenderCache(options.tree);
	}
	/** Warnings for people. @throws StepError IMAGE_NOT_RENDERED or RENDER_FAILED. */
	async check(proposal) {
		const { mode, render } = this.#with;
		const entries = chartEntries(proposal);
		if (mode === "off" || entries.length === 0) return [];
		if (!render) return this.#withoutTool(mode);
		const known = await this.#cache.recall({
			...proposal,
			verdicts: entries
		});
		const look = new Look(proposal, {
			...this.#with,
			mode,
			render
		});
		const found = [];
		for (const entry of entries.filter((one) => !known.has(one))) {
			const { note, folders, ...verdict } = await look.at(entry);
			if (note !== void 0) this.#note(note);
			if (!verdict.problem && folders.length > 0) {
				const ids = new Map(await nodeIds(this.#with.tree, proposal.tip, folders));
				this.#cache.remember(proposal, entry, {
					ids,
					warnings: verdict.warnings
				});
			}
			found.push({
				...verdict,
				entry
			});
		}
		const good = [...known.keys(), ...found.flatMap(({ problem, entry }) => problem ? [] : [entry])];
		const reached = new Set(good.map(({ image }) => image));
		const verdicts = found.map((one) => tolerated(one, reached));
		const warnings = /* @__PURE__ */ new Set([...[...known.values()].flat(), ...verdicts.flatMap((one) => one.warnings)]);
		const problems = verdicts.flatMap(({ problem }) => problem ?? []);
		if (problems.length > 0) for (const warning of warnings) this.#with.onWarning?.(warning);
		failOnAny(problems);
		return [...warnings];
	}
	#note(note) {
		if (!this.#noted.has(note)) this.#with.onNote?.(note);
		this.#noted.add(note);
	}
	#withoutTool(mode) {
		const hint = "Install helm in a step before";
		if (mode === "require") return fail({
			code: "RENDER_FAILED",
			inputs: ["render-check"],
			message: "the charts of helm-values could not be rendered: helm is not on the PATH of this runner",
			hint: `${hint}, or set render-check: auto.`
		});
		this.#note(`Charts were not rendered, so of helm-values it is known what the files say, and not what a container gets: helm is not on the PATH of this runner. ${hint}, or set render-check: off to silence this.`);
		return [];
	}
};
/** The entries that Helm makes containers of; `kustomize.images` of an Application are none. */
const chartEntries = (proposal) => writtenBy(proposal).filter(({ kind, key }) => kind === "helm-values" || kind === "argocd" && argocdAddress(key)?.form !== "images");
async function nodeIds(tree, tip, folders) {
	const nodes = await tree.nodesAt(tip, folders);
	return folders.map((folder) => [folder, idOf(nodes.get(folder))]);
}
export { chart_check_exports as t };
