import { i as __toESM } from "./rolldown-runtime.js";
import { v as fail } from "./index.js";
import { Ht as inFolder, Jt as parentOf, Kt as isTooLong, P as programIn, Pt as nearest, Rt as KUSTOMIZATION_NAMES, U as LIMITS, W as inMebibytes, Wt as isKustomization, Yt as require_picomatch, b as TARGET_INPUTS, cn as hasEcrSuffix, kn as withoutLastSlashes, nn as registryOf, rn as splitReference, wn as isRecord, y as fileUrl } from "./doors.js";
import { n as require_dist } from "./yaml.js";
const { closeSync, openSync, readSync } = /* @__PURE__ */ process.getBuiltinModule("node:fs");
const { isAbsolute, posix } = /* @__PURE__ */ process.getBuiltinModule("node:path");
// src/edit/yaml/go-scalar.ts
var import_picomatch = /* @__PURE__ */ __toESM(require_picomatch(), 1);
const GO_BOOLEAN = /^(?:y|Y|yes|Yes|YES|n|N|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
/**
* What go-yaml, the parser of kustomize, takes a plain scalar for, when that breaks the build (measured with
* kustomize 5.6): dates, times and numbers that are too large for it are strings.
*/
function goMisreading(text) {
	if (GO_BOOLEAN.test(text)) return "boolean";
	if (/^[-+]?\.(?:inf|nan)$/i.test(text)) return "number";
	const digits = text.replaceAll("_", "");
	if (digits === "" || text.startsWith("_")) return void 0;
	return Number.isFinite(Number(digits.replace(/^[-+](?=0)/, ""))) ? "number" : void 0;
}
// src/render/graph/remote.ts
/**
* Whether kustomize would fetch this with HTTP; true for every field that names a file
* (kustomize api, internal/loader/fileloader.go, `IsRemoteFile`).
*/
function isRemoteFile(text) {
	return /^https?:/i.test(text);
}
/**
* Whether some kustomize would clone this with git, and not look for a folder of that name: `NewRepoSpecFromURL` of
* kustomize api v0.18, internal/git/repospec.go. Older versions knew `gh:` too, took whatever has `_git/` in it, and
* v3.5 to v3.8 asked go-getter first (`bitbucket.org/`, `s3::`).
*/
function isRepository(text) {
	if (text.startsWith("/")) return false;
	const [address = ""] = text.split("?");
	if (/^(?:[a-z][a-z0-9+.-]*:(?:\/\/|:)|gh:|bitbucket\.org\/)|_git\//i.test(address)) return true;
	const user = /^[a-z][a-z0-9-]*@/i.exec(address)?.[0] ?? "";
	const hostAndPath = address.slice(user.length);
	if (!user && !/^github\.com[/:]/i.test(hostAndPath)) return false;
	const path = hostAndPath.slice(hostEnd(hostAndPath));
	return /\/\/|\.git/.test(path) || path.split("/").length >= 2;
}
/** Where the host ends: behind the first `/`, or behind a `:` before it, as in `git@host:path`. */
function hostEnd(text) {
	const end = /[/:]/.exec(text)?.index;
	return end === void 0 ? text.length : end + 1;
}
/** A reference as it may be shown: on one line, not endless, and without the password of a URL. */
function shown(reference) {
	const plain = withoutPasswords(reference.replaceAll(/\s+/g, " "));
	return plain.length > 200 ? `${plain.slice(0, 200)}...` : plain;
}
function withoutPasswords(text) {
	return text.replaceAll(/(\w:\/\/)[^/@\s'"]+@/g, "$1");
}
// src/render/tool/tool.ts
const TOOLS = [{
	name: "kustomize",
	args: ["build"]
}, {
	name: "kubectl",
	args: ["kustomize"]
}];
/** The first one on PATH. */
function findTool(env) {
	for (const { name, args } of TOOLS) {
		const file = findProgram(name, env);
		if (file !== void 0) return {
			name,
			file,
			args
		};
	}
}
/** Found without a process, and never in a folder that depends on where this runs. */
function findProgram(name, env) {
	const folders = (env.PATH ?? "").split(":").filter((folder) => isAbsolute(folder));
	return programIn(folders, name);
}
/** As version managers put them on PATH. */
function isScript(file) {
	const head = Buffer.alloc(2);
	const open = openSync(file, "r");
	readSync(open, head);
	closeSync(open);
	return head.toString("latin1") === "#!";
}
// src/edit/kustomize/fold-key.ts
/** A key as Go's encoding/json compares it for kustomize: in any case, with the letters that Unicode folds to ASCII (K and ſ). */
const foldKey = (key) => key.normalize("NFKC").toLowerCase();
// src/render/graph/fields.ts
/** Lists of names; in some of them a configuration or patch itself may stand in place of its name. */
const LISTS = {
	resources: "base",
	bases: "base",
	generators: "base",
	transformers: "base",
	validators: "base",
	components: "component",
	crds: "file",
	configurations: "file",
	patchesStrategicMerge: "file"
};
/** Lists of configurations of plug-ins, in files, in folders or inline, which may name files in fields of their own. */
const CONFIGURED = /* @__PURE__ */ new Set([
	"generators",
	"transformers",
	"validators"
]);
/** Lists of mappings with a `path`; `patches` was once a list of names. */
const LISTS_OF_PATHS = [
	"patches",
	"patchesJson6902",
	"replacements"
];
const GENERATORS = ["configMapGenerator", "secretGenerator"];
const HELM$1 = ["helmCharts", "helmChartInflationGenerator"];
/** What may stand in a folder of configurations: kustomize gives them on as they are written. */
const KEEPING = [
	"apiVersion",
	"kind",
	"metadata",
	"resources",
	"bases"
];
/** Fields that lead nowhere, also those of older versions. */
const LEADING_NOWHERE = [
	...[
		"namespace",
		"namePrefix",
		"nameSuffix",
		"commonLabels",
		"labels",
		"commonAnnotations"
	],
	...[
		"images",
		"imageTags",
		"replicas",
		"vars",
		"sortOptions",
		"generatorOptions",
		"buildMetadata"
	],
	...["helmGlobals", "inventory"]
];
const namesOf = (fields) => new Set(fields.map(foldKey));
const KEPT = namesOf(KEEPING);
const KNOWN = namesOf([...[
	...Object.keys(LISTS),
	...LISTS_OF_PATHS,
	...GENERATORS,
	...HELM$1,
	"openapi"
], ...[...KEEPING, ...LEADING_NOWHERE]]);
/** The path in the tree; undefined for what is no path inside of the repository. */
function resolveIn(folder, text) {
	if (text === "" || text.startsWith("/") || isTooLong(text) || /\p{Cc}/u.test(text)) return void 0;
	const path = posix.join(folder, text).replace(/\/$/, "");
	if (path === ".." || path.startsWith("../")) return void 0;
	return path === "." ? "" : path;
}
/** kustomize looks for a file where it cannot read a patch, so only what is fetched makes a difference. */
const isInlinePatch = (text) => !isRemoteFile(text) && /\n|^\s*[{[]|:\s/.test(text);
/**
* Where kustomize cannot read a configuration, it looks for a file or folder of that name, or fetches it. Without a
* colon there is no value in it; with one it is no name of a file that people write.
*/
const isInlineConfiguration = (text) => text.includes(":") && !isRemoteFile(text) && !isRepository(text);
// src/config-repository/overlay.ts
/** A path means other files for a kustomization than for whatever names files. */
const pathKey = ({ kind, path }) => kind === "kustomize" ? path : `file ${path}`;
/** Links to blob and line at a commit of the config repository. */
function placeIn(remote, tip) {
	return (file, line) => {
		const url = fileUrl(remote, {
			commit: tip,
			file,
			line
		});
		return {
			file,
			...line === void 0 ? {} : { line },
			...url ? { url } : {}
		};
	};
}
const nameOf = (path) => path.slice(path.lastIndexOf("/") + 1);
/** Every path that must be read to find the file of a target, and to say what is wrong when it is not there. */
const pathsOf$1 = ({ kind, path }) => kind === "kustomize" ? candidatePaths(path) : [parentOf(path), path];
/** Every path that must be read to find the kustomization of an overlay, and to say what is wrong when it is not there. */
function candidatePaths(overlay) {
	return [
		parentOf(overlay),
		overlay,
		...kustomizationPaths(overlay)
	];
}
/** The kustomization files that a folder may have. */
const kustomizationPaths = (folder) => KUSTOMIZATION_NAMES.map((name) => inFolder(folder, name));
/** The overlays that a glob stands for: folders with a kustomization that match it, or such files themselves. */
function matchOverlays(glob, files) {
	const matches = (0, import_picomatch.default)(glob);
	const found = files.filter((path) => isKustomization(path) && !isTooLong(path)).flatMap((path) => {
		if (matches(parentOf(path))) return [parentOf(path)];
		return matches(path) ? [path] : [];
	});
	return [...new Set(found)].toSorted();
}
/** Every path that may be named for a target of that kind. */
const namePaths = (kind, files) => {
	const all = files.filter((path) => !isTooLong(path));
	if (kind !== "kustomize") return all;
	const kustomizations = all.filter(isKustomization);
	return [.../* @__PURE__ */ new Set([...kustomizations.map(parentOf), ...kustomizations])];
};
/** The files that a glob stands for. */
function matchFiles(glob, files) {
	const matches = (0, import_picomatch.default)(glob);
	return files.filter((path) => !isTooLong(path) && matches(path)).toSorted();
}
/** The one file of a target. */
const locateTarget = (snapshot, target, place) => target.kind === "kustomize" ? locateOverlay(snapshot, target.path, place) : locateFile(snapshot, target, place);
function locateFile(snapshot, { kind, path }, place) {
	const node = snapshot.nodes.get(path);
	const input = TARGET_INPUTS[kind];
	if (!node) return missing(snapshot, {
		kind,
		path
	});
	if (node.kind === "file") return {
		path,
		text: node.text,
		place: (line) => place(path, line)
	};
	if (node.kind !== "folder") return unusable$1(path, node, input);
	return fail({
		code: "OVERLAY_INVALID",
		inputs: [input],
		message: `${path} is a folder of the config repository, and ${input} names files`,
		hint: `Name a file of it in ${input}. It holds: ${node.entries.slice(0, 20).join(", ") || "nothing"}.`
	});
}
/** The one kustomization file of an overlay, given as its folder or as the file itself. */
function locateOverlay(snapshot, overlay, place) {
	const node = snapshot.nodes.get(overlay);
	if (!node) return missing(snapshot, {
		kind: "kustomize",
		path: overlay
	});
	if (node.kind === "file") return {
		path: overlay,
		text: node.text,
		place: (line) => place(overlay, line)
	};
	if (node.kind !== "folder") return unusable$1(overlay, node);
	const found = kustomizationPaths(overlay).flatMap((path) => {
		const held = snapshot.nodes.get(path);
		return held ? [{
			path,
			held
		}] : [];
	});
	const [first, second] = found;
	if (!first) fail({
		code: "OVERLAY_MISSING",
		message: `${overlay || "the root"} of the config repository has no ${KUSTOMIZATION_NAMES.join(", ")}`,
		hint: `Name a folder that has one in overlays. It holds: ${node.entries.slice(0, 20).join(", ") || "nothing"}.`
	});
	const { path, held } = first;
	if (second) fail({
		code: "OVERLAY_INVALID",
		message: `${overlay || "the root"} of the config repository has several kustomization files: ${found.map((one) => nameOf(one.path)).join(", ")}`,
		hint: "Keep one: kustomize refuses to build a folder with more.",
		configPlace: place(path)
	});
	if (held.kind !== "file") return unusable$1(path, held);
	return {
		path,
		text: held.text,
		place: (line) => place(path, line)
	};
}
/** What a folder holds; nothing else holds anything. */
const childrenOf = (node) => node?.kind === "folder" ? node.entries : [];
function missing(snapshot, target) {
	const { path: overlay } = target;
	const input = TARGET_INPUTS[target.kind];
	const siblings = childrenOf(snapshot.nodes.get(parentOf(overlay)));
	const beside = nearest(nameOf(overlay), siblings);
	const close = beside ? inFolder(parentOf(overlay), beside) : snapshot.close?.get(pathKey(target));
	const meant = close ? ` Did you mean "${close}"?` : "";
	const known = siblings.length > 0 ? ` Beside it there are: ${siblings.slice(0, 20).join(", ")}.` : "";
	return fail({
		code: "OVERLAY_MISSING",
		message: `the config repository has no ${overlay} at ${snapshot.tip.slice(0, 12)}.${meant}`,
		hint: `Correct the path in ${input}, or create ${MADE[input] ?? "the file"} first${/[\s;]/.test(overlay) ? `; where these are several, give ${input} one a line` : ""}.${known}`
	});
}
const MADE = { overlays: "the folder with a kustomization.yaml" };
function unusable$1(path, node, input = "overlays") {
	const { kind } = node;
	if (kind === "large") return fail({
		code: "EDIT_UNSAFE",
		message: `${path || "the root"} of the config repository is a ${node.of} of ${inMebibytes(node.bytes)}, and at most ${inMebibytes(LIMITS[node.of])} is read`,
		hint: `Split it, or name the right one in ${input}.`
	});
	return fail({
		code: "OVERLAY_INVALID",
		message: `${path} is a ${kind} in the config repository, not a plain text file${input === "overlays" ? " or folder" : ""}`,
		hint: `Name the real ${input === "overlays" ? "folder of the kustomization" : "file"} in ${input}: links and submodules are never followed.`
	});
}
// src/edit/yaml/faults.ts
var import_dist = require_dist();
/** Nodes that aliases add when they are expanded; go-yaml has a similar limit. */
const MOST_COPIES = 1e5;
/** Duplicate keys, aliases of nothing, and aliases that expand without end. Nothing is expanded to find them. */
function faultOf(document) {
	const check = new NodeCheck();
	check.weigh(document.contents);
	return check.fault;
}
var NodeCheck = class {
	fault;
	#weights = /* @__PURE__ */ new Map();
	#copies = 0;
	/** The number of nodes that this one stands for. */
	weigh(node) {
		if (this.fault) return 0;
		if ((0, import_dist.isAlias)(node)) return this.#weighAlias(node);
		const weight = 1 + this.#weighItems(node);
		const { anchor } = node ?? {};
		if (anchor !== void 0) this.#weights.set(anchor, weight);
		return weight;
	}
	#weighItems(node) {
		if ((0, import_dist.isMap)(node)) this.fault ??= duplicateAmong(node.items);
		if ((0, import_dist.isPair)(node)) return this.weigh(node.key) + this.weigh(node.value);
		if (!(0, import_dist.isMap)(node) && !(0, import_dist.isSeq)(node)) return 0;
		let weight = 0;
		for (const item of node.items) weight += this.weigh(item);
		return weight;
	}
	#weighAlias(node) {
		const name = node.source;
		const weight = this.#weights.get(name);
		if (weight === void 0) {
			const message = `has an alias *${name} without an anchor &${name} before it`;
			this.fault = {
				node,
				message,
				hint: "Write the value out."
			};
			return 0;
		}
		this.#copies += weight;
		if (this.#copies > MOST_COPIES) {
			const message = "has aliases (*) that stand for too much";
			this.fault = {
				node,
				message,
				hint: "Write the values out, or use fewer aliases."
			};
		}
		return weight;
	}
};
/** A key that stands in a mapping twice. */
function duplicateAmong(pairs) {
	const seen = /* @__PURE__ */ new Set();
	for (const { key } of pairs) {
		if (!(0, import_dist.isScalar)(key)) continue;
		const { value } = key;
		if (seen.has(value)) return {
			node: key,
			message: `the key ${JSON.stringify(String(value))} stands there twice`,
			hint: void 0
		};
		seen.add(value);
	}
}
// src/edit/refuse.ts
function refuse(file, line, refusal) {
	return fail({
		code: "EDIT_UNSAFE",
		message: `${file.path}${line === void 0 ? "" : `:${line}`} ${refusal.message}`,
		hint: refusal.hint,
		configPlace: file.place(line)
	});
}
// src/edit/yaml/range.ts
/** Where a node begins, and where its value ends. */
function rangeOf(node) {
	const [start = 0, end = start] = node?.range ?? [];
	return [start, end];
}
// src/edit/yaml/syntax.ts
/** Far above what people write by hand; every recursion over the nodes relies on the first of them. */
const DEEPEST$1 = 100;
const MOST_ANCHORS = 1e3;
const isExcess = (result) => "excess" in result;
function readSyntax(text, schema = {}) {
	const scan = scanTokens(text);
	if (isExcess(scan)) return scan;
	const { tokens, ...rest } = scan;
	const composer = new import_dist.Composer({
		...schema,
		keepSourceTokens: true,
		uniqueKeys: false
	});
	return {
		...rest,
		documents: [...composer.compose(tokens)]
	};
}
function scanTokens(text) {
	const lines = new import_dist.LineCounter();
	lines.addNewLine(0);
	const parser = new import_dist.Parser(lines.addNewLine);
	const tokens = [];
	const comments = [];
	const lineAt = (offset) => lines.linePos(offset).line;
	let endMarker;
	let anchors = 0;
	let isScalar = false;
	for (const lexeme of new import_dist.Lexer().lex(text)) {
		const start = parser.offset;
		if (isScalar) isScalar = false;
		else if (lexeme === import_dist.CST.SCALAR) isScalar = true;
		else if (lexeme.startsWith("#")) comments.push({
			start,
			end: start + lexeme.length
		});
		else if (lexeme.startsWith("&")) anchors += 1;
		else if (lexeme === "...") endMarker ??= start;
		tokens.push(...parser.next(lexeme));
		if (parser.stack.length > DEEPEST$1) return {
			excess: `is nested deeper than ${DEEPEST$1} levels`,
			line: lineAt(start)
		};
		if (anchors > MOST_ANCHORS) return {
			excess: `has more than ${MOST_ANCHORS} anchors (&)`,
			line: lineAt(start)
		};
	}
	tokens.push(...parser.end());
	return {
		tokens,
		lineAt,
		comments,
		endMarker
	};
}
// src/edit/yaml/open.ts
/**
* A YAML text of the config repository, whatever it holds. `input` is what names the file.
*
* @throws StepError EDIT_UNSAFE for what parsers may take too long for, or do not agree on.
*/
function openYaml(file, input) {
	const hint = `Split the file, or name the right one in ${input}.`;
	if (file.text.length > 1048576) refuse(file, void 0, {
		message: "is larger than 1 MiB",
		hint
	});
	failOnCharacters(file);
	const syntax = readSyntax(file.text);
	return isExcess(syntax) ? refuse(file, syntax.line, {
		message: syntax.excess,
		hint
	}) : syntax;
}
/**
* kustomize reads YAML 1.1: a carriage return alone, U+0085, U+2028 and U+2029 end a line there and nowhere else, and
* what is not printable is an error. A byte order mark is one at the start only.
*/
const UNREADABLE = /\r(?!\n)|[^\P{Cc}\t\n\r]|[\u2028\u2029\ufffe\uffff]|(?<!^)\ufeff/u;
function unreadableIn(text) {
	const found = UNREADABLE.exec(text);
	if (!found) return void 0;
	return {
		line: text.slice(0, found.index).split("\n").length,
		message: `has the character U+${found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}, which YAML parsers do not agree on`
	};
}
function failOnCharacters(file) {
	const found = unreadableIn(file.text);
	if (found) refuse(file, found.line, {
		message: found.message,
		hint: `Remove it from line ${found.line}.`
	});
}
/** @throws StepError YAML_INVALID for what is no YAML. */
function failOnErrors(file, { errors, warnings }, reading) {
	const error = errors[0] ?? warnings[0];
	if (error) invalid(file, {
		line: reading.lineAt(error.pos[0]),
		message: error.message
	}, reading);
}
/** @throws StepError YAML_INVALID or EDIT_UNSAFE for keys that stand there twice, and aliases that lead nowhere. */
function failOnFaults(file, document, reading) {
	const fault = faultOf(document);
	if (!fault) return;
	const line = reading.lineAt(rangeOf(fault.node)[0]);
	const { message, hint } = fault;
	if (hint === void 0) invalid(file, {
		line,
		message
	}, reading);
	refuse(file, line, {
		message,
		hint
	});
}
function invalid(file, { line, message }, { program }) {
	return fail({
		code: "YAML_INVALID",
		message: `${file.path}:${line} is not valid YAML: ${message}`,
		hint: `Correct line ${line} of ${file.path}, also where "${program}" lets it pass.`,
		configPlace: file.place(line)
	});
}
// src/render/graph/plain-yaml.ts
/**
* The values of a YAML text of others, for what kustomize may see in it: every scalar is its text, because not everybody
* takes the same words for numbers (1e1000). What would take long is not read, and neither is what two parsers may split
* in two ways.
*/
function readDocuments(text) {
	const read = readPlaced(text);
	return read.ok ? {
		ok: true,
		values: read.values
	} : read;
}
/** The same, for what is said of a line. */
function readPlaced(text) {
	if (text.length > 1048576) return {
		ok: false,
		why: "it is larger than 1 MiB"
	};
	const unreadable = unreadableIn(text);
	if (unreadable) return {
		ok: false,
		why: `it ${unreadable.message}`
	};
	const odd = /^(?:%|---\S).*/m.exec(text)?.[0];
	if (odd !== void 0) return {
		ok: false,
		why: `it has the line "${odd.slice(0, 50)}"`
	};
	const syntax = readSyntax(text, {
		schema: "failsafe",
		resolveKnownTags: false
	});
	if (isExcess(syntax)) return {
		ok: false,
		why: `it ${syntax.excess}`
	};
	const why = syntax.documents.map(faultIn).find((fault) => fault !== void 0);
	if (why !== void 0) return {
		ok: false,
		why
	};
	const { documents } = syntax;
	return {
		ok: true,
		values: documents.map(({ contents }) => plainOf(contents, /* @__PURE__ */ new Map())),
		starts: documents.map(({ range }) => range[0])
	};
}
function faultIn(document) {
	const error = document.errors[0] ?? document.warnings[0];
	if (error) return error.message;
	const fault = faultOf(document);
	if (fault) return fault.hint === void 0 ? fault.message : `it ${fault.message}`;
	let odd;
	(0, import_dist.visit)(document, { Pair(_, { key }) {
		if (!(0, import_dist.isScalar)(key)) odd = "it has a key that is an alias, a list or a mapping";
	} });
	return odd;
}
/**
* Merge keys (`<<`) stay what they are: whether they win against a key beside them depends on the version of kustomize,
* and on the order of the two.
*/
function plainOf(node, anchors) {
	if ((0, import_dist.isAlias)(node)) return anchors.get(node.source);
	const value = contentsOf(node, anchors);
	const { anchor } = node ?? {};
	if (anchor !== void 0) anchors.set(anchor, value);
	return value;
}
function contentsOf(node, anchors) {
	if ((0, import_dist.isSeq)(node)) return node.items.map((item) => plainOf(item, anchors));
	if (!(0, import_dist.isMap)(node)) return (0, import_dist.isScalar)(node) ? node.value : null;
	const pairs = node.items.map(({ key, value }) => [String(plainOf(key, anchors)), plainOf(value, anchors)]);
	return Object.fromEntries(pairs);
}
/** The value of a text that holds one document. */
function readDocument(text) {
	const read = readDocuments(text);
	if (!read.ok) return read;
	if (read.values.length > 1) return {
		ok: false,
		why: "it holds more than one YAML document"
	};
	return {
		ok: true,
		value: read.values[0]
	};
}
/** All fields that kustomize may find in a mapping: its own, and those of what is merged into it. */
function fieldsOf(value) {
	if (Array.isArray(value)) return value.flatMap(fieldsOf);
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([name, held]) => name === "<<" ? fieldsOf(held) : [[name, held]]);
}
/** The values of a key as kustomize finds it: all of them, where it stands in several cases. */
function valuesOf(value, key) {
	if (!isRecord(value)) return [];
	const wanted = foldKey(key);
	return fieldsOf(value).flatMap(([name, held]) => foldKey(name) === wanted ? [held] : []);
}
/** The items of all lists under a key. */
function itemsOf(value, key) {
	return valuesOf(value, key).flatMap((held) => Array.isArray(held) ? held : []);
}
/** The line of a text that a value stands on, for people; undefined where it is written in another way. */
function lineOf(text, value, from = 0) {
	return linesIn(text)(value, from);
}
/** The same, for many values of one text. */
function linesIn(text) {
	const lines = new import_dist.LineCounter();
	for (let start = 0; start > 0 || lines.lineStarts.length === 0; start = text.indexOf("\n", start) + 1) lines.addNewLine(start);
	return (value, from = 0) => {
		const at = value === "" ? -1 : text.indexOf(value, from);
		return at < 0 ? void 0 : lines.linePos(at).line;
	};
}
// src/render/graph/obstacle.ts
/** @param at `file:line` of the reference. */
function remote(at, reference) {
	return {
		message: `${at} names the remote ${nounOf(reference)} ${shown(reference.text)}, and nothing is fetched to render`,
		hint: "Copy it into the config repository, so that the overlay can be rendered from one commit."
	};
}
function nounOf({ field, role }) {
	if (role === "component") return role;
	return field === "resources" || field === "bases" ? "base" : "file";
}
function helmNeeded(at, helm) {
	return {
		message: `${at} uses ${helm}, and helm is never run`,
		hint: "Keep the rendered chart in the config repository."
	};
}
/** `file:line` of values of a text. */
function placesIn(file, text) {
	const lineOf = linesIn(text);
	return (value) => {
		const line = lineOf(value);
		return line === void 0 ? file : `${file}:${line}`;
	};
}
// src/render/graph/configurations.ts
/** kustomize's own plug-ins, of all versions (api/internal/plugins/builtinhelpers); others are run only when asked for. */
const KINDS = /* @__PURE__ */ new Set([
	...[
		"ConfigMapGenerator",
		"IAMPolicyGenerator",
		"SecretGenerator"
	],
	...[
		"AnnotationsTransformer",
		"HashTransformer",
		"ImageTagTransformer",
		"LabelTransformer"
	],
	...[
		"LegacyOrderTransformer",
		"NamespaceTransformer",
		"PatchJson6902Transformer"
	],
	...[
		"PatchStrategicMergeTransformer",
		"PatchTransformer",
		"PrefixSuffixTransformer",
		"PrefixTransformer"
	],
	...[
		"ReplacementTransformer",
		"ReplicaCountTransformer",
		"SuffixTransformer",
		"ValueAddTransformer"
	]
]);
const HELM = "HelmChartInflationGenerator";
/** Fields whose values are set somewhere, and never names of files: a URL may stand there. */
const VALUES = new Set([
	"annotations",
	"labels",
	"literals",
	"value",
	"sourceValue"
].map(foldKey));
/**
* What stands in the way of giving these configurations to kustomize. A plug-in loads the files that its configuration
* names: URLs are fetched, and any other name is kept in its folder by the loader's restriction.
*
* @param at The place of a value in the text.
*/
function configurationObstacles(text, at) {
	const read = readDocuments(text);
	if (!read.ok) return [{
		message: `${at("")} holds a configuration that cannot be read: ${read.why}`,
		hint: "Write it as plain YAML, without tags (!)."
	}];
	return read.values.filter((value) => value !== null && value !== "").flatMap((value) => [...kindObstacles(value, at), ...namesIn(value).filter(isRemoteFile).map((url) => remote(at(url), {
		field: "",
		text: url,
		role: "file"
	}))]);
}
/** A list (`kind: List`) is none of them either: what it holds would have to be looked at one by one. */
function kindObstacles(value, at) {
	const kinds = valuesOf(value, "kind");
	if (kinds.includes(HELM)) return [helmNeeded(at(HELM), HELM)];
	const strange = kinds.filter((kind) => !KINDS.has(kind));
	if (kinds.length > 0 && strange.length === 0) return [];
	const kind = strange.find((held) => typeof held === "string") ?? "";
	return [{
		message: `${at(kind)} holds a configuration of ${shown(kind) || "no kind"}, which is no plug-in of kustomize's own, and no other is run`,
		hint: "Keep what it makes in the config repository."
	}];
}
/** Every text that could be the name of a file, in whatever field, also in one that kustomize has only learnt since. */
function namesIn(value, field = "") {
	if (VALUES.has(field)) return [];
	if (typeof value === "string") return [field === "files" ? value.slice(value.indexOf("=") + 1) : value];
	if (Array.isArray(value)) return value.flatMap((item) => namesIn(item, field));
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([name, held]) => namesIn(held, foldKey(name)));
}
// src/render/graph/references.ts
/**
* Everything through which kustomize loads a file or a folder (kustomize api v0.18: types/kustomization.go, and all
* calls of `Loader.Load` and `Loader.New`), helm aside, which is never run.
*/
function referencesOf(kustomization) {
	const files = (field, names) => texts(names).map((text) => ({
		field,
		text,
		role: "file"
	}));
	return [
		...Object.entries(LISTS).flatMap(([field, role]) => texts(itemsOf(kustomization, field)).flatMap((text) => {
			if (field === "patchesStrategicMerge" && isInlinePatch(text)) return [];
			return [{
				field,
				text,
				role: CONFIGURED.has(field) && isInlineConfiguration(text) ? "inline" : role
			}];
		})),
		...LISTS_OF_PATHS.flatMap((field) => files(field, pathsIn(itemsOf(kustomization, field)))),
		...GENERATORS.flatMap((field) => files(field, itemsOf(kustomization, field).flatMap(sourcesOf))),
		...files("openapi", pathsIn(valuesOf(kustomization, "openapi").filter(isRecord)))
	];
}
/** The field that asks for helm charts. */
function helmFieldOf(kustomization) {
	return HELM$1.find((field) => itemsOf(kustomization, field).length > 0);
}
/** A field that no version of kustomize has that is known here: what it leads to is not known either. */
function unknownFieldOf(kustomization) {
	return nameOutside(KNOWN, kustomization);
}
/** A field by which a folder of configurations is more than a list of them. */
function changingFieldOf(kustomization) {
	return nameOutside(KEPT, kustomization);
}
function nameOutside(known, kustomization) {
	return fieldsOf(kustomization).find(([name]) => !known.has(foldKey(name)))?.[0];
}
function pathsIn(items) {
	return items.flatMap((item) => isRecord(item) ? [...valuesOf(item, "path"), ...valuesOf(item, "targetFilePath")] : [item]);
}
/** `files`, also as `key=path`, `envs` and `env` of a generator (kustomize api, types/kvpairsources.go). */
function sourcesOf(generator) {
	return [
		...texts(itemsOf(generator, "files")).map((file) => file.slice(file.indexOf("=") + 1)),
		...itemsOf(generator, "envs"),
		...valuesOf(generator, "env")
	];
}
const texts = (values) => values.filter((value) => typeof value === "string");
// src/render/graph/contents.ts
/** For each line that is reported the whole text is looked through. People stay far below. */
const MOST_PLACES = 5e3;
function readKustomization(folder, file, node) {
	const none = {
		edges: [],
		files: [],
		changing: []
	};
	if (node?.kind !== "file") return {
		...none,
		obstacles: [unusable(file, node?.kind)]
	};
	const read = readDocument(node.text);
	if (!read.ok) {
		const message = `${file} cannot be read: ${read.why}`;
		return {
			...none,
			obstacles: [{
				message,
				hint: `Correct ${file}.`
			}]
		};
	}
	const references = referencesOf(read.value);
	const at = references.length > MOST_PLACES ? () => file : placesIn(file, node.text);
	const contents = references.flatMap((reference) => judge(folder, reference, at));
	const helm = helmFieldOf(read.value);
	const unknown = unknownFieldOf(read.value);
	const changing = changingFieldOf(read.value);
	return {
		edges: contents.filter((found) => "to" in found),
		files: references.flatMap(({ role, text }) => role === "file" ? resolveIn(folder, text) ?? [] : []),
		obstacles: [
			...helm === void 0 ? [] : [helmNeeded(at(helm), helm)],
			...unknown === void 0 ? [] : [strange(at(unknown), unknown)],
			...contents.filter((found) => "message" in found)
		],
		changing: changing === void 0 ? [] : [changes(at(changing), changing)]
	};
}
/** A file leads nowhere: it only has to be inside, and that it is there is for kustomize to say. */
function judge(folder, reference, at) {
	const { text, role } = reference;
	if (role === "inline") return configurationObstacles(text, at);
	const here = at(text);
	if (isRemoteFile(text) || role === "component" && isRepository(text)) return [remote(here, reference)];
	const to = resolveIn(folder, text);
	if (to !== void 0) return role === "file" ? [] : [{
		to,
		reference,
		at: here
	}];
	if (role !== "file" && isRepository(text)) return [remote(here, reference)];
	return [{
		message: `${here} names "${shown(text)}" in ${reference.field}, which is no path inside of the repository`,
		hint: INSIDE
	}];
}
const INSIDE = "Name a file or folder of the repository by its relative path.";
function strange(at, field) {
	return {
		message: `${at} has the field ${shown(field)}, which no kustomization has that is known here`,
		hint: "Correct its name, or remove it."
	};
}
function changes(at, field) {
	return {
		message: `${at} has the field ${shown(field)} in a folder of configurations of plug-ins, which it may change: where they lead then is not known before`,
		hint: "Write the configurations out, and leave nothing but resources in that kustomization."
	};
}
function unusable(file, kind = "missing") {
	if (kind === "large") return {
		message: `${file} is too large to be read`,
		hint: `Split ${file}.`
	};
	return {
		message: `${file} is a ${kind}, not a plain text file`,
		hint: `Write ${file} out as a plain file.`
	};
}
// src/render/graph/vertex.ts
/** What must be read to know what a path is. */
const pathsOf = (path) => [path, ...kustomizationPaths(path)];
function idOf(node) {
	if (node === void 0) return "missing";
	return "id" in node ? node.id : node.kind;
}
function vertexOf(path, nodes) {
	const node = nodes.get(path);
	const leaf = {
		edges: [],
		obstacles: [],
		files: [],
		asConfiguration: () => [],
		kind: node?.kind ?? "missing",
		id: idOf(node)
	};
	if (node?.kind === "file") {
		const { text } = node;
		return {
			...leaf,
			asConfiguration: () => configurationObstacles(text, placesIn(path, text))
		};
	}
	if (node?.kind === "large" && node.of === "file") return {
		...leaf,
		kind: "file",
		asConfiguration: () => [tooLarge(path)]
	};
	if (node?.kind !== "folder") return leaf;
	const files = kustomizationPaths(path).filter((name) => nodes.has(name));
	const texts = files.map((file) => readKustomization(path, file, nodes.get(file)));
	return {
		...leaf,
		edges: texts.flatMap(({ edges }) => edges),
		obstacles: texts.flatMap((text) => text.obstacles),
		files: [...files, ...texts.flatMap((text) => text.files)],
		asConfiguration: () => texts.flatMap(({ changing }) => changing)
	};
}
/** What keeps a base from being rendered, given what stands at its path; nothing for what kustomize can load. */
function obstacleAt({ reference, at }, vertex) {
	const named = `${at} names "${shown(reference.text)}" in ${reference.field}`;
	if (isRepository(reference.text)) {
		if (vertex.kind === "missing") return remote(at, reference);
		return {
			message: `${named}, which kustomize may take for a repository to clone`,
			hint: "Give it a name that cannot be one, as ./github.com/base."
		};
	}
	if (vertex.kind === "file" || vertex.kind === "folder") return void 0;
	if (vertex.kind === "missing") return {
		message: `${named}, which is not in the repository`,
		hint: INSIDE
	};
	if (vertex.kind === "large") return {
		message: `${named}, which is a folder too large to be read`,
		hint: INSIDE
	};
	return {
		message: `${named}, which is a ${vertex.kind} there and not followed`,
		hint: INSIDE
	};
}
function tooLarge(path) {
	return {
		message: `${path} is too large to be looked into, and may be a configuration`,
		hint: `Split ${path}.`
	};
}
// src/render/graph/graph.ts
/** People stay far below; a hostile tree could go on for ever, or double with every level. */
const MOST_PATHS = 5e3;
const MOST_FOLDERS = 500;
const MOST_LOADS = 5e3;
/** Where kustomizations lead to, from these folders on: one look at the tree for each level. */
async function walk(tree, tip, roots) {
	const graph = /* @__PURE__ */ new Map();
	let folders = 0;
	let level = [...new Set(roots)];
	while (level.length > 0 && graph.size + level.length <= MOST_PATHS && folders <= MOST_FOLDERS) {
		const nodes = await tree.nodesAt(tip, level.flatMap(pathsOf));
		const vertices = level.map((path) => [path, vertexOf(path, nodes)]);
		for (const [path, vertex] of vertices) graph.set(path, vertex);
		folders += vertices.filter(([, { kind }]) => kind === "folder").length;
		const named = vertices.flatMap(([, { edges }]) => edges.map(({ to }) => to));
		level = [...new Set(named)].filter((path) => !graph.has(path));
	}
	return graph;
}
function reachOf(graph, root) {
	const seen = /* @__PURE__ */ new Set([root]);
	const obstacles = [];
	for (const path of seen) {
		const vertex = graph.get(path);
		if (!vertex) return {
			folders: [],
			watched: [root],
			obstacle: tooMuch(root)
		};
		obstacles.push(vertex.obstacles[0]);
		for (const edge of vertex.edges) {
			const target = graph.get(edge.to);
			if (target) obstacles.push(obstacleAt(edge, target));
			seen.add(edge.to);
		}
	}
	obstacles.push(...configuredIn(graph, seen).flatMap(({ asConfiguration }) => asConfiguration()));
	const folders = [...seen].filter((path) => graph.get(path)?.kind === "folder");
	const obstacle = obstacles.find((obstacle) => obstacle !== void 0) ?? (loadsOf(graph, root) > MOST_LOADS ? tooMuch(root) : void 0);
	return {
		folders: outermost(folders),
		watched: outermost([...seen]),
		obstacle
	};
}
/** All paths that these lead to, with themselves. */
function reachedFrom(graph, roots) {
	const seen = new Set(roots);
	for (const path of seen) for (const { to } of edgesOf(graph, path)) seen.add(to);
	return seen;
}
/** What lists of configurations lead to, and what that leads to: a file of resources is a configuration nowhere else. */
function configuredIn(graph, seen) {
	const named = [...seen].flatMap((path) => edgesOf(graph, path)).filter(({ reference }) => CONFIGURED.has(reference.field));
	const configured = new Set(named.map(({ to }) => to));
	for (const path of configured) for (const { to } of edgesOf(graph, path)) configured.add(to);
	return [...graph].flatMap(([path, vertex]) => configured.has(path) ? [vertex] : []);
}
const edgesOf = (graph, path) => graph.get(path)?.edges ?? [];
/** How often kustomize would load something: a base of two bases is loaded twice, and so on with every level. */
function loadsOf(graph, root) {
	const known = /* @__PURE__ */ new Map();
	const count = (path) => {
		const counted = known.get(path);
		if (counted !== void 0) return counted;
		known.set(path, 0);
		const loads = edgesOf(graph, path).reduce((sum, { to }) => sum + count(to), 1);
		known.set(path, loads);
		return loads;
	};
	return count(root);
}
/** The folders that lie in no other one of them. */
function outermost(paths) {
	const sorted = [...new Set(paths)].map(asFolder).toSorted();
	const found = [];
	for (const folder of sorted) {
		const last = found.at(-1);
		if (last === void 0 || !folder.startsWith(last)) found.push(folder);
	}
	return found.map((folder) => folder.slice(0, -1)).toSorted();
}
const asFolder = (path) => path === "" ? "" : `${path}/`;
/** The folders that a file is in, the root first. */
function ancestorsOf(path) {
	const segments = path.split("/");
	return segments.map((_, index) => segments.slice(0, index).join("/"));
}
function tooMuch(root) {
	return {
		message: `${root || "the root"} leads to more than ${MOST_FOLDERS} folders or ${MOST_LOADS} files`,
		hint: "Name the overlays one by one instead of a kustomization that collects them."
	};
}
// src/render/applications/template.ts
/** `{{path}}`, and with `goTemplate` `{{ .path.path }}`. */
const PLACEHOLDER = /\{\{-?([^{}]*?)-?\}\}/g;
const isTemplate = (text) => text.includes("{{");
/** What a template becomes, with `UNKNOWN` for what these parameters do not say. */
function fill(template, { values, open }) {
	return template.replaceAll(PLACEHOLDER, (_, expression) => {
		const name = nameIn(expression.trim());
		if (name === void 0) return "\0";
		return values.get(name) ?? (open ? "\0" : `{{${name}}}`);
	});
}
/** `.path.path` is `path.path`; `index .path.segments 1` and `path[1]` are `path.1`; undefined for functions. */
function nameIn(expression) {
	const [, list, index] = /^index \.([\w.]+) (\d+)$/.exec(expression) ?? [];
	if (list !== void 0) return `${list.replace(/\.segments$/, "")}.${index}`;
	const [, name] = /^\.?([\w.-]+(?:\[\d+\])?)$/.exec(expression) ?? [];
	return name?.replace(/\[(\d+)\]$/, ".$1");
}
/** Whether a text with gaps may be this one. */
function mayBe(filled, wanted) {
	const [first = "", ...rest] = filled.split("\0");
	const last = rest.pop();
	if (last === void 0) return filled === wanted;
	if (!wanted.startsWith(first)) return false;
	let at = first.length;
	for (const part of rest) {
		const found = wanted.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return wanted.length - last.length >= at && wanted.endsWith(last);
}
// src/render/applications/generators.ts
/** The folders are looked for when a generator asks, and once for all of them. */
function surroundingsOf(files, isOwn, contents) {
	let folders;
	return {
		files,
		isOwn,
		...contents ? { contents } : {},
		made: /* @__PURE__ */ new WeakMap(),
		folders() {
			folders ??= [...new Set(files.flatMap(ancestorsOf))].filter((path) => path !== "");
			return folders;
		}
	};
}
/** Nobody has as many applications of one kind. */
const MOST_SETS = 2e3;
const NOTHING_KNOWN = {
	values: /* @__PURE__ */ new Map(),
	open: true
};
/** The parameters of every application that generators make, as far as the repository says it (Argo CD, "Generators"). */
function parameterSets(generators, around) {
	const made = around.made.get(generators) ?? madeBy(generators, around);
	around.made.set(generators, made);
	return made;
}
function madeBy(generators, around) {
	const sets = generators.flatMap((generator) => setsOf(generator, around));
	return sets.length > MOST_SETS ? [...sets.slice(0, MOST_SETS), NOTHING_KNOWN] : sets;
}
function setsOf(generator, around) {
	const [list] = valuesOf(generator, "list");
	if (list !== void 0) return listed(list);
	const [git] = valuesOf(generator, "git");
	if (git !== void 0) return inGit(git, around);
	const [matrix] = valuesOf(generator, "matrix");
	if (matrix !== void 0) return product(itemsOf(matrix, "generators"), around);
	const [merge] = valuesOf(generator, "merge");
	if (merge !== void 0) return parameterSets(itemsOf(merge, "generators"), around).map(({ values }) => ({
		values,
		open: true
	}));
	const [[, asked] = []] = isRecord(generator) ? Object.entries(generator) : [];
	return [{
		values: new Map(flat(valuesOf(asked, "values")[0], "values")),
		open: true
	}];
}
function listed(list) {
	const sets = itemsOf(list, "elements").map((element) => ({
		values: new Map(flat(element, "")),
		open: hasTemplate(element)
	}));
	return valuesOf(list, "elementsYaml").length > 0 ? [...sets, NOTHING_KNOWN] : sets;
}
/** Inside of a matrix, a generator may be made of what the other one says. */
const hasTemplate = (value) => isTemplate(JSON.stringify(value) ?? "");
/** `cluster`, `values.tag`: nested keys are joined with a dot. */
function flat(value, name) {
	if (typeof value === "string") return isTemplate(value) ? [] : [[name, value]];
	if (!isRecord(value)) return [];
	return Object.entries(value).flatMap(([key, held]) => flat(held, name === "" ? key : `${name}.${key}`));
}
function inGit(git, { files, folders, isOwn, contents }) {
	const [url] = valuesOf(git, "repoURL");
	if (typeof url !== "string" || !isOwn(url) || hasTemplate(git)) return [NOTHING_KNOWN];
	const values = flat(valuesOf(git, "values")[0], "values");
	const prefix = valuesOf(git, "pathParamPrefix").filter((one) => typeof one === "string").map((one) => `${one}.`).join("");
	const setFor = (path, open) => ({
		values: new Map([...values, ...pathValues(path).map(([key, held]) => [`${prefix}${key}`, held])]),
		open
	});
	const matching = matched(itemsOf(git, "files"), files).flatMap((file) => heldBy(contents?.(file)).map(({ values: held, open }) => {
		const set = setFor(posix.dirname(file), open);
		const filename = [`${prefix}path.filename`, posix.basename(file)];
		return {
			...set,
			values: new Map([
				...held,
				...set.values,
				filename
			])
		};
	}));
	const directories = itemsOf(git, "directories");
	if (directories.length === 0) return matching;
	return [...matching, ...matched(directories, folders()).map((path) => setFor(path, false))];
}
/** What a file holds are parameters, too: those of one application, or of one for each item of a list. */
function heldBy(content) {
	if (Array.isArray(content)) return content.flatMap(heldBy).slice(0, MOST_SETS);
	if (!isRecord(content)) return [NOTHING_KNOWN];
	const values = flat(content, "");
	return [{
		values: new Map(values),
		open: values.length < Object.keys(content).length || hasList(content)
	}];
}
const hasList = (value) => Array.isArray(value) || isRecord(value) && Object.values(value).some(hasList);
/** The paths that items with a `path` match, without those that an item excludes. */
function matched(items, paths) {
	const patterns = (excluding) => items.filter((item) => valuesOf(item, "exclude").includes("true") === excluding).flatMap((item) => valuesOf(item, "path")).filter((path) => typeof path === "string").map((path) => path.replace(/^\.?\//, "").replace(/\/$/, ""));
	const [included, excluded] = [patterns(false), patterns(true)];
	if (included.length === 0) return [];
	const [isIncluded, isExcluded] = [(0, import_picomatch.default)([...included]), (0, import_picomatch.default)([...excluded])];
	return paths.filter((path) => isIncluded(path) && !(excluded.length > 0 && isExcluded(path)));
}
/** As templates call them, with `goTemplate` and without. */
function pathValues(path) {
	const segments = path.split("/");
	const name = segments.at(-1) ?? "";
	return [
		["path", path],
		["path.path", path],
		["path.basename", name],
		["path.basenameNormalized", name.toLowerCase().replaceAll(/[^a-z0-9.-]/g, "-")],
		...segments.map((segment, index) => [`path.${index}`, segment])
	];
}
/** Every set of one with every set of the other. */
function product(generators, around) {
	const [first = [], second = []] = generators.map((generator) => parameterSets([generator], around));
	if (first.length * second.length > MOST_SETS) return [NOTHING_KNOWN];
	return first.flatMap((one) => second.map((other) => ({
		values: new Map([...one.values, ...other.values]),
		open: one.open || other.open
	})));
}
// src/edit/helm/shared-registry.ts
/** Where charts look for a registry that all of their images share: those of Bitnami's library, and what others made of it. */
const SHARED_REGISTRY_KEYS = [
	["global", "imageRegistry"],
	[
		"global",
		"image",
		"registry"
	],
	[
		"global",
		"registry",
		"url"
	],
	[
		"global",
		"registry",
		"host"
	],
	[
		"global",
		"registry",
		"name"
	],
	["global", "registry"],
	["global", "dockerRegistry"],
	["global", "containerRegistry"],
	["global", "systemDefaultRegistry"],
	[
		"global",
		"cattle",
		"systemDefaultRegistry"
	],
	["imageRegistry"],
	["systemDefaultRegistry"]
];
/** @param values The mapping of all values, where it is not all of the file. */
function globalRegistry(source, values = source.documents[0]?.contents) {
	const [document] = source.documents;
	for (const keys of document ? SHARED_REGISTRY_KEYS : []) {
		const known = registryAt(source, nodeAt(document, values, keys), keys);
		if (known) return known;
	}
	return document && ecrBelow(source, nodeAt(document, values, ["global"]), ["global"]);
}
/** What an image without a repository of its own is, as in the chart of Argo CD. */
const REPOSITORY = [
	"global",
	"image",
	"repository"
];
const DOCKER_HUB = "docker.io";
function globalRepository(source, values = source.documents[0]?.contents) {
	const [document] = source.documents;
	const found = registryAt(source, nodeAt(document, values, REPOSITORY), REPOSITORY);
	if (!found) return void 0;
	const own = registryOf(found.prefix);
	const { name } = splitReference(own === void 0 ? found.prefix : found.prefix.slice(own.length + 1));
	const host = own ?? globalRegistry(source, values)?.host ?? DOCKER_HUB;
	return {
		...found,
		host,
		repository: name
	};
}
/** A host, alone or with a path under a name that says so: what else is there is one image, which nobody shares. */
const isShared = (name, { prefix, host }) => hasEcrSuffix(host) && (prefix === host || /regist|hub|url|host|server|prefix|ecr|docker/i.test(name) && !/[:@]/.test(prefix));
const DEEPEST = 4;
/** Whatever its key is called: what all share and is a host of ECR, with a path or without, is where images are. */
function ecrBelow(source, node, keys) {
	if (!(0, import_dist.isMap)(node) || keys.length > DEEPEST) return void 0;
	for (const { key, value } of node.items) {
		const name = (0, import_dist.isScalar)(key) ? String(key.value) : "";
		const path = [...keys, name];
		const found = registryAt(source, value, path);
		const known = found && isShared(name, found) ? found : ecrBelow(source, value, path);
		if (known) return known;
	}
}
function registryAt({ lineAt }, node, keys) {
	const text = (0, import_dist.isScalar)(node) && typeof node.value === "string" ? node.value.trim() : "";
	if (text === "" || text.includes("{{")) return void 0;
	const prefix = withoutLastSlashes(text.replace(/^https?:\/\//, ""));
	const [host = ""] = prefix.split("/");
	return {
		host,
		prefix,
		key: keys.join("."),
		line: lineAt(rangeOf(node)[0])
	};
}
function nodeAt(document, values, keys) {
	let node = values;
	for (const key of keys) {
		if (!(0, import_dist.isMap)(node)) return void 0;
		const value = node.get(key, true);
		node = (0, import_dist.isAlias)(value) && document ? value.resolve(document) : value;
	}
	return node;
}
// src/render/applications/addresses.ts
/** Whether a source is in this repository: only an address that is surely another repository's leads elsewhere. */
function ownBy(address) {
	const own = slugOf(address);
	return (url) => {
		const given = slugOf(url);
		return own === void 0 || given === void 0 || own === given;
	};
}
/** `owner/name` at the end of an address, as servers compare it. */
function slugOf(url) {
	if (url === void 0 || isTemplate(url) || url.startsWith("file:")) return void 0;
	const [name = "", owner = ""] = url.toLowerCase().replace(/\/$/, "").split("/").toReversed();
	const plain = owner.slice(owner.lastIndexOf(":") + 1);
	return plain === "" || name === "" ? void 0 : `${plain}/${name.replace(/\.git$/, "")}`;
}
/** As git names it. */
function inTree(path) {
	const plain = posix.join("/", path).slice(1).replace(/\/$/, "");
	return plain === "." ? "" : plain;
}
// src/edit/yaml/lines.ts
const lineStart = (text, offset) => text.slice(0, offset).lastIndexOf("\n") + 1;
/** What stands between the start of the line and the offset; a byte order mark is not part of the line. */
const prefixOf = (text, offset) => text.slice(lineStart(text, offset), offset).replace("﻿", "");
/** Whether only white space stands before the offset on its line. */
const beginsLine = (text, offset) => /^\s*$/.test(prefixOf(text, offset));
/** Where the line of an offset ends, and the line break to be used there. */
function lineEnd(text, offset) {
	const newline = text.indexOf("\n", offset);
	if (newline < 0) return {
		at: text.length,
		eol: text.includes("\r\n") ? "\r\n" : "\n"
	};
	const crlf = text[newline - 1] === "\r";
	return {
		at: crlf ? newline - 1 : newline,
		eol: crlf ? "\r\n" : "\n"
	};
}
/** New lines behind the line of an offset; a file without a final line break stays one. */
function insertLines(text, offset, lines) {
	const { at, eol } = lineEnd(text, offset - 1);
	return {
		start: at,
		end: at,
		text: lines.map((line) => `${eol}${line}`).join("")
	};
}
/** Applies splices to the original text; insertions at one offset keep their order. */
function splice(original, splices) {
	let result = "";
	let position = 0;
	for (const { start, end, text } of splices.toSorted((a, b) => a.start - b.start)) {
		if (start < position) throw new Error("overlapping edits");
		result += original.slice(position, start) + text;
		position = end;
	}
	return result + original.slice(position);
}
// src/edit/yaml/scalar.ts
/** Whether this text can only stand in quotes: it is no safe plain scalar, or would not be read as a string. */
function needsQuotes(text) {
	return !/^[A-Za-z0-9_][\w./:@=-]*$/.test(text) || text.endsWith(":") || isMisread(text);
}
/** How the parser finds the type of a plain scalar: by the first tag whose test matches. */
const TESTS = ["1.1", "1.2"].flatMap((version) => {
	const { tags } = new import_dist.Document(void 0, { version }).schema;
	return tags.flatMap((tag) => tag.test ?? []);
});
/** Whether YAML 1.1, YAML 1.2 or kustomize takes a plain scalar for something else than this very text. */
function isMisread(text) {
	return goMisreading(text) !== void 0 || TESTS.some((test) => test.test(text));
}
/** The scalar in the quotes that the author used; a plain one stays plain where that is safe. */
function renderScalar(text, style) {
	if (style === "QUOTE_SINGLE") return `'${text.replaceAll("'", "''")}'`;
	if (style === "QUOTE_DOUBLE" || needsQuotes(text)) return JSON.stringify(text);
	return text;
}
/** `key: value`, as JSON where the author quotes keys. */
function renderPair(key, value, { quoted, style }) {
	return quoted ? `"${key}": ${renderScalar(value, "QUOTE_DOUBLE")}` : `${key}: ${renderScalar(value, style)}`;
}
export { LISTS as $, readDocuments as A, duplicateAmong as B, reachedFrom as C, itemsOf as D, referencesOf as E, openYaml as F, matchOverlays as G, kustomizationPaths as H, isExcess as I, pathsOf$1 as J, namePaths as K, readSyntax as L, valuesOf as M, failOnErrors as N, lineOf as O, failOnFaults as P, HELM$1 as Q, rangeOf as R, reachOf as S, idOf as T, locateTarget as U, childrenOf as V, matchFiles as W, CONFIGURED as X, placeIn as Y, GENERATORS as Z, fill as _, insertLines as a, findProgram as at, ancestorsOf as b, prefixOf as c, isRemoteFile as ct, ownBy as d, withoutPasswords as dt, LISTS_OF_PATHS as et, SHARED_REGISTRY_KEYS as f, goMisreading as ft, surroundingsOf as g, parameterSets as h, beginsLine as i, foldKey as it, readPlaced as j, readDocument as k, splice as l, isRepository as lt, globalRepository as m, renderPair as n, isInlinePatch as nt, lineEnd as o, findTool as ot, globalRegistry as p, pathKey as q, renderScalar as r, resolveIn as rt, lineStart as s, isScript as st, isMisread as t, isInlineConfiguration as tt, inTree as u, shown as ut, isTemplate as v, walk as w, outermost as x, mayBe as y, refuse as z };
