import { n as __exportAll } from "./rolldown-runtime.js";
import { _ as StepError, y as failOnAny } from "./index.js";
import { n as require_dist } from "./yaml.js";
import { R as rangeOf, l as splice, r as renderScalar, z as refuse } from "./overlays.js";
import { f as isSameMeaning, m as meaningOfMap } from "./gitops.js";
import { c as openSource } from "./edit-helm.js";
import { Ht as inFolder, Jt as parentOf, wn as isRecord } from "./doors.js";
const { posix } = /* @__PURE__ */ process.getBuiltinModule("node:path");
const { createHash } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
// src/edit/chart/semver.ts
const VERSION = /^(v?)(\d{1,15})(?:\.(\d{1,15}))?(?:\.(\d{1,15}))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
function parseVersion(text) {
	const [whole, prefix = "", major, minor = 0, patch = 0, pre] = VERSION.exec(text) ?? [];
	if (whole === void 0) return void 0;
	return {
		prefix,
		numbers: [
			Number(major),
			Number(minor),
			Number(patch)
		],
		pre: pre?.split(".") ?? []
	};
}
/** The next patch version: of a pre-release the release itself; build metadata belongs to the old one (semver 2.0.0, 9 to 11). */
function nextPatch({ prefix, numbers: [major, minor, patch], pre }) {
	return `${prefix}${major}.${minor}.${pre.length > 0 ? patch : patch + 1}`;
}
/** Below 0, 0 or above it, by the precedence of semver 2.0.0, 11. */
function compareVersions(one, other) {
	for (const [index, number] of one.numbers.entries()) {
		const difference = number - Number(other.numbers[index]);
		if (difference !== 0) return difference;
	}
	if (one.pre.length === 0 || other.pre.length === 0) return other.pre.length - one.pre.length;
	return comparePre(one.pre, other.pre);
}
function comparePre(one, other) {
	for (const [index, word] of one.entries()) {
		const against = other[index];
		if (against === void 0) return 1;
		if (word === against) continue;
		const [isNumber, isOther] = [/^\d+$/.test(word), /^\d+$/.test(against)];
		if (isNumber && isOther) return Number(word) - Number(against);
		if (isNumber !== isOther) return isNumber ? -1 : 1;
		return word < against ? -1 : 1;
	}
	return one.length - other.length;
}
// src/edit/chart/range.ts
/** The one version that a constraint names, without an operator or with `=`. */
function exactVersion(constraint) {
	const [, text = ""] = /^=?\s*(v?\d+\.\d+\.\d+(?!\d)[^\s,|]*)$/.exec(constraint.trim()) ?? [];
	return /[xX*]/.test(text.split(/[-+]/)[0] ?? "") ? void 0 : parseVersion(text);
}
/**
* Whether a release is in a range of versions as Helm reads it (Masterminds/semver, "Checking Version Constraints");
* undefined for a constraint that is not understood.
*/
function isInRange(version, constraint) {
	const choices = constraint.split("||").map((choice) => spansOf(choice.trim()));
	if (choices.some((spans) => spans === void 0)) return void 0;
	return choices.some((spans) => spans?.every((span) => isWithin(version, span)));
}
function isWithin(version, { from, below, not = false }) {
	return (compareVersions(version, from) >= 0 && (below === void 0 || compareVersions(version, below) < 0)) !== not;
}
const HYPHEN = /^(\S+)\s+-\s+(\S+)$/;
function spansOf(choice) {
	const [, low, high] = HYPHEN.exec(choice) ?? [];
	const spans = (low === void 0 ? choice : `>=${low} <=${high}`).replaceAll(/([=!<>~^])\s+/g, "$1").split(/[\s,]+/).filter((one) => one !== "").map(spanOf);
	const known = spans.filter((span) => span !== void 0);
	return known.length === spans.length && known.length > 0 ? known : void 0;
}
/** `operator`, then a version of which minor and patch may be missing or any (`x`). */
const COMPARISON = /^(=|==|!=|<|>|<=|>=|=<|=>|~|~>|\^)?(v?)(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(-[\w.-]+)?(?:\+[\w.-]+)?$/;
function spanOf(comparison) {
	const [whole, operator = "", , ...parts] = COMPARISON.exec(comparison) ?? [];
	if (whole === void 0) return void 0;
	const numbers = parts.slice(0, 3);
	const firstOpen = numbers.findIndex((part) => part === void 0 || /[xX*]/.test(part));
	const given = firstOpen < 0 ? 3 : firstOpen;
	const known = numbers.slice(0, given).map(Number);
	const [major = 0, minor = 0, patch = 0] = known;
	const from = {
		prefix: "",
		numbers: [
			major,
			minor,
			patch
		],
		pre: preOf(parts[3])
	};
	return rangeFor(operator, {
		from,
		end: given === 3 ? after(from) : given === 0 ? void 0 : raised(known, given - 1),
		known
	});
}
const preOf = (text) => text?.slice(1).split(".") ?? [];
/** The least version above a given one. */
const after = ({ prefix, numbers, pre }) => pre.length > 0 ? {
	prefix,
	numbers,
	pre: [...pre, "0"]
} : {
	prefix,
	numbers: [
		numbers[0],
		numbers[1],
		numbers[2] + 1
	],
	pre: ["0"]
};
/** The first release behind all that begin with the numbers up to that one. */
function raised(numbers, at) {
	const [major = 0, minor = 0, patch = 0] = numbers.map((number, index) => index < at ? number : index === at ? number + 1 : 0);
	return {
		prefix: "",
		numbers: [
			major,
			minor,
			patch
		],
		pre: ["0"]
	};
}
const LEAST = {
	prefix: "",
	numbers: [
		0,
		0,
		0
	],
	pre: ["0"]
};
function rangeFor(operator, { from, end, known }) {
	switch (operator) {
		case "!=": return {
			from,
			below: end,
			not: true
		};
		case "<": return {
			from: LEAST,
			below: from
		};
		case ">=":
		case "=>": return {
			from,
			below: void 0
		};
		case ">": return {
			from: LEAST,
			below: end,
			not: true
		};
		case "<=":
		case "=<": return {
			from: LEAST,
			below: end
		};
		case "~":
		case "~>": return {
			from,
			below: isAny(known) ? void 0 : raised(known, Math.min(known.length - 1, 1))
		};
		case "^": return {
			from,
			below: known.length === 0 ? void 0 : raised(known, firstNumberAboveZero(known))
		};
		default: return {
			from,
			below: end
		};
	}
}
/** `~*`, and `~0.0.0`, which Masterminds/semver takes for it. */
const isAny = (known) => known.length === 0 || known.length === 3 && known.every((number) => number === 0);
/** `^1.2` holds the major number, `^0.2` the minor, `^0.0.2` the patch; `^0` and `^0.0` what they have. */
function firstNumberAboveZero(known) {
	const index = known.findIndex((number) => number > 0);
	return index < 0 ? known.length - 1 : index;
}
// src/edit/chart/dependency.ts
const NOTHING = {
	edits: [],
	notices: [],
	problems: []
};
/** What becomes of the version by which a chart asks for one that is raised. */
function judgeDependency({ chart }, child) {
	const asked = child.dependency?.version;
	const [before, after] = [parseVersion(child.version.text), parseVersion(child.next)];
	if (!asked || !before || !after) return NOTHING;
	const where = `${chart.file.path}:${asked.line}`;
	const exact = exactVersion(asked.text);
	if (exact && compareVersions(exact, before) === 0) {
		const prefix = /^[=\sv]*/.exec(asked.text)?.[0] ?? "";
		return {
			...NOTHING,
			edits: [{
				field: asked,
				text: prefix + child.next.replace(/^v/, "")
			}]
		};
	}
	if (isInRange(after, asked.text)) return NOTHING;
	if (!isInRange(before, asked.text)) {
		const notice = `${where} asks for ${child.chart.file.path} as ${asked.text}, which its version ${child.version.text} was not before either; it stays as it is.`;
		return {
			...NOTHING,
			notices: [notice]
		};
	}
	const problem = {
		code: "EDIT_UNSAFE",
		message: `${where} asks for version ${asked.text} of the chart in ${child.folder || "the root"}, which becomes ${child.next}`,
		hint: `Widen the range on line ${asked.line} of ${chart.file.path}, or set chart-version: off.`,
		configPlace: chart.file.place(asked.line)
	};
	return {
		...NOTHING,
		problems: [problem]
	};
}
// src/edit/chart/chart-file.ts
var import_dist = require_dist();
/** @throws StepError EDIT_UNSAFE or YAML_INVALID for what cannot be read and edited exactly. */
function readChart(file) {
	const { documents, lineAt } = openSource(file, {
		input: "chart-version",
		program: "helm"
	});
	const [document, second] = documents;
	const root = document?.contents;
	if (!document || !(0, import_dist.isMap)(root) || second) return refuse(file, 1, {
		message: "is not one mapping",
		hint: "Correct it, or set chart-version: off."
	});
	const fieldIn = (map, key) => fieldOf({
		file,
		lineAt
	}, map, key);
	return {
		file,
		root,
		field: (key) => fieldIn(root, key),
		dependencies: dependenciesOf(document, fieldIn)
	};
}
function dependenciesOf(document, fieldIn) {
	const list = document.get("dependencies");
	return ((0, import_dist.isSeq)(list) ? list.items : []).flatMap((item) => (0, import_dist.isMap)(item) ? [{
		name: String(item.get("name") ?? ""),
		version: fieldIn(item, "version"),
		repository: String(item.get("repository") ?? ""),
		raw: item.toJS(document, { maxAliasCount: 100 })
	}] : []);
}
/** What stands there as text, whatever type the parser gives it; undefined for nothing. */
function fieldOf({ file, lineAt }, map, key) {
	const node = map.get(key, true);
	if (node === void 0 || (0, import_dist.isScalar)(node) && (node.value === null || node.value === "")) return void 0;
	const [start, end] = rangeOf(node);
	const line = lineAt(start);
	if (!((0, import_dist.isScalar)(node) && !node.anchor && !node.tag && !String(node.type).startsWith("BLOCK_") && line === lineAt(Math.max(start, end - 1)))) {
		const message = `has ${key} as something other than one plain value on one line`;
		return refuse(file, line, {
			message,
			hint: `Write ${key} on one line, without an anchor or tag.`
		});
	}
	return {
		text: String(node.source),
		line,
		node
	};
}
// src/edit/chart/edit-fields.ts
/** The text with these values, every other byte as it was; proved. @throws StepError EDIT_UNSAFE. */
function editFields(chart, edits) {
	const { file } = chart;
	const splices = edits.map(({ field, text }) => {
		const [start, end] = rangeOf(field.node);
		return {
			start,
			end,
			text: renderScalar(text, field.node.type)
		};
	});
	const edited = splice(file.text, splices);
	if (meansThe(chart, edits, edited)) return edited;
	return refuse(file, edits[0]?.field.line, {
		message: "cannot be edited exactly: the edited text does not mean what was asked for",
		hint: "Write one key a line, or set chart-version: off."
	});
}
/** The same as before, where the edited values are set in what was parsed. */
function meansThe(chart, edits, edited) {
	const after = readChart({
		...chart.file,
		text: edited
	});
	const before = readChart(chart.file);
	const wanted = new Map(edits.map(({ field, text }) => [rangeOf(field.node)[0], text]));
	let set = 0;
	const visit = (node) => {
		if ((0, import_dist.isScalar)(node)) {
			const text = wanted.get(rangeOf(node)[0]);
			if (text === void 0) return;
			node.value = text;
			set += 1;
			return;
		}
		for (const part of partsOf(node)) visit(part);
	};
	visit(before.root);
	return set === wanted.size && isSameMeaning(meaningOfMap(after.root), meaningOfMap(before.root));
}
function partsOf(node) {
	const { items, key, value } = node ?? {};
	return items ?? [key, value].filter((part) => part !== void 0 && part !== null);
}
// src/edit/chart/family.ts
const CHART = "Chart.yaml";
const LOCK = "Chart.lock";
/** The charts of a repository; each is read when it is asked for, and once. */
var Charts = class {
	tree;
	/** Charts that seem to bring others with them and cannot be read. */
	unread = /* @__PURE__ */ new Set();
	#folders;
	#read = /* @__PURE__ */ new Map();
	constructor(tree) {
		this.tree = tree;
		const paths = tree.files.filter((path) => path === "Chart.yaml" || path.endsWith(`/Chart.yaml`));
		this.#folders = new Set(paths.map(parentOf));
	}
	/** The folder of the chart that a file is in: the nearest one above it. */
	folderOf(file) {
		for (let folder = parentOf(file);; folder = parentOf(folder)) {
			if (this.#folders.has(folder)) return folder;
			if (folder === "") return void 0;
		}
	}
	/** undefined where there is none. @throws StepError for one that cannot be edited exactly. */
	read(path) {
		const text = this.tree.texts.get(path);
		const known = this.#read.get(path);
		if (known || text === void 0) return known;
		const chart = readChart(this.tree.fileAt(path, text));
		this.#read.set(path, chart);
		return chart;
	}
	/** The charts that bring this one with them: by a `file://` dependency, or because it lies in their `charts/`. */
	parentsOf(folder) {
		return [...this.#folders].flatMap((other) => other === folder ? [] : this.#parent(other, folder));
	}
	#parent(folder, child) {
		const path = inFolder(folder, CHART);
		const isInside = parentOf(child) === inFolder(folder, "charts");
		if (!isInside && !this.tree.texts.get(path)?.includes("file://")) return [];
		const dependencies = this.#tried(path, child)?.dependencies ?? [];
		const named = dependencies.filter(({ repository }) => localPath(folder, repository) === child);
		if (named.length > 0) return named.map((dependency) => ({
			folder,
			dependency
		}));
		if (!isInside) return [];
		const name = child.slice(child.lastIndexOf("/") + 1);
		return [{
			folder,
			dependency: dependencies.find((one) => one.repository === "" && one.name === name)
		}];
	}
	/** A chart of somebody else that cannot be read is passed over, and said. */
	#tried(path, child) {
		try {
			return this.read(path);
		} catch (error) {
			if (!(error instanceof StepError)) throw error;
			const name = child.slice(child.lastIndexOf("/") + 1);
			if (this.tree.texts.get(path)?.includes(name)) this.unread.add(path);
			return;
		}
	}
};
/** Where a `file://` repository leads (Helm, internal/resolver, `GetLocalPath`); absolute ones lead out of the repository. */
function localPath(folder, repository) {
	const [, path] = /^file:\/\/(?!\/)(.*)$/.exec(repository) ?? [];
	if (path === void 0) return void 0;
	const joined = posix.join(folder, path).replace(/\/$/, "");
	return joined === "." ? "" : joined;
}
// src/edit/chart/raised.ts
/** Those charts, and whatever brings them with it, to the last. */
function raise(charts, folders) {
	const raised = /* @__PURE__ */ new Map();
	const open = [...folders];
	for (let folder = open.pop(); folder !== void 0; folder = open.pop()) {
		if (raised.has(folder)) continue;
		const parents = charts.parentsOf(folder);
		raised.set(folder, {
			folder,
			parents,
			...versionOf(charts, folder)
		});
		open.push(...parents.map((parent) => parent.folder));
	}
	return raised;
}
function versionOf(charts, folder) {
	const path = inFolder(folder, CHART);
	const chart = charts.read(path);
	if (!chart) return refuse(charts.tree.fileAt(path, ""), void 0, {
		message: "is no plain text file, so the version of the chart cannot be raised",
		hint: "Make it one, or set chart-version: off."
	});
	const version = chart.field("version");
	const parsed = version && parseVersion(version.text);
	if (!version || !parsed) return refuse(chart.file, version?.line, {
		message: version ? `has version: ${version.text}, which is no semantic version` : "has no version",
		hint: "Write one, such as version: 1.0.0, or set chart-version: off."
	});
	return {
		chart,
		version,
		next: nextPatch(parsed)
	};
}
function childrenOf(folder, raised) {
	return [...raised.values()].flatMap((child) => child.parents.filter((parent) => parent.folder === folder).map(({ dependency }) => ({
		...child,
		dependency
	})));
}
// src/edit/chart/lock.ts
/** The keys of a dependency, in the order in which Helm writes them, and those that it leaves out when they are empty. */
const KEYS = [
	{
		key: "name",
		always: true
	},
	{
		key: "version",
		always: false
	},
	{
		key: "repository",
		always: true
	},
	{
		key: "condition",
		always: false
	},
	{
		key: "tags",
		always: false
	},
	{
		key: "enabled",
		always: false
	},
	{
		key: "import-values",
		always: false
	},
	{
		key: "alias",
		always: false
	}
];
/** What `Chart.lock` has as `digest` (Helm, internal/resolver, `HashReq`): of what is asked for, and what was found. */
function lockDigest(asked, found) {
	const json = goJson([asked.map(dependency), found.map(dependency)]);
	return `sha256:${createHash("sha256").update(json).digest("hex")}`;
}
/** Whether Helm takes the lock for one of this chart. */
const isInSync = (chart, lock) => lock.field("digest")?.text === lockDigest(rawOf(chart), rawOf(lock));
const rawOf = ({ dependencies }) => dependencies.map(({ raw }) => raw);
function dependency(raw) {
	const given = isRecord(raw) ? raw : {};
	return Object.fromEntries(KEYS.flatMap(({ key, always }) => {
		const value = given[key];
		const empty = value === void 0 || value === null || value === "" || value === false;
		return (empty || Array.isArray(value) && value.length === 0) && !always ? [] : [[key, empty ? "" : value]];
	}));
}
/** As Go's encoding/json: the keys of free maps in their order, and what HTML would mistake as escapes. */
function goJson(value) {
	return JSON.stringify(value, (key, held) => isRecord(held) && key !== "" && !("repository" in held) ? Object.fromEntries(Object.entries(held).toSorted(([one], [other]) => one < other ? -1 : 1)) : held).replaceAll(/[<>&\u2028\u2029]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
// src/edit/chart/relock.ts
const STALE = "helm dependency update";
/**
* `Chart.lock` with the new versions of the charts that the parent brings with it, and the digest that Helm compares: with
* an old one `helm dependency build` fails, which Argo CD runs. One that was out of step before is left to its owner.
*/
function relock(charts, { parent, children, asked }) {
	const notices = children.flatMap((child) => packedCopy(charts, parent, child));
	const lock = children.length > 0 ? charts.read(inFolder(parent.folder, LOCK)) : void 0;
	if (!lock) return {
		files: /* @__PURE__ */ new Map(),
		notices
	};
	const edits = new Map(lock.dependencies.flatMap((one) => {
		const child = children.find(({ dependency }) => dependency?.name === one.name);
		return child && one.version?.text === child.version.text && one.version ? [[one.version, child.next]] : [];
	}));
	const isAskedAnew = asked.some(({ field }) => parent.chart.dependencies.some(({ version }) => version === field));
	if (edits.size === 0 && !isAskedAnew) return {
		files: /* @__PURE__ */ new Map(),
		notices
	};
	const digest = lock.field("digest");
	if (!digest || !isInSync(parent.chart, lock)) {
		const notice = `${lock.file.path} is not what Helm makes of ${parent.chart.file.path}, so it was left as it is: run ${STALE} there.`;
		return {
			files: /* @__PURE__ */ new Map(),
			notices: [...notices, notice]
		};
	}
	const texts = new Map([...asked.map(({ field, text }) => [field, text]), ...edits]);
	const anew = ({ dependencies }) => dependencies.map(({ raw, version }) => {
		const text = version && texts.get(version);
		return text !== void 0 && isRecord(raw) ? {
			...raw,
			version: text
		} : raw;
	});
	const fields = [...edits].map(([field, text]) => ({
		field,
		text
	}));
	const next = lockDigest(anew(parent.chart), anew(lock));
	const text = editFields(lock, [...fields, {
		field: digest,
		text: next
	}]);
	return {
		files: /* @__PURE__ */ new Map([[lock.file.path, text]]),
		notices
	};
}
/** An archive in `charts/` is what is deployed, whatever stands in the folder that it was made of. */
function packedCopy({ tree }, parent, child) {
	const name = child.chart.field("name")?.text ?? "";
	const start = inFolder(parent.folder, `charts/${name}-`);
	const archive = tree.files.find((path) => path.startsWith(start) && /^v?\d[^/]*\.tgz$/.test(path.slice(start.length)));
	if (name === "" || archive === void 0) return [];
	return [`${archive} is a packed copy of ${child.folder || "the root"}, and what ${parent.chart.file.path} deploys: run ${STALE} there, or nothing of this arrives.`];
}
// src/edit/chart/bump.ts
var bump_exports = /* @__PURE__ */ __exportAll({ bumpCharts: () => bumpCharts });
/**
* What has to go with edits inside of charts: a new patch version of each chart and of all that bring it with
* them, once, however many files change. @throws StepError with all that cannot be raised.
*/
function bumpCharts(edits, tree) {
	const charts = new Charts(tree);
	const own = Map.groupBy(edits, ({ file }) => charts.folderOf(file));
	const raised = raise(charts, [...own.keys()].filter((folder) => folder !== void 0));
	const bumps = [...raised.values()].map((one) => bumpOf(one, own.get(one.folder) ?? [], {
		charts,
		raised
	}));
	failOnAny(bumps.flatMap(({ problems }) => problems));
	const unread = [...charts.unread].map((path) => `${path} cannot be read, so whether its version must go up with this was not looked at.`);
	const said = [...bumps.flatMap(({ notices }) => notices), ...unread];
	const [first] = edits.filter(({ file }) => charts.folderOf(file) !== void 0);
	return {
		files: new Map(bumps.flatMap(({ files }) => [...files])),
		notices: new Map(first && said.length > 0 ? [[first.file, said]] : [])
	};
}
function bumpOf(one, edits, { charts, raised }) {
	const { chart, version, next } = one;
	const children = childrenOf(one.folder, raised);
	const judged = children.map((child) => judgeDependency(one, child));
	const wanted = [
		{
			field: version,
			text: next
		},
		...appVersion(one, edits),
		...judged.flatMap((dependency) => dependency.edits)
	];
	const lock = relock(charts, {
		parent: one,
		children,
		asked: wanted
	});
	const { path } = chart.file;
	return {
		files: new Map([[path, editFields(chart, wanted)], ...lock.files]),
		notices: [
			`${path}:${version.line}: version ${version.text} becomes ${next} (chart-version).`,
			...judged.flatMap(({ notices }) => notices),
			...lock.notices
		],
		problems: judged.flatMap(({ problems }) => problems)
	};
}
/** Where it is the tag that stood in an edited file, it becomes the new one; a `v` that it lacks it goes on lacking. */
function appVersion({ chart }, edits) {
	const field = chart.field("appVersion");
	if (!field) return [];
	const found = edits.flatMap(({ previous = "", tag = "" }) => {
		if (field.text === previous) return [tag];
		const bare = (text) => /^v?\d+\.\d+\.\d+/.test(text) ? text.replace(/^v/, "") : void 0;
		const next = bare(previous) !== void 0 && bare(previous) === bare(field.text) ? bare(tag) : void 0;
		return next === void 0 ? [] : [field.text.startsWith("v") ? `v${next}` : next];
	});
	const [text, ...others] = new Set(found.filter((tag) => tag !== "" && tag !== field.text));
	return text === void 0 || others.length > 0 ? [] : [{
		field,
		text
	}];
}
export { bump_exports as t };
