import { n as __exportAll } from "./rolldown-runtime.js";
import { a as imagesRendered, i as releaseOf, o as folderTree } from "./audit-story.js";
import { t as helmRenderer } from "./render-helm.js";
import { Ht as inFolder } from "./doors.js";
const { mkdirSync, writeFileSync } = /* @__PURE__ */ process.getBuiltinModule("node:fs");
const { dirname, join } = /* @__PURE__ */ process.getBuiltinModule("node:path");
const { createHash } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
// src/doors/audit/charts/copy.ts
/** Of the files of all charts together: more is nothing that belongs into a chart. */
const MOST_BYTES = 104857600;
const MOST_FILES = 2e4;
const LARGEST = 10485760;
/** A copy of the charts of a repository: helm renders nothing in the checkout, and follows no link out of it. */
function copyInto(root, tree) {
	const digests = /* @__PURE__ */ new Map();
	const folders = /* @__PURE__ */ new Map();
	let bytes = MOST_BYTES;
	const one = (path) => {
		const known = digests.get(path);
		if (known !== void 0) return known;
		const real = tree.follow(path);
		const content = real === void 0 ? "unreadable" : tree.read(real, LARGEST);
		if (typeof content === "string") return content;
		bytes -= content.length;
		if (bytes < 0 || digests.size >= MOST_FILES) return void 0;
		mkdirSync(dirname(join(root, path)), { recursive: true });
		writeFileSync(join(root, path), content);
		const digest = createHash("sha256").update(content).digest("hex");
		digests.set(path, digest);
		return digest;
	};
	const all = (paths) => {
		const found = [];
		for (const path of paths) {
			const digest = one(path);
			if (digest === void 0) return void 0;
			found.push(`${digest} ${path}`);
		}
		return createHash("sha256").update(found.join("\n")).digest("hex");
	};
	const folder = (path) => {
		if (!folders.has(path)) folders.set(path, all(below(path, tree)));
		return folders.get(path);
	};
	return { add(named, files) {
		const parts = [...named.map(folder), all(files)];
		return parts.includes(void 0) ? void 0 : parts.join(" ");
	} };
}
/** Paths are sorted, and a repository may have as many charts as files. */
function below(folder, { paths }) {
	const lead = inFolder(folder, "");
	let [low, high] = [0, paths.length];
	while (low < high) {
		const middle = low + high >> 1;
		if ((paths[middle] ?? "") < lead) low = middle + 1;
		else high = middle;
	}
	let end = low;
	while (paths[end]?.startsWith(lead)) end += 1;
	return paths.slice(low, end);
}
// src/doors/audit/charts/render.ts
var render_exports = /* @__PURE__ */ __exportAll({ chartRenderer: () => chartRenderer });
const LIMITS = {
	releases: 200,
	milliseconds: 6e4
};
/** As many as helm renders beside each other. */
const AT_ONCE = 2;
/** Asks helm, each chart with the same values once; undefined where there is none. */
function chartRenderer(step, limits = LIMITS) {
	const render = helmRenderer(step.environment.variables, step);
	if (!render) return void 0;
	const known = /* @__PURE__ */ new Map();
	let runs = 0;
	return async (uses, { root }) => {
		runs += 1;
		const into = step.workspace.folder(`charts-${runs}`);
		const wanted = gathered(uses, {
			root,
			into,
			most: limits.releases
		});
		const open = [...wanted.releases].filter(([key]) => !known.has(key));
		const end = Date.now() + limits.milliseconds;
		for (let at = 0; at < open.length && Date.now() < end; at += AT_ONCE) {
			const some = open.slice(at, at + AT_ONCE);
			for (const [key, answer] of await answersTo(some, {
				render,
				root: into,
				signal: step.signal
			})) known.set(key, answer);
		}
		return answered(wanted.keys, known, wanted.leftOut);
	};
}
/** Copies what the charts are made of. What is the same has one key. */
function gathered(uses, { root, into, most }) {
	const copy = copyInto(into, folderTree(root));
	const keys = /* @__PURE__ */ new Map();
	const releases = /* @__PURE__ */ new Map();
	const leftOut = [];
	for (const use of uses) {
		const release = releases.size < most ? releaseOf(use) : void 0;
		const content = release && copy.add(use.bundle?.folders ?? [], release.values);
		if (!release || content === void 0) {
			leftOut.push(use);
			continue;
		}
		const key = JSON.stringify([release, content]);
		keys.set(use, key);
		if (!releases.has(key)) releases.set(key, {
			use,
			release
		});
	}
	return {
		keys,
		releases,
		leftOut
	};
}
async function answersTo(wanted, { render, root, signal }) {
	const vendored = wanted.flatMap(([, { use }]) => use.bundle?.vendored ?? []);
	const releases = wanted.map(([, { release }]) => release);
	try {
		const rendered = await render({
			root,
			releases,
			texts: /* @__PURE__ */ new Map(),
			vendored
		});
		return wanted.map(([key, { release }]) => {
			const rendering = rendered.get(release);
			if (!rendering?.ok) return [key, { failure: rendering?.message ?? "helm has said nothing" }];
			return [key, { images: imagesRendered(rendering.manifests) }];
		});
	} catch (error) {
		signal.throwIfAborted();
		const failure = error instanceof Error ? error.message : String(error);
		return wanted.map(([key]) => [key, { failure }]);
	}
}
function answered(keys, known, leftOut) {
	const answers = /* @__PURE__ */ new Map();
	const left = [...leftOut];
	for (const [use, key] of keys) {
		const answer = known.get(key);
		if (answer) answers.set(use, answer);
		else left.push(use);
	}
	return {
		answers,
		leftOut: left
	};
}
export { render_exports as t };
