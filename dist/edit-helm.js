import { n as __exportAll } from "./rolldown-runtime.js";
import { n as require_dist } from "./yaml.js";
import { _ as StepError, v as fail } from "./index.js";
import { a as parsePath, i as isMistaken, n as argocdAddress, r as formatPath } from "./door-deploy.js";
import { $t as joinReference, En as listed, It as theOnly, Jt as parentOf$1, Pt as nearest, Wt as isKustomization, cn as hasEcrSuffix, kn as withoutLastSlashes, nn as registryOf, rn as splitReference } from "./doors.js";
import { C as pairIn, S as namedItems, T as hasKey, _ as colonEnd, b as itemStart, c as commentText, d as emptyMap, f as isSameMeaning, g as withValues, h as stringMeaning, l as markerText, m as meaningOfMap, o as keysFor, p as meaningOf, s as valuesOf$1, u as markersOf, v as columnOf, w as hasField, x as mergesOf, y as contentEnd } from "./gitops.js";
import { F as openYaml, I as isExcess, L as readSyntax, N as failOnErrors, P as failOnFaults, R as rangeOf, a as insertLines, c as prefixOf, i as beginsLine, l as splice, m as globalRepository, n as renderPair, o as lineEnd, p as globalRegistry, r as renderScalar, s as lineStart, z as refuse } from "./overlays.js";
// src/edit/known/images.ts
var import_dist = require_dist();
/** What looks like an image in a file, as helm-values names it. */
function knownImages({ documents }) {
	const [first, second] = documents;
	if (!second) return imagesIn(first?.contents);
	return documents.flatMap(({ contents }) => {
		const name = (0, import_dist.isMap)(contents) ? contents.getIn(["metadata", "name"]) : void 0;
		if (typeof name !== "string") return [];
		return imagesIn(contents, [{
			kind: "match",
			field: "name",
			value: name
		}]).filter((path) => argocdAddress(path));
	});
}
/** As a sentence; nothing where there are none. */
const listImages = (known) => known.length > 0 ? ` The file has images at: ${listed(known)}.` : "";
/** The image that a path which leads to none stands for. */
function meantImage(key, known) {
	const path = (argocdAddress(key)?.inner || key).replace(/^(?:\$\.|\/|\.?Values\.)/, "").replaceAll("/", ".");
	const isLong = /[.[]/.test(path);
	const isMeant = (one) => one === path || isLong && (one.endsWith(`.${path}`) || one.endsWith(`#${path}`));
	return theOnly(known.filter(isMeant)) ?? nearest(key, known);
}
/** Nobody names a longer one. A name of others may be as long as their file, and stand above all of its images. */
const LONGEST_PATH = 500;
/** Of a node that steps have led to, and below it. */
function imagesIn(node, steps = [], inner = INNER) {
	const path = formatPath(steps);
	if (path.length > LONGEST_PATH) return [];
	const [name = "", holder = ""] = steps.slice(-2).map(nameOf$2).toReversed();
	const own = inner[`${holder}.${name}`];
	if (own && !(0, import_dist.isMap)(node)) return own(node).map((one) => `${path}#${one}`);
	if ((0, import_dist.isScalar)(node)) return /image$/i.test(name) && /[/:]/.test(String(node.value)) ? [path] : [];
	const below = stepsInto(node).flatMap(({ step, value }) => imagesIn(value, [...steps, step], inner));
	return (0, import_dist.isMap)(node) && path !== "" && node.has("tag") ? [path, ...below] : below;
}
const nameOf$2 = (step) => step.kind === "key" ? step.key : "";
/** What Argo CD has of its own below `helm` and `kustomize`, which it names behind a #. */
const INNER = {
	"helm.values": (node) => (0, import_dist.isScalar)(node) && typeof node.value === "string" ? inText(node.value) : [],
	"helm.parameters": (node) => [...new Set(namedItems(node).flatMap(({ name }) => ofParameter(name)))],
	"kustomize.images": (node) => (0, import_dist.isSeq)(node) ? node.items.flatMap(ofOverride) : []
};
/** Nothing is behind a second #, however deep texts of others stand in each other. */
function inText(text) {
	const syntax = readSyntax(text);
	const [document] = isExcess(syntax) ? [] : syntax.documents;
	return document && document.errors.length === 0 ? imagesIn(document.contents, [], {}) : [];
}
function ofParameter(name) {
	const [, path] = /^(.+)\.(?:repository|tag|digest)$/.exec(name) ?? [];
	return path !== void 0 ? [path] : /image$/i.test(name) ? [name] : [];
}
function ofOverride(item) {
	if (!(0, import_dist.isScalar)(item) || typeof item.value !== "string") return [];
	const [called = "", chosen] = item.value.split("=");
	return [chosen === void 0 ? splitReference(called).name : called];
}
function stepsInto(node) {
	if ((0, import_dist.isSeq)(node)) return node.items.map((value, index) => ({
		step: itemStep(value, index),
		value
	}));
	if (!(0, import_dist.isMap)(node)) return [];
	return node.items.flatMap(({ key, value }) => (0, import_dist.isScalar)(key) ? [{
		step: {
			kind: "key",
			key: String(key.value)
		},
		value
	}] : []);
}
function itemStep(item, index) {
	const name = (0, import_dist.isMap)(item) ? item.get("name") : void 0;
	return typeof name === "string" && name !== "" ? {
		kind: "match",
		field: "name",
		value: name
	} : {
		kind: "index",
		index
	};
}
// src/edit/path/refusals.ts
/** How messages call the node that a path has come to. */
const placeOf = (ways) => ways.length === 0 ? "the file" : formatPath(ways.map(({ step }) => step));
function refuseAt({ source, ways }, node, { message, hint }) {
	const start = (0, import_dist.isNode)(node) ? rangeOf(node)[0] : ways.at(-1)?.start ?? 0;
	return refuse(source.file, source.lineAt(start), {
		message,
		hint
	});
}
function refuseOtherThanMapping(at, node) {
	const { ways, step } = at;
	const where = placeOf(ways);
	const goesOn = `where the path goes on with ${formatPath([step])}`;
	if ((0, import_dist.isSeq)(node)) {
		const list = ways.length === 0 ? "" : where;
		const hint = `Name an item of the list in the path: ${list}[name=web] by a field of it, or ${list}[0].`;
		return refuseAt(at, node, {
			message: `has a list at ${where}, ${goesOn}`,
			hint
		});
	}
	return refuseAt(at, node, {
		message: `has ${(0, import_dist.isScalar)(node) && String(node.type).startsWith("BLOCK_") ? "a text of several lines" : "a single value"} at ${where}, ${goesOn}`,
		hint: ways.length === 0 ? NO_VALUES : `Correct the path: it can end at ${where}, or name another key.`
	});
}
const NO_VALUES = "Name a file, or a text in one, that holds a mapping.";
/** `keys`: what it has instead of items. */
function refuseOtherThanList(at, node, keys) {
	const { ways, step } = at;
	return refuseAt(at, node, {
		message: `has ${(0, import_dist.isMap)(node) ? "a mapping" : "a single value"} at ${placeOf(ways)}, where the path looks for an item of a list, ${formatPath([step])}`,
		hint: keys.length > 0 ? `Name one of its keys: ${listed(keys)}.` : "Correct the path."
	});
}
function refuseMergeKey(at, node, key) {
	const { ways, step } = at;
	return refuseAt(at, node, {
		message: `has a merge key (<<) at ${placeOf(ways)}, which may bring the key "${key}" from elsewhere`,
		hint: `Write ${formatPath([...ways.map((way) => way.step), step])} out.`
	});
}
/** Several items of a list that are meant. */
function failOnDuplicate({ source, ways, step }, same) {
	const { file, lineAt } = source;
	const lines = same.map((item) => lineAt(rangeOf(item)[0]));
	return fail({
		code: "ENTRY_DUPLICATE",
		message: `${file.path} has ${lines.length} items at ${placeOf(ways)} that are ${formatPath([step])}, on lines ${lines.join(", ")}`,
		hint: `Keep one of them, or name one by its number: ${placeOf(ways)}[0] is the first.`,
		configPlace: file.place(lines[0])
	});
}
/** An alias stands for what is elsewhere, and what has an anchor may stand elsewhere, too. */
function failOnShared(at, node) {
	if ((0, import_dist.isAlias)(node)) refuseShared(at);
	const { anchor, tag } = node ?? {};
	if (anchor !== void 0 || (0, import_dist.isScalar)(node) && tag !== void 0) refuseShared(at);
}
/** `node` is what shares, where it is not what the path has come to. */
function refuseShared(at, node) {
	return refuseAt(at, node, {
		message: `shares values through an anchor (&), an alias (*) or a tag (!) at ${placeOf(at.ways)}, on the way to ${formatPath(stepsTo(at))}`,
		hint: "Write the values out there, without the anchor, alias or tag: an edit would change more than this one."
	});
}
/** The last step is on the way already where it is the one that was taken. */
const stepsTo = ({ ways, step }) => {
	const taken = ways.map((way) => way.step);
	return taken.at(-1) === step ? taken : [...taken, step];
};
/** Why a path leads nowhere, in words. */
function missingWords({ ways, step, known }) {
	const where = placeOf(ways);
	const has = known.length > 0 ? `It has: ${listed(known)}.` : "Nothing is there.";
	return `${where === "the file" ? "" : `${where} `}has no ${formatPath([step])}. ${has}`;
}
// src/edit/path/find.ts
/**
* Follows a path from a node. What is reached, and all on the way to it, stands there in its own right: an edit of it
* changes nothing else.
*
* @throws StepError EDIT_UNSAFE where a step meets something else, an alias, an anchor or a merge key; ENTRY_DUPLICATE for
* two items of a list that are meant.
*/
const seek = (source, root, steps) => seekFrom(source, {
	node: root,
	ways: []
}, steps);
/** The same from where another path has led to. */
function seekFrom(source, from, steps) {
	const ways = [...from.ways];
	let { node } = from;
	for (const step of steps) {
		const at = {
			source,
			ways,
			step
		};
		failOnShared(at, node);
		const way = step.kind === "key" ? keyIn(at, node) : itemIn(at, node);
		if ("known" in way) return {
			found: false,
			missing: way
		};
		ways.push(way);
		node = way.node;
	}
	const [last] = ways.slice(-1);
	if (last) failOnShared({
		source,
		ways,
		step: last.step
	}, node);
	return {
		found: true,
		ways
	};
}
const isNothing = (node) => node === null || node === void 0 || (0, import_dist.isScalar)(node) && node.value === null;
function keyIn(at, node) {
	const { ways, step } = at;
	if (step.kind !== "key") throw new Error("an item was looked for as a key");
	if (isNothing(node)) return {
		ways,
		step,
		holder: void 0,
		known: []
	};
	if (!(0, import_dist.isMap)(node)) return refuseOtherThanMapping(at, node);
	const pair = node.items.find(({ key }) => nameOf$1(key) === step.key);
	if (pair) {
		const start = rangeOf(pair.key)[0];
		if (pair.key.anchor || pair.key.tag) refuseShared(at, pair.key);
		return {
			step,
			node: pair.value,
			start,
			pair
		};
	}
	if (mergesOf(node).length > 0) return refuseMergeKey(at, node, step.key);
	return {
		ways,
		step,
		holder: node,
		known: keysOf$1(node)
	};
}
/** As it is written: 1.10 is no number for whoever names it. */
const nameOf$1 = (key) => (0, import_dist.isScalar)(key) ? typeof key.value === "string" ? key.value : String(key.source) : void 0;
const keysOf$1 = (map) => map.items.flatMap(({ key }) => nameOf$1(key) ?? []);
function itemIn(at, node) {
	const { ways, step } = at;
	if (isNothing(node)) return {
		ways,
		step,
		holder: void 0,
		known: []
	};
	if (!(0, import_dist.isSeq)(node)) return refuseOtherThanList(at, node, (0, import_dist.isMap)(node) ? keysOf$1(node) : []);
	const index = step.kind === "index" ? step.index : matching(at, node);
	if (index === void 0 || index >= node.items.length) return {
		ways,
		step,
		holder: node,
		known: itemNames(node, step)
	};
	return {
		step,
		node: node.items[index],
		start: itemStart(node, index),
		pair: void 0
	};
}
/** The item that has that value in that field. */
function matching(at, list) {
	const { step } = at;
	if (step.kind !== "match") return void 0;
	const isMeant = (item) => fieldOf(item, step.field) === step.value;
	const found = list.items.filter(isMeant);
	if (found.length > 1) failOnDuplicate(at, found);
	if (found.length === 1) return list.items.findIndex(isMeant);
	const hidden = list.items.find((item) => (0, import_dist.isAlias)(item) || (0, import_dist.isMap)(item) && !item.has(step.field) && mergesOf(item).length > 0);
	if (hidden) refuseShared(at, hidden);
}
function fieldOf(item, field) {
	const value = (0, import_dist.isMap)(item) ? item.get(field, true) : void 0;
	return nameOf$1(value);
}
function itemNames(list, step) {
	const count = `${list.items.length} ${list.items.length === 1 ? "item" : "items"}`;
	if (step.kind !== "match") return [count];
	const names = list.items.flatMap((item) => fieldOf(item, step.field) ?? []);
	return names.length > 0 || list.items.length === 0 ? names : [`${count} without ${step.field}`];
}
// src/edit/yaml/source.ts
/** @throws StepError YAML_INVALID or EDIT_UNSAFE for what cannot be edited exactly, wherever in the file it is. */
function openSource(file, { input, program }) {
	const syntax = openYaml(file, input);
	const { documents, lineAt } = syntax;
	failOnTemplate(file, syntax, input);
	for (const document of documents) {
		failOnErrors(file, document, {
			lineAt,
			program
		});
		failOnFaults(file, document, {
			lineAt,
			program
		});
		failOnSops(file, document);
	}
	return {
		...syntax,
		file
	};
}
function failOnSops(file, { contents }) {
	if (!(0, import_dist.isMap)(contents) || !contents.has("sops")) return;
	refuse(file, void 0, {
		message: "is encrypted with SOPS, and an edit would break its checksum",
		hint: "Keep the image in a file that is not encrypted."
	});
}
const TEMPLATE_HINTS = {
	manifests: "Name the file of values that fills it in, in helm-values, instead of this one in manifests.",
	"helm-values": "Put the value that has braces into quotation marks, braces and all, or name a file in helm-values that is YAML as it stands.",
	"chart-version": "Write the values out, or set chart-version: off."
};
/** Braces in a comment or a string are text; outside of them the file is one that a program fills in first. */
function failOnTemplate(file, { documents, lineAt }, input) {
	if (!file.text.includes("{{")) return;
	const at = documents.flatMap(({ errors }) => errors)[0] ? bracesOutside(file.text) : documents.map(bracesIn).find((offset) => offset !== void 0);
	if (at === void 0) return;
	refuse(file, lineAt(at), {
		message: "is a template ({{ }}), which is no YAML before it is filled in",
		hint: TEMPLATE_HINTS[input] ?? "Name a file that is YAML as it stands."
	});
}
/** The first braces that no comment and no quotation mark is in front of, on their line. */
function bracesOutside(text) {
	const found = /^[^#"'\n]*?\{\{/m.exec(text);
	return found ? found.index + found[0].length - 2 : void 0;
}
/** `{{ x }}` is a mapping with a mapping as its key. */
function bracesIn(document) {
	let found;
	(0, import_dist.visit)(document, { Map(_, node) {
		if (!node.flow || !node.items.some(({ key }) => (0, import_dist.isMap)(key))) return void 0;
		found = rangeOf(node)[0];
		return import_dist.visit.BREAK;
	} });
	return found;
}
// src/edit/argocd/locate.ts
const openApplications = (file) => openSource(file, {
	input: "helm-values",
	program: "argocd"
});
/** undefined where no document of the file has the place. @throws StepError for several, or one that cannot be edited. */
function locate(source, address) {
	failOnPatch(source, address);
	const tried = rootsFor(source, address).map((root) => ({
		...root,
		...attempt(source, root, address)
	}));
	const found = tried.filter(({ sought }) => sought?.found);
	const [only, second] = found;
	if (second) several(source, address, found);
	if (only?.sought?.found) return {
		source,
		address,
		root: only.object,
		ways: only.sought.ways
	};
	for (const { error } of tried) if (error) throw error;
}
/** The objects that may be meant. */
function rootsFor(source, { document }) {
	const roots = source.documents.map(({ contents }) => ({
		object: contents,
		from: {
			node: contents,
			ways: []
		},
		steps: []
	}));
	if (document?.kind === "index") return roots.slice(document.index, document.index + 1);
	const all = roots.flatMap((root) => [root, ...itemsOf(source, root)]);
	if (document === void 0) return all;
	return all.filter(({ object }) => document.kind === "match" && textIn(object, ["metadata", document.field]) === document.value);
}
function itemsOf(source, { object }) {
	const items = (0, import_dist.isMap)(object) && textIn(object, ["kind"])?.endsWith("List") ? object.get("items") : void 0;
	if (!(0, import_dist.isSeq)(items)) return [];
	const from = orError(() => {
		const sought = seek(source, object, [{
			kind: "key",
			key: "items"
		}]);
		return {
			node: items,
			ways: sought.found ? sought.ways : []
		};
	});
	return items.items.map((item, index) => ({
		object: item,
		from,
		steps: [{
			kind: "index",
			index
		}]
	}));
}
function textIn(root, keys) {
	const node = (0, import_dist.isMap)(root) ? root.getIn(keys, true) : void 0;
	return (0, import_dist.isScalar)(node) && node.value !== null ? String(node.value) : void 0;
}
/** What is wrong with one document is no matter where another one has the place. */
function attempt(source, { from, steps }, { holder }) {
	if (from instanceof StepError) return { error: from };
	const sought = orError(() => seekFrom(source, from, [...steps, ...holder]));
	return sought instanceof StepError ? { error: sought } : { sought };
}
function orError(work) {
	try {
		return work();
	} catch (error) {
		if (error instanceof StepError) return error;
		throw error;
	}
}
function several({ file }, { holder }, found) {
	const names = found.flatMap(({ object }) => textIn(object, ["metadata", "name"]) ?? []);
	const [value = "web"] = names;
	return fail({
		code: "ENTRY_DUPLICATE",
		inputs: ["helm-values"],
		message: `${file.path} has ${found.length} objects with ${formatPath(holder)}: ${listed(names)}`,
		hint: `Name the one that is meant in helm-values: ${file.path}#${formatPath([{
			kind: "match",
			field: "name",
			value
		}, ...holder])}`,
		configPlace: file.place()
	});
}
/** A `templatePatch` is laid over what the template says, and is a template itself. */
function failOnPatch(source, address) {
	const { file, lineAt } = source;
	for (const { object } of rootsFor(source, address)) {
		const patch = (0, import_dist.isMap)(object) ? object.getIn(["spec", "templatePatch"], true) : void 0;
		const text = (0, import_dist.isScalar)(patch) ? String(patch.value) : "";
		if (!(address.form === "images" ? /\bimages\s*:/ : /\bhelm\s*:/).test(text)) continue;
		refuse(file, lineAt(patch.range[0] ?? 0), {
			message: `has a templatePatch that sets ${address.form === "images" ? "images" : "values for Helm"}, over what ${formatPath(address.holder)} says`,
			hint: "Write the image into the values alone, and take it out of templatePatch: that is a template, which is no YAML before Argo CD fills it in."
		});
	}
}
// src/edit/argocd/absence.ts
/** Why nothing is at an address, and what the file has instead. */
function absence$1(source, address, key) {
	const { file } = source;
	const known = knownImages(source);
	const close = meantImage(key, known);
	const meant = close === void 0 ? "" : ` Did you mean "${close}"?`;
	const why = reason(source, address);
	return {
		code: "ENTRY_MISSING",
		inputs: ["helm-values"],
		message: `${file.path} has no image at ${key}: ${why}${meant}`,
		hint: `${HINTS[address.form]}${listImages(known)}`,
		configPlace: file.place()
	};
}
function reason(source, address) {
	const [root] = rootsFor(source, address);
	if (root === void 0) return "no document of that name is in it.";
	const { sought } = attempt(source, root, address);
	if (sought && !sought.found) return missingWords(sought.missing);
	const holder = formatPath(address.holder);
	if (address.inner !== "") return `${holder} does not name an image "${address.inner}".`;
	return address.form === "values" || address.form === "valuesObject" ? `it does not say where in ${holder} the image is.` : `it does not say which image of ${holder} is meant.`;
}
const VALUES = "Correct what follows the # in helm-values, or write the image into the values there, as repository and tag.";
const HINTS = {
	values: VALUES,
	valuesObject: VALUES,
	parameters: "Behind parameters# comes what the names of the parameters have in front of .repository and .tag, for example parameters#image; add these parameters where they are missing.",
	images: "Behind images# comes what the manifests call the image, for example images#web; add it to the list where it is missing: - web=REGISTRY/REPOSITORY:TAG."
};
// src/edit/path/beside.ts
/**
* Whether a marker that stands neither at the entry nor at what it is in means it all the same: at the head of its
* document, behind all of it, or at something in there that says nothing of another image (`replicas: 1 # ecr-gitops:
* hold`). A hold that a person meant must not be missed.
*/
function besideOf(source, scope) {
	const { documents, file } = source;
	const index = documents.findIndex(({ contents }) => isIn(contents, scope.start));
	const root = documents[index]?.contents;
	if (!(0, import_dist.isMap)(root) && !(0, import_dist.isSeq)(root)) return () => false;
	const { from, to } = reachOf(source, index);
	const known = /* @__PURE__ */ new Map();
	const isOnWay = ({ start }) => start === scope.start || scope.around.includes(start);
	const holds = (node, marker, wasInObject) => {
		const level = known.get(node) ?? levelOf(node);
		known.set(node, level);
		const inObject = wasInObject || level.isObject;
		const part = partAt(file.text, level, marker);
		if (!part) return false;
		if (isBelow(file.text, part, marker)) return isOnWay(part) || inObject;
		if (!isOnWay(part)) return (0, import_dist.isMap)(node) && saysNothingElse(file.text, part, inObject);
		if (marker.start < part.start) return true;
		return isCollection(part.value) && holds(part.value, marker, inObject);
	};
	return (marker) => from <= marker.start && marker.start <= to && holds(root, marker, false);
}
const isCollection = (node) => (0, import_dist.isMap)(node) || (0, import_dist.isSeq)(node);
const isIn = (node, offset) => rangeOf(node)[0] <= offset && offset < Math.max(rangeOf(node)[1], contentEnd(node));
/** Between two documents, above the `---`, a marker may mean either. */
function reachOf({ file, documents }, index) {
	const [before, own, after] = [
		index - 1,
		index,
		index + 1
	].map((at) => documents[at]?.contents);
	const from = before ? contentEnd(before) : 0;
	if (!after) return {
		from,
		to: file.text.length
	};
	const end = contentEnd(own);
	const line = file.text.slice(end, rangeOf(after)[0]).search(/^---/m);
	return {
		from,
		to: line < 0 ? rangeOf(after)[0] : end + line
	};
}
function levelOf(node) {
	const isObject = (0, import_dist.isMap)(node) && node.has("kind") && node.has("metadata");
	return {
		parts: partsOf(node),
		isFlow: node.flow === true,
		isObject
	};
}
/** What of a mapping or list a marker stands at. */
function partAt(text, { parts, isFlow }, marker) {
	const index = lastFrom(parts, marker.start);
	const [part, next] = [parts[index], parts[index + 1]];
	if (!part || !next || marker.start < part.end || !beginsLine(text, marker.start)) return part ?? next;
	return !isFlow && columnOf(text, marker.start) > columnOf(text, part.start) ? part : next;
}
/** Below the last of its level. */
const isBelow = (text, part, { start }) => start >= part.end && beginsLine(text, start) && columnOf(text, start) <= columnOf(text, part.start);
function partsOf(node) {
	if ((0, import_dist.isMap)(node)) return node.items.map((pair) => ({
		start: rangeOf(pair.key)[0],
		end: contentEnd(pair),
		value: pair.value,
		key: String(pair.key.value)
	}));
	return node.items.map((item, index) => ({
		start: itemStart(node, index),
		end: contentEnd(item),
		value: item
	}));
}
/** The last that begins at an offset or before it; -1 when none does. */
function lastFrom(parts, offset) {
	let from = 0;
	let to = parts.length;
	while (from < to) {
		const middle = Math.floor((from + to) / 2);
		if (Number(parts[middle]?.start) <= offset) from = middle + 1;
		else to = middle;
	}
	return from - 1;
}
const OBJECT_KEYS = [
	"apiVersion",
	"kind",
	"metadata"
];
const OTHER_IMAGE = /image|container|repositor|registr|digest|(?<![a-z])tag/i;
/** One value, or all that is no image of an object of Kubernetes: nothing else in there can be held. */
function saysNothingElse(text, { start, end, value, key }, inObject) {
	if (inObject && key !== void 0 && OBJECT_KEYS.includes(key)) return true;
	return (inObject || !isCollection(value)) && !OTHER_IMAGE.test(text.slice(start, end));
}
// src/edit/path/holds.ts
/** The marker that holds an entry: its own before one that holds others too. */
const holdIn = (source, scope) => holderIn(source, scope)?.hold;
function holderIn(source, scope) {
	const { lineAt } = source;
	const markers = markersOf(source);
	if (markers.length === 0) return void 0;
	const head = headAbove(source, scope.start);
	const last = lastLineOf(source, scope);
	const own = markers.find(({ line }) => head <= line && line <= last);
	if (own) return {
		hold: own,
		shared: false
	};
	const above = scope.around.map((start) => ({
		from: headAbove(source, start),
		to: lineAt(start)
	}));
	const around = markers.find(({ line }) => above.some(({ from, to }) => from <= line && line <= to)) ?? markers.find(besideOf(source, scope));
	return around && {
		hold: around,
		shared: true
	};
}
/** The first line of those above a line that are nothing but comments and blank; its own one when there is none. */
function headAbove({ file, lineAt }, start) {
	return file.text.split("\n").slice(0, lineAt(start) - 1).findLastIndex((line) => !/^\ufeff?\s*(?:#|$)/.test(line)) + 2;
}
/** With the comments below that are indented deeper than where the entry begins. */
function lastLineOf({ file: { text }, lineAt, comments }, { start, end }) {
	const column = columnOf(text, start);
	let last = lineAt(Math.max(start, end - 1));
	for (const comment of comments) {
		if (comment.start < end) continue;
		const line = lineAt(comment.start);
		const between = text.slice(end, comment.start).replaceAll(/#.*/g, "");
		if (!/^[\s,]*$/.test(between) || line > last && columnOf(text, comment.start) <= column) break;
		last = line;
	}
	return last;
}
/** Writes the marker above the entry, or replaces the one that it has. */
function holdSplices(source, scope, given) {
	const { file, lineAt } = source;
	const reason = commentText(given);
	const old = holderIn(source, scope);
	if (old && !old.shared) {
		const { start, end } = old.hold;
		return old.hold.reason === reason ? [] : [{
			start,
			end,
			text: markerText(reason)
		}];
	}
	const before = prefixOf(file.text, scope.start);
	if (!/^\s*(?:- +)*$/.test(before)) return refuse(file, lineAt(scope.start), {
		message: "has an entry that does not begin its line, so a hold cannot be written above it",
		hint: "Write it in block style, one key a line."
	});
	const start = lineStart(file.text, scope.start);
	const { eol } = lineEnd(file.text, scope.start);
	const indent = " ".repeat(before.length - before.trimStart().length);
	const mark = file.text.startsWith("﻿", start) ? start + 1 : start;
	return [{
		start: mark,
		end: mark,
		text: `${indent}${markerText(reason)}${eol}`
	}];
}
// src/edit/path/set.ts
/** The text with the values set, every other byte as it was; proved. @throws StepError EDIT_UNSAFE. */
function setValues(source, setting, proof) {
	const { file } = source;
	const { place, values, scope, hold } = setting;
	const splices = [...hold === void 0 ? [] : holdSplices(source, scope, hold), ...splicesFor(source, place, values)];
	if (splices.length === 0) return file.text;
	const text = splice(file.text, splices);
	const wanted = hold === void 0 ? proof.before?.reason : commentText(hold);
	if (isProved$1(source, {
		...setting,
		text,
		wanted
	}, proof)) return text;
	return refuse(file, source.lineAt(scope.start), {
		message: "cannot be edited exactly: the edited text does not mean what was asked for",
		hint: "Write it in plain block style, one key a line."
	});
}
/** Parsed again: the values are there, and nothing else means anything else than before. */
function isProved$1({ file, documents }, { place, values, text, wanted }, { reopen, holdAgain }) {
	const edited = {
		...file,
		text
	};
	try {
		const after = reopen(edited).documents;
		const replaced = new Map([replacement(place, values)]);
		return documents.every(({ contents }, index) => isSameMeaning(meaningOf(after[index]?.contents, void 0), meaningOf(contents, replaced))) && after.length === documents.length && holdAgain(edited)?.reason === wanted;
	} catch (error) {
		if (error instanceof StepError) return false;
		throw error;
	}
}
function replacement(place, values) {
	if ("item" in place) return [place.item, stringMeaning(values[0]?.[1] ?? "")];
	const wanted = Object.fromEntries(values);
	if ("empty" in place) return [place.empty.value, withValues(emptyMap, wanted)];
	return [place.map, withValues(meaningOfMap(place.map), wanted)];
}
function splicesFor(source, place, values) {
	if ("item" in place) {
		const [start, end] = rangeOf(place.item);
		return values.map(([, text]) => ({
			start,
			end,
			text: renderScalar(text, place.item.type)
		}));
	}
	if ("empty" in place) return [below(source, place.empty, values)];
	const { map } = place;
	const added = values.filter(([key]) => !pairIn(map, key));
	return [...values.flatMap(([key, text]) => {
		const pair = pairIn(map, key);
		return pair ? [replaceValue(pair, text)] : [];
	}), ...added.length > 0 ? [addition(source, map, added)] : []];
}
function replaceValue(pair, text) {
	const { value, key } = pair;
	const [start, end] = rangeOf(value);
	if ((0, import_dist.isScalar)(value) && end > start) return {
		start,
		end,
		text: renderScalar(text, value.type)
	};
	const colon = colonEnd(pair);
	return {
		start: colon,
		end: colon,
		text: ` ${renderScalar(text, key.type)}`
	};
}
/** Behind the first key of an image that is there, in the style of its mapping. */
function addition(source, map, added) {
	const { text } = source.file;
	const like = neighbourIn(map);
	const quoted = like?.key ?? map.items[0]?.key;
	const pairs = added.map(([key, value]) => renderPair(key, value, { quoted: quoted?.type === "QUOTE_DOUBLE" }));
	const [start] = rangeOf(map);
	if (!like) return {
		start: start + 1,
		end: start + 1,
		text: pairs.join(", ")
	};
	const end = contentEnd(like);
	if (!map.flow) return insertLines(text, end, indented$1(" ".repeat(columnOf(text, start)), pairs));
	const prefix = prefixOf(text, rangeOf(like.key)[0]);
	const gap = prefix !== "" && /^\s*$/.test(prefix) ? `,${lineEnd(text, end).eol}${prefix}` : ", ";
	return {
		start: end,
		end,
		text: pairs.map((pair) => `${gap}${pair}`).join("")
	};
}
const indented$1 = (indent, pairs) => pairs.map((pair) => indent + pair);
/** What new keys come behind: the last of those that say of an image where it is, else the first key. */
function neighbourIn(map) {
	return [
		"tag",
		"repository",
		"registry"
	].flatMap((key) => pairIn(map, key) ?? [])[0] ?? map.items[0];
}
/** Below a key that has no value, two columns deeper than it. */
function below({ file }, pair, values) {
	const indent = " ".repeat(columnOf(file.text, rangeOf(pair.key)[0]) + 2);
	const quoted = pair.key.type === "QUOTE_DOUBLE";
	const lines = values.map(([key, text]) => indent + renderPair(key, text, { quoted }));
	return insertLines(file.text, colonEnd(pair), lines);
}
// src/edit/path/text.ts
/** Where a node can be edited as a text that stands on one line; undefined for an absent or empty one. */
function textOf(source, node, what) {
	const { file, lineAt } = source;
	const [start, end] = rangeOf(node);
	const line = lineAt(start);
	if (node === void 0 || node === null) return void 0;
	if (!(0, import_dist.isScalar)(node)) {
		const has = (0, import_dist.isMap)(node) ? "a mapping" : "a list or an alias";
		const hint = `Write ${what} as one quoted string.`;
		return refuse(file, line, {
			message: `has ${has} as ${what}, not a single value`,
			hint
		});
	}
	if (node.anchor || node.tag) {
		const hint = `Remove the anchor (&) or tag (!) from ${what}.`;
		return refuse(file, line, {
			message: `has an anchor or a tag at ${what}`,
			hint
		});
	}
	if (String(node.type).startsWith("BLOCK_") || line !== lineAt(Math.max(start, end - 1))) return refuse(file, line, {
		message: `has ${what} over several lines`,
		hint: `Write ${what} on one line.`
	});
	if (node.value === null || node.value === "") return void 0;
	const written = node.source ?? String(node.value);
	if (!written.includes("{{")) return written;
	return refuse(file, line, {
		message: `has a template ({{ }}) at ${what}, which the chart fills in`,
		hint: `Name the file of values that has what the template takes, and the path in there, in helm-values; or write the value itself at ${what}.`
	});
}
// src/edit/argocd/images.ts
/** kustomize keeps what stands for a star. */
const KEPT = "*";
function parseOverride(text) {
	const equals = text.indexOf("=");
	const { name: called, tag, digest } = splitReference(text.slice(equals + 1));
	if (equals < 0) return {
		name: called,
		newName: void 0,
		tag,
		digest
	};
	return {
		name: text.slice(0, equals),
		newName: called,
		tag,
		digest
	};
}
const renderOverride = ({ name, newName, tag, digest }) => joinReference({
	image: newName === void 0 ? name : `${name}=${newName}`,
	tag,
	digest
});
/** An image in `kustomize.images`, known by what the manifests call it. */
function imagesEntry({ source, ways, address }, again) {
	const list = ways.at(-1)?.node;
	if (!(0, import_dist.isSeq)(list)) return void 0;
	const texts = list.items.map((item) => (0, import_dist.isScalar)(item) ? textOf(source, item, "an item of images") : void 0);
	const index = texts.findIndex((text) => text !== void 0 && parseOverride(text).name === address.inner);
	const [text, item] = [texts[index], list.items[index]];
	if (text === void 0 || !(0, import_dist.isScalar)(item)) return void 0;
	const more = texts.findLastIndex((other) => other !== void 0 && parseOverride(other).name === address.inner);
	if (more !== index) {
		const message = `has the image ${address.inner} twice`;
		refuse(source.file, source.lineAt(rangeOf(list.items[more])[0]), {
			message,
			hint: "Keep one of them."
		});
	}
	const start = itemStart(list, index);
	const around = ways.toReversed().map((way) => way.start);
	return entryOver({
		source,
		item,
		text,
		scope: {
			start,
			end: rangeOf(item)[1],
			around
		},
		again
	});
}
function entryOver({ source, item, text, scope, again }) {
	const override = parseOverride(text);
	const { name, newName, tag, digest } = override;
	const chosen = newName !== void 0 && newName !== KEPT;
	const values = {
		image: chosen ? newName : name,
		tag: tag === KEPT ? void 0 : tag,
		digest
	};
	const line = source.lineAt(scope.start);
	const hold = holdIn(source, scope);
	const next = ({ image, ...wanted }) => renderOverride({
		...override,
		...image === void 0 ? {} : { newName: image },
		...wanted
	});
	return {
		file: source.file,
		line,
		at: rangeOf(item)[0],
		values,
		name: {
			line,
			chosen
		},
		input: "helm-values",
		hold,
		notices: [],
		has: (wanted) => next(wanted) === text,
		edit: (wanted, reason) => setValues(source, {
			place: { item },
			values: next(wanted) === text ? [] : [["", next(wanted)]],
			scope,
			hold: reason
		}, {
			before: hold,
			reopen: openApplications,
			holdAgain: (edited) => again(edited)?.hold
		})
	};
}
// src/edit/argocd/parameter-list.ts
/** What may be in parameters of their own. */
const PARTS$1 = [
	"registry",
	"repository",
	"tag",
	"digest"
];
/** The parameters of the image that an address names; undefined where there is no list of them. */
function readParameters({ source, ways, address }) {
	const list = ways.at(-1)?.node;
	if (!(0, import_dist.isSeq)(list)) return void 0;
	const prefix = withoutPart(address.inner);
	const around = ways.toReversed().map((way) => way.start);
	const items = namedItems(list);
	const one = (name) => {
		const [match, second] = items.filter((item) => item.name === name);
		if (!match) return void 0;
		const { map, index } = match;
		if (second) return refuse(source.file, source.lineAt(rangeOf(second.map)[0]), {
			message: `has the parameter ${name} twice`,
			hint: "Keep one of them: Argo CD takes the last."
		});
		return {
			map,
			text: textOf(source, pairIn(map, "value")?.value, `the parameter ${name}`),
			scope: {
				start: itemStart(list, index),
				end: contentEnd(map),
				around
			}
		};
	};
	const parts = PARTS$1.flatMap((part) => {
		const parameter = one(`${prefix}.${part}`);
		return parameter ? [[part, parameter]] : [];
	});
	return {
		prefix,
		whole: one(prefix),
		parts: Object.fromEntries(parts)
	};
}
/** The path of the image, where its part is named. */
function withoutPart(path) {
	const part = PARTS$1.find((one) => path.endsWith(`.${one}`));
	return part === void 0 ? path : path.slice(0, -part.length - 1);
}
function valuesOf({ whole, parts }) {
	if (whole) {
		const { name, tag, digest } = splitReference(whole.text ?? "");
		return {
			image: name,
			tag,
			digest
		};
	}
	const { registry, repository, tag, digest } = parts;
	const lead = registry?.text ? `${withoutLastSlashes(registry.text)}/` : "";
	return {
		image: repository?.text === void 0 ? void 0 : `${lead}${repository.text}`,
		tag: tag?.text,
		digest: digest?.text
	};
}
/** One that has all has no others beside it. */
const allOf = ({ whole, parts }) => whole ? [whole] : PARTS$1.flatMap((part) => parts[part] ?? []);
/** What the list calls it. */
function nameOf({ whole, parts, prefix }, parameter) {
	const part = whole === parameter ? void 0 : PARTS$1.find((one) => parts[one] === parameter);
	return part === void 0 ? prefix : `${prefix}.${part}`;
}
// src/edit/helm/tag-beside.ts
const TAG_WORDS = [
	"tag",
	"imagetag",
	"version",
	"imageversion"
];
/** Whatever the text is called. */
const ALWAYS = /* @__PURE__ */ new Set(["tag", "imageTag"]);
const plain = (key) => key.toLowerCase().replaceAll(/[-_]/g, "");
/** Which of the keys beside a text has its tag: `tag` beside `image`, `identityTag` or `identityVersion` beside `identityImage`. */
function tagKeyOf(key, others) {
	const own = plain(key);
	const stem = own.replace(/(?:image)?(?:repository|repo|name|ur[il]|ref)?$/, "");
	const known = new Set(TAG_WORDS.flatMap((word) => [
		`${stem}${word}`,
		`${own}${word}`,
		own.replace("image", word)
	]));
	return others.find((other) => ALWAYS.has(other) || other !== key && known.has(plain(other)));
}
/** The key of the tag that a chart would put behind a text that has none: with a new one in it, there would be two. */
const tagBeside = (text, key, others) => splitReference(text).tag === void 0 ? tagKeyOf(key, others) : void 0;
/** What is said of a text that names no version of the image. */
function untagged(text, where) {
	const { tag, digest } = splitReference(text);
	if (tag !== void 0 || digest !== void 0) return [];
	return [`${where} and gets it there: if the chart adds one itself, write repository and tag in a mapping instead.`];
}
// src/edit/argocd/whole-parameter.ts
/** What is said of one parameter that has all of an image. @throws StepError where another one has its tag. */
function judgeWhole({ source: { file }, ways }, { name, text, line }) {
	const parent = name.slice(0, name.lastIndexOf(".") + 1);
	const beside = namedItems(ways.at(-1)?.node).flatMap(({ name: other }) => other.startsWith(parent) ? [other.slice(parent.length)] : []);
	const tagKey = tagBeside(text, name.slice(parent.length), beside);
	if (tagKey === void 0) return untagged(text, `${file.path}:${line} has no tag at the parameter ${name}`);
	return refuse(file, line, {
		message: `has the tag of the parameter ${name} beside it, as ${parent}${tagKey}`,
		hint: `Write both as one value, ${name} = ${text}:TAG, where the chart takes that, or when ${parent}${tagKey} is not its tag; else the image as values with repository and tag.`
	});
}
// src/edit/argocd/parameters.ts
/** An image in `helm.parameters`. */
function parametersEntry(at, again) {
	const found = readParameters(at);
	const first = found && (found.whole ?? found.parts.tag ?? found.parts.digest ?? found.parts.repository);
	if (!found || !first) return void 0;
	const { source } = at;
	const values = valuesOf(found);
	const line = source.lineAt(first.scope.start);
	const hold = holdOf(source, [first, ...allOf(found)]);
	const name = found.parts.repository ?? first;
	return {
		file: source.file,
		line,
		at: rangeOf(first.map)[0],
		values,
		name: {
			line: source.lineAt(name.scope.start),
			chosen: values.image !== void 0
		},
		input: "helm-values",
		hold,
		notices: found.whole ? judgeWhole(at, {
			name: found.prefix,
			text: found.whole.text ?? "",
			line
		}) : [],
		has: (wanted) => settings(at, found, wanted).length === 0,
		edit: (wanted, reason) => {
			let { file } = source;
			for (const setting of ordered(found, first, {
				wants: settings(at, found, wanted),
				reason
			})) file = {
				...file,
				text: setOne(file, at, setting, again)
			};
			return file.text;
		}
	};
}
/** A marker at one of its parameters holds the image. */
function holdOf(source, parameters) {
	return parameters.map(({ scope }) => holdIn(source, scope)).find((hold) => hold !== void 0);
}
/** The one that a hold is written at comes first. */
function ordered(found, first, { wants, reason }) {
	const name = nameOf(found, first);
	const own = wants.find(([parameter]) => parameter === name)?.[1] ?? first.text ?? "";
	const rest = wants.filter(([parameter]) => parameter !== name);
	return [{
		parameter: name,
		text: own,
		reason
	}, ...rest.map(([parameter, text]) => ({
		parameter,
		text,
		reason: void 0
	}))];
}
/** The parameters to set, by name. */
function settings(at, found, wanted) {
	const { whole, parts, prefix } = found;
	if (whole) {
		const text = joinReference({
			...valuesOf(found),
			...wanted
		});
		return text === whole.text ? [] : [[prefix, text]];
	}
	const { image, tag, digest } = wanted;
	const host = image === void 0 ? void 0 : registryOf(image);
	const apart = parts.registry && host !== void 0;
	return [
		["registry", apart ? host : void 0],
		["repository", apart ? image?.slice(host.length + 1) : image],
		["tag", tag],
		["digest", digest]
	].flatMap(([part, text]) => {
		if (text === void 0 || parts[part]?.text === text) return [];
		return [[parts[part] ? `${prefix}.${part}` : missing(at, found, part), text]];
	});
}
function missing({ source, ways, address }, { prefix }, part) {
	return refuse(source.file, source.lineAt(ways.at(-1)?.start ?? 0), {
		message: `has no parameter ${prefix}.${part} in ${formatPath(address.holder)}, which is to be set`,
		hint: `Add it: - name: ${prefix}.${part}, with any value. Where the chart does not take it, change pin or the values instead.`
	});
}
/** Each is set on what the one before it has made, and proved on its own. */
function setOne(file, { address }, { parameter, text, reason }, again) {
	const source = openApplications(file);
	const at = locate(source, address);
	const found = at && readParameters(at);
	const one = found && allOf(found).find((each) => nameOf(found, each) === parameter);
	if (!at || !one) throw new Error("a parameter was lost");
	const values = one.text === text ? [] : [["value", text]];
	return setValues(source, {
		place: { map: one.map },
		values,
		scope: one.scope,
		hold: reason
	}, {
		before: again(file)?.hold,
		reopen: openApplications,
		holdAgain: (edited) => again(edited)?.hold
	});
}
// src/edit/path/merged.ts
/** What a merge key brings in cannot be edited here, nor be left unseen: it may be the tag, the digest or the registry. */
function failOnMerged(source, map, { keys, where }) {
	const open = keys.filter((key) => !pairIn(map, key));
	const merged = source.documents.flatMap((document) => mergedInto(map, document));
	const key = open.find((name) => merged.some((one) => pairIn(one, name)));
	if (key === void 0) return;
	refuse(source.file, source.lineAt(rangeOf(map)[0]), {
		message: `has a merge key (<<) at ${where}, which brings "${key}" from elsewhere`,
		hint: `Write ${where}.${key} out: an edit of what is merged would change more than this one.`
	});
}
/** The mappings that merge keys bring in, over whatever chain. */
function mergedInto(map, document, depth = 0) {
	if (depth > DEEPEST) return [];
	return mergesOf(map).flatMap((merge) => (0, import_dist.isSeq)(merge) ? merge.items : [merge]).map((one) => (0, import_dist.isAlias)(one) ? one.resolve(document) : one).filter((one) => (0, import_dist.isMap)(one)).flatMap((one) => [one, ...mergedInto(one, document, depth + 1)]);
}
const DEEPEST = 10;
// src/edit/helm/image-map.ts
const OWN = [
	"registry",
	"repository",
	"tag",
	"digest"
];
/** What decides which image it is, whichever mapping says it. */
const IMAGE_KEYS = [
	...OWN,
	"image",
	"sha"
];
/** Whether a mapping says anything of an image. */
const saysImage = (map) => OWN.some((key) => pairIn(map, key)) || nameKeyIn(map) !== void 0;
/** Some charts call the repository otherwise; a word without a slash may be anything. */
function nameKeyIn(map) {
	if (pairIn(map, "repository")) return "repository";
	return ["image", "name"].find((key) => {
		const value = pairIn(map, key)?.value;
		return (0, import_dist.isScalar)(value) && typeof value.value === "string" && value.value.includes("/");
	});
}
/** @throws StepError EDIT_UNSAFE for values that cannot be edited exactly. */
function readImageMap(source, map, { where, global, fallback }) {
	const nameKey = nameKeyIn(map);
	const text = (key) => key === void 0 ? void 0 : textOf(source, pairIn(map, key)?.value, `${where}.${key}`);
	const [registry, repository, tag, digest] = [
		text("registry"),
		text(nameKey),
		text("tag"),
		text("digest")
	];
	failOnOtherDigest(source, map, where);
	const isHosted = repository !== void 0 && registryOf(repository) !== void 0;
	const shared = (repository === void 0 && registry === void 0 ? fallback : void 0) ?? sharedBy(global, {
		registry,
		isHosted
	});
	const lead = leadOf({
		registry,
		isHosted,
		shared
	});
	const newName = repository === void 0 ? void 0 : `${lead}${repository}`;
	const keys = {
		name: "",
		newName,
		newTag: tag,
		digest
	};
	const values = valuesOf$1(keys);
	if (values.tag === void 0) failOnOtherTag(source, map, where);
	return {
		values: {
			...values,
			image: newName === void 0 ? void 0 : values.image
		},
		nameKey,
		shared,
		notices: besides(global, {
			registry,
			shared,
			where,
			source
		}),
		keysFor: (wanted) => {
			const next = keysFor(keys, wanted);
			return [
				...next.newName === void 0 ? [] : named$1(next.newName, {
					lead,
					registry,
					nameKey,
					map,
					shared
				}),
				...next.newTag === void 0 ? [] : [["tag", next.newTag]],
				...next.digest === void 0 ? [] : [["digest", next.digest]]
			];
		}
	};
}
/**
* A registry of the image's own comes before the one that all share in some charts, and behind it in others (Bitnami's
* library takes the shared one): where both are of ECR, both have to be right.
*/
function sharedBy(global, { registry, isHosted }) {
	if (!global || isHosted) return void 0;
	return registry === void 0 || hasEcrSuffix(global.host) ? global : void 0;
}
const leadOf = ({ registry, isHosted, shared }) => {
	if (isHosted) return "";
	const lead = registry ?? shared?.prefix;
	return lead === void 0 ? "" : `${withoutLastSlashes(lead)}/`;
};
/** The name in the keys that have it: apart where the registry has a key of its own, without it where it is shared. */
function named$1(name, { lead, registry, nameKey = "repository", map, shared }) {
	if (lead !== "" && name.startsWith(lead)) return [[nameKey, name.slice(lead.length)]];
	if (registry === void 0 && shared) return [[nameKey, name]];
	const host = registryOf(name);
	if (host === void 0 || !pairIn(map, "registry")) return [[nameKey, name]];
	return [["registry", host], [nameKey, name.slice(host.length + 1)]];
}
/** Beside a new tag it would go on deploying the old image, as a digest would. */
function failOnOtherDigest(source, map, where) {
	const pair = pairIn(map, "sha");
	if (!pair || !(0, import_dist.isScalar)(pair.value) || !pair.value.value) return;
	const line = source.lineAt(rangeOf(pair.key)[0]);
	refuse(source.file, line, {
		message: `has ${where}.sha, by which the chart would go on deploying the old image under a new tag`,
		hint: `Empty ${where}.sha, or write what it pins as ${where}.digest where the chart reads that.`
	});
}
const OTHER_TAGS = ["imageTag", "version"];
/** Where there is no tag, the chart may read it there, and would go on deploying the old image beside a new one. */
function failOnOtherTag(source, map, where) {
	if (pairIn(map, "tag")) return;
	const key = OTHER_TAGS.find((name) => isFilled(pairIn(map, name)?.value));
	const pair = key && pairIn(map, key);
	if (!pair) return;
	refuse(source.file, source.lineAt(rangeOf(pair.key)[0]), {
		message: `has ${where}.${key} where a tag is missing, by which the chart may go on deploying the old image`,
		hint: `Write it as ${where}.tag where the chart takes that, or all of it as one text repository:tag. If it is none of the image, write ${where}.tag beside it.`
	});
}
const isFilled = (node) => (0, import_dist.isScalar)(node) && node.value !== null && node.value !== "";
function besides(global, { registry, shared, where, source }) {
	if (!global || shared || registry === void 0) return [];
	const { path } = source.file;
	return [`${path}:${global.line} has ${global.key}: ${global.host}, and ${where}.registry is ${registry}: which of the two the image is pulled from is up to the chart.`];
}
// src/edit/helm/text-image.ts
/** What a place is in. */
const holderOf = ({ source, ways }) => ways.at(-2)?.node ?? source.documents[0]?.contents;
const PARTS = /^(?:tag|version|repository|registry|digest|sha)$/i;
/**
* A path that leads to one value of an image instead of to the image, as those for yq do, or to a text whose tag stands
* beside it.
*/
function failOnPart(at, text) {
	const { source, ways, key } = at;
	const step = ways.at(-1)?.step;
	const isPart = step?.kind === "key" && (PARTS.test(step.key) || /(?:image)?(?:Tag|Version)$/.test(step.key));
	const line = source.lineAt(ways.at(-1)?.start ?? 0);
	const parent = parentOf(key, step);
	if (isPart && !(text.includes("/") && splitReference(text).tag)) {
		const isOwn = step.kind === "key" && PARTS.test(step.key) && parent !== "";
		refuse(source.file, line, {
			message: `has one value of an image at ${key}, not the image`,
			hint: isOwn ? `Name what it is in, in helm-values: ${source.file.path}#${parent}. Its tag, repository, registry and digest are set together.` : `helm-values takes a mapping with repository and tag, or one text repository:tag. Write the image in one of these ways in ${source.file.path}.`
		});
	}
	failOnTagBeside(at, text, {
		line,
		parent,
		name: step?.kind === "key" ? step.key : ""
	});
}
/** The path of what the last step is in, which may be behind a # of its own; the empty one for all of the file. */
function parentOf(key, step) {
	const own = step ? formatPath([step]) : key;
	return key.endsWith(own) ? key.slice(0, key.length - own.length).replace(/[.#]$/, "") : "";
}
function failOnTagBeside(at, text, { line, parent, name }) {
	const { source, key } = at;
	const map = holderOf(at);
	const tagKey = tagBeside(text, name, keysOf(map));
	if (tagKey === void 0) return;
	const isParted = tagKey === "tag" && parent !== "" && isOfImage(map, text);
	refuse(source.file, line, {
		message: `has the tag of ${key} beside it, as ${tagKey}`,
		hint: isParted ? `Name what both are in, in helm-values: ${source.file.path}#${parent}.` : `Write both as one text at ${key}, or as repository and tag of a mapping, where the chart takes that. If ${tagKey} is not its tag, write ${name}: ${text}:TAG.`
	});
}
const keysOf = (map) => (0, import_dist.isMap)(map) ? map.items.flatMap(({ key }) => (0, import_dist.isScalar)(key) ? [String(key.value)] : []) : [];
/** The text is the name of an image, or another key of a mapping that has it. */
const isOfImage = (map, text) => text.includes("/") || (0, import_dist.isMap)(map) && pairIn(map, "repository") !== void 0;
// src/edit/helm/entry.ts
const scopeOf = (ways) => {
	const [last, ...around] = ways.toReversed();
	const start = last?.start ?? 0;
	return {
		start,
		end: Math.max(start + 1, contentEnd(last?.pair ?? last?.node)),
		around: around.map((way) => way.start)
	};
};
/** undefined where nothing says of an image what it is. @throws StepError EDIT_UNSAFE */
function entryAt(spot) {
	const { source, ways, key } = spot;
	const node = ways.at(-1)?.node;
	if ((0, import_dist.isMap)(node)) {
		failOnMerged(source, node, {
			keys: IMAGE_KEYS,
			where: key
		});
		return saysImage(node) ? mapEntry(spot, node) : void 0;
	}
	if ((0, import_dist.isSeq)(node)) return refuse(source.file, source.lineAt(rangeOf(node)[0]), {
		message: `has a list at ${key}, which is no image`,
		hint: `Name an item of it in helm-values: ${key}[name=web] by a field of it, or ${key}[0].`
	});
	const text = textOf(source, node, key);
	if ((0, import_dist.isScalar)(node) && [
		"number",
		"boolean",
		"bigint"
	].includes(typeof node.value)) return refuse(source.file, source.lineAt(rangeOf(node)[0]), {
		message: `has ${text} at ${key}, which is no image`,
		hint: "Correct what follows the # in helm-values: it leads to a mapping with repository and tag, or to one text repository:tag."
	});
	return text === void 0 ? void 0 : textEntry(spot, text);
}
function mapEntry(spot, map) {
	const { source, key } = spot;
	const image = readImageMap(source, map, {
		where: key,
		global: globalRegistry(source, spot.values),
		fallback: globalRepository(source, spot.values)
	});
	const { values, nameKey, shared, notices } = image;
	const at = nameKey === void 0 ? void 0 : pairIn(map, nameKey);
	return entryOf(spot, {
		values,
		nameLine: at && source.lineAt(rangeOf(at.key)[0]),
		shared,
		notices,
		place: { map },
		keysFor: (wanted) => image.keysFor(wanted).filter(([name, text]) => !isThere(map, name, text))
	});
}
/** A number that is spelled like the tag is none: it is written again, in quotes. */
function isThere(map, key, text) {
	const value = pairIn(map, key)?.value;
	return (0, import_dist.isScalar)(value) && value.value === text;
}
/** `repository:tag@digest` as one text. */
function textEntry(spot, text) {
	const { source, ways, key } = spot;
	const parts = splitReference(text);
	failOnPart(spot, text);
	const values = {
		image: parts.name,
		tag: parts.tag,
		digest: parts.digest
	};
	const last = ways.at(-1);
	const map = holderOf(spot);
	const name = last?.step.kind === "key" ? last.step.key : "";
	const place = (0, import_dist.isMap)(map) && name !== "" ? { map } : { item: last?.node };
	return entryOf(spot, {
		values,
		nameLine: void 0,
		shared: void 0,
		notices: untagged(text, `${source.file.path}:${source.lineAt(last?.start ?? 0)} has no tag at ${key}`),
		place,
		keysFor: (wanted) => {
			const next = joinReference({
				...values,
				...wanted
			});
			return next === text ? [] : [[name, next]];
		}
	});
}
function entryOf({ source, ways, reopen, again }, { values, nameLine, shared, notices, place, keysFor }) {
	const { file, lineAt } = source;
	const scope = scopeOf(ways);
	const hold = holdIn(source, scope);
	const line = lineAt(scope.start);
	return {
		file,
		line,
		at: rangeOf(ways.at(-1)?.node)[0],
		values,
		name: {
			line: nameLine ?? line,
			chosen: values.image !== void 0
		},
		shared,
		input: "helm-values",
		hold,
		notices,
		has: (wanted) => keysFor(wanted).length === 0,
		edit: (wanted, reason) => setValues(source, {
			place,
			values: keysFor(wanted),
			scope,
			hold: reason
		}, {
			before: hold,
			reopen,
			holdAgain: (edited) => again(edited)?.hold
		})
	};
}
/** Follows a path in the only document of a file. */
const seekIn = (source, steps) => seek(source, source.documents[0]?.contents, steps);
// src/edit/known/kustomization.ts
/** Where a kustomization belongs that another input names; undefined for what is none by its name. */
const overlayHint = (path) => isKustomization(path) ? `A kustomization belongs in the input overlays: ${parentOf$1(path) || path}` : void 0;
/** `images` of a kustomization has keys of its own (newName, newTag): written as values, it could not be built any more. */
const isListOfKustomize = (path, [first]) => isKustomization(path) && first?.kind === "key" && first.key === "images";
// src/edit/helm/absence.ts
/**
* Why no image is at a path, and what the file has instead.
*
* @param first What is to be done before the path is corrected, where the file is the right one.
*/
function absence(source, { key, steps }, first = "") {
	const { file } = source;
	const isOthers = isListOfKustomize(file.path, steps);
	const sought = isOthers ? void 0 : seekIn(source, steps);
	const why = sought ? whyNone(sought) : "that list is of kustomize, and holds no values.";
	const known = knownImages(source);
	const close = meantImage(key, known);
	const meant = close === void 0 ? "" : ` Did you mean "${close}"?`;
	const line = sought?.found ? source.lineAt(sought.ways.at(-1)?.start ?? 0) : void 0;
	return {
		code: "ENTRY_MISSING",
		inputs: ["helm-values"],
		message: `${file.path} has no image at ${key}: ${why}${meant}`,
		hint: elsewhere(file.path, key, isOthers || known.length === 0) ?? `${first}Correct what follows the # in helm-values, or write the image there, as repository and tag.${listImages(known)}`,
		configPlace: file.place(line)
	};
}
const whyNone = (sought) => sought.found ? "nothing there says which: neither repository, tag, registry nor digest." : missingWords(sought.missing);
/** What the input manifests takes. */
const CONTAINER = /^[A-Z][A-Za-z0-9]*\/[\w.:-]+\/[\w.:-]+$/;
/** The input that takes what was named; a kustomization belongs here where it holds the values of its charts. */
function elsewhere(path, key, isWithoutValues) {
	if (CONTAINER.test(key)) return `kind/name/container belongs in the input manifests: ${path}#${key}`;
	return isWithoutValues ? overlayHint(path) : void 0;
}
// src/edit/helm/target.ts
var target_exports$1 = /* @__PURE__ */ __exportAll({ helmValues: () => helmValues });
/** Images in files of values for Helm charts, each known by the path of its mapping or text. */
const helmValues = {
	describe: (key) => `the image at ${key}`,
	called: () => void 0,
	open: (file) => {
		const source = openValues(file);
		return {
			find: (key) => find$1(source, key),
			absence: (key) => absence(source, {
				key,
				steps: stepsOf$1(key)
			}),
			create: (key, values) => create(source, key, values)
		};
	},
	mayHave: (text, key) => namesIn$1(key).every((name) => text.includes(name)),
	declares: (text, key) => stepsOf$1(key).every((step) => isSaid(text, step)) && isAtTop(text, key)
};
function isSaid(text, step) {
	if (step.kind === "key") return hasKey(text, step.key);
	return step.kind === "index" || hasField(text, step.field, step.value);
}
/** The first key of a path is one of the file, and none of what is deeper in it, as `image` is in a manifest. */
function isAtTop(text, key) {
	const [first] = stepsOf$1(key);
	const [, indent = "", begin = ""] = /^\ufeff?([ \t]*)(?!---|\{\{|[#%\s])(.)/m.exec(text) ?? [];
	return first?.kind !== "key" || begin === "{" || hasKey(text, first.key, indent);
}
const namesIn$1 = (key) => stepsOf$1(key).flatMap((step) => step.kind === "key" ? [step.key] : step.kind === "match" ? [step.value] : []);
function stepsOf$1(key) {
	const steps = parsePath(key);
	if (isMistaken(steps)) throw new Error(`${key} ${steps.mistake}`);
	return steps;
}
function openValues(file) {
	const source = openSource(file, {
		input: "helm-values",
		program: "helm"
	});
	const second = source.documents[1];
	if (!second) return source;
	return refuse(file, source.lineAt(second.range[0]), {
		message: "holds more than one YAML document, and values are one",
		hint: "Keep one document in a file of values; for manifests, use the input manifests."
	});
}
function find$1(source, key) {
	const steps = stepsOf$1(key);
	if (isListOfKustomize(source.file.path, steps)) return void 0;
	const sought = seekIn(source, steps);
	if (!sought.found) return void 0;
	return entryAt({
		source,
		ways: sought.ways,
		key,
		reopen: openValues,
		again: (file) => find$1(openValues(file), key)
	});
}
/** Into a mapping that is there and says nothing of an image, or a key that has no value. */
function create(source, key, wanted) {
	const steps = stepsOf$1(key);
	if (isListOfKustomize(source.file.path, steps)) return fail(absence(source, {
		key,
		steps
	}));
	const sought = seekIn(source, steps);
	const last = sought.found ? sought.ways.at(-1) : void 0;
	const place = last && placeIn(last.node, last.pair);
	if (!sought.found || !last || !place) {
		const first = `create-missing adds to a mapping that is there: write ${key} into ${source.file.path} first, for example as {}. `;
		return fail(absence(source, {
			key,
			steps
		}, first));
	}
	return setValues(source, {
		place,
		values: newValues(source, wanted),
		scope: scopeOf(sought.ways),
		hold: void 0
	}, {
		before: holdIn(source, scopeOf(sought.ways)),
		reopen: openValues,
		holdAgain: (file) => find$1(openValues(file), key)?.hold
	});
}
function placeIn(node, pair) {
	if ((0, import_dist.isMap)(node)) return { map: node };
	const [start, end] = rangeOf(node);
	return (0, import_dist.isScalar)(node) && node.value === null && start === end && pair ? { empty: pair } : void 0;
}
/** Without the registry where the file has one for all of its images. */
function newValues(source, { image, tag, digest }) {
	const lead = `${globalRegistry(source)?.prefix ?? ""}/`;
	const repository = image !== void 0 && lead !== "/" && image.startsWith(lead) ? image.slice(lead.length) : image;
	return Object.entries({
		repository,
		tag,
		digest
	}).flatMap(([key, text]) => text === void 0 ? [] : [[key, text]]);
}
// src/edit/argocd/block.ts
const BLANK = /^[ \t]*\r?\n?$/;
/** @param reopen Parses the file around it again. */
function openBlock(source, node, reopen) {
	const body = bodyOf(node);
	const lines = body && linesOf(body.text, String(node.value));
	if (!body || !lines) return void 0;
	const before = "\n".repeat(source.lineAt(body.start) - 1);
	const { file } = source;
	const text = before + lines.map((line) => line.text).join("");
	const unsafe = () => refuse(file, source.lineAt(body.start), {
		message: "has a block of values that cannot be edited exactly",
		hint: "Write the values as valuesObject, which is YAML of the file itself."
	});
	return {
		file: {
			...file,
			text
		},
		write: (edited) => {
			if (!edited.startsWith(before) || /^\n/.test(edited.slice(before.length)) !== /^\n/.test(text.slice(before.length))) return unsafe();
			const inner = edited.slice(before.length);
			const outer = file.text.slice(0, body.start) + indented(inner, lines) + file.text.slice(body.end);
			return isProved({
				source,
				node,
				inner,
				outer
			}, reopen) ? outer : unsafe();
		}
	};
}
/** What stands below the line of the `|`. */
function bodyOf({ srcToken }) {
	if (srcToken?.type !== "block-scalar") return void 0;
	const { props, source } = srcToken;
	const last = props.at(-1);
	if (!last || !("source" in last)) return void 0;
	const start = last.offset + last.source.length;
	return {
		start,
		end: start + source.length,
		text: source
	};
}
/** Each line of the text of a literal block is one of its value, so the first that says something shows the indentation. */
function linesOf(text, value) {
	const raws = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
	const values = value.split("\n");
	const index = raws.findIndex((raw) => !BLANK.test(raw));
	const first = raws[index];
	if (first === void 0) return void 0;
	const indent = first.replace(/\r?\n$/, "").length - (values[index]?.length ?? 0);
	const isIndented = (raw) => /^ *$/.test(raw.replace(/\r?\n$/, "").slice(0, indent));
	if (indent < 0 || !raws.every(isIndented)) return void 0;
	return raws.map((raw) => ({
		raw,
		text: raw.slice(Math.min(indent, raw.length - breakOf(raw).length))
	}));
}
const breakOf = (line) => /\r?\n$/.exec(line)?.[0] ?? "";
/** The lines of an edited text where those of the block stood: its indentation, and its blank lines as they were. */
function indented(text, lines) {
	const said = lines.find(({ raw }) => !BLANK.test(raw));
	const indent = said ? said.raw.slice(0, said.raw.length - said.text.length) : "";
	const blank = lines.filter(({ text: held }) => /^\r?\n?$/.test(held)).map(({ raw }) => raw);
	let next = 0;
	return (text.match(/[^\n]*\n|[^\n]+$/g) ?? []).map((line) => /^\r?\n$/.test(line) ? blank[next++] ?? line : indent + line).join("");
}
/** The value of the block is the edited text, and nothing else means anything else than before. */
function isProved({ source, node, inner, outer }, reopen) {
	const expected = chomped(inner.replaceAll("\r\n", "\n"), String(node.value));
	const after = meaningsOf(reopen({
		...source.file,
		text: outer
	}));
	return isSameMeaning({
		props: "",
		items: after
	}, {
		props: "",
		items: meaningsWith(source, node, expected)
	});
}
/** With as many line breaks at its end as the value of the block has. */
const chomped = (text, like) => text.replace(/(?<!\n)\n*$/, "") + (/(?<!\n)\n*$/.exec(like)?.[0] ?? "");
function meaningsWith(source, node, value) {
	const { value: before } = node;
	node.value = value;
	try {
		return meaningsOf(source);
	} finally {
		node.value = before;
	}
}
const meaningsOf = ({ documents }) => documents.map(({ contents }) => meaningOf(contents));
// src/edit/argocd/values.ts
/** An image in values that stand in the Application itself, as YAML or as a text that is YAML. */
function valuesEntry(at, key, again) {
	const node = at.ways.at(-1)?.node;
	if ((0, import_dist.isMap)(node)) return inPlace(at, key, again);
	const inner = innerOf(at);
	return inner && insideOf(at, inner);
}
/** The text with a new image in a block of values. */
function createInBlock(at, values) {
	const inner = innerOf(at);
	const key = innerKey(at);
	return inner && named(at, () => inner.write(helmValues.open(inner.file).create(key, values)));
}
function inPlace({ source, ways, address, ...at }, key, again) {
	const steps = stepsOf(address.inner);
	const sought = seek(source, ways.at(-1)?.node, steps);
	if (!sought.found) return void 0;
	const entry = entryAt({
		source,
		ways: [...ways, ...sought.ways],
		key,
		values: ways.at(-1)?.node,
		reopen: openApplications,
		again
	});
	return entry && {
		...entry,
		notices: [...entry.notices, ...overriding({
			source,
			ways,
			address,
			...at
		})]
	};
}
function insideOf(at, inner) {
	const { source, ways } = at;
	failOnObject(at);
	const key = innerKey(at);
	const entry = named(at, () => helmValues.open(inner.file).find(key));
	if (!entry) return void 0;
	return {
		...entry,
		file: source.file,
		hold: entry.hold ?? holdIn(source, scopeOf(ways)),
		notices: [...entry.notices, ...overriding(at)],
		edit: (wanted, reason) => named(at, () => inner.write(entry.edit(wanted, reason)))
	};
}
function stepsOf(path) {
	const steps = path === "" ? [] : parsePath(path);
	return isMistaken(steps) ? [] : steps;
}
function innerKey({ source, ways, address }) {
	if (address.inner !== "") return address.inner;
	const holder = formatPath(address.holder);
	const known = knownImages(source).filter((path) => path.includes(`${holder}#`));
	const [first = `${holder}#image`] = known;
	return refuse(source.file, source.lineAt(ways.at(-1)?.start ?? 0), {
		message: `has values at ${holder}, and helm-values does not say where in them the image is`,
		hint: `Name it behind another #, in helm-values: ${source.file.path}#${first}.${listImages(known)}`
	});
}
/** What is said of the inner text names the place in the file. */
function named({ source: { file }, address }, work) {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		const [first, ...rest] = error.problems.map((problem) => ({
			...problem,
			hint: problem.hint.replaceAll(`${file.path}#`, `${file.path}#${formatPath(address.holder)}#`)
		}));
		throw first ? new StepError([first, ...rest], error.cause) : error;
	}
}
/** The text of the values; undefined where there is none. @throws StepError EDIT_UNSAFE for any but a literal block. */
function innerOf({ source, ways, address }) {
	const node = ways.at(-1)?.node;
	const where = formatPath(address.holder);
	const line = source.lineAt(ways.at(-1)?.start ?? 0);
	if (!(0, import_dist.isScalar)(node) || node.value === null || node.value === "") return void 0;
	if (node.type !== "BLOCK_LITERAL") return refuse(source.file, line, {
		message: `has ${where} as ${STYLES[String(node.type)] ?? "a text on one line"}, which cannot be edited exactly`,
		hint: `Write it as a literal block (${lastOf(where)}: |), or as valuesObject, which is YAML of the file itself.`
	});
	const [start] = rangeOf(node);
	const inner = openBlock(source, node, openApplications);
	if (inner) return inner;
	return refuse(source.file, source.lineAt(start), {
		message: `has a block at ${where} whose lines are not indented alike`,
		hint: "Indent its lines with the same number of spaces."
	});
}
const STYLES = {
	BLOCK_FOLDED: "a folded block (>)",
	QUOTE_SINGLE: "a quoted text",
	QUOTE_DOUBLE: "a quoted text"
};
const lastOf = (path) => path.slice(path.lastIndexOf(".") + 1);
/** Argo CD does not look at `values` beside `valuesObject` ("Helm", Values). */
function failOnObject({ source, ways, address }) {
	const helm = ways.at(-2)?.node;
	const object = (0, import_dist.isMap)(helm) ? helm.get("valuesObject", true) : void 0;
	if (!(0, import_dist.isMap)(object) || object.items.length === 0) return;
	refuse(source.file, source.lineAt(rangeOf(object)[0]), {
		message: `has valuesObject beside ${formatPath(address.holder)}, and Argo CD takes that alone`,
		hint: "Name valuesObject in helm-values, and remove values."
	});
}
/** A parameter comes before all values. */
function overriding({ source, ways, address }) {
	const helm = ways.at(-2)?.node;
	return namedItems((0, import_dist.isMap)(helm) ? helm.get("parameters") : void 0).flatMap(({ name, map }) => {
		if (!isOf(address.inner, name)) return [];
		const line = source.lineAt(rangeOf(map)[0]);
		return [`${source.file.path}:${line} sets the parameter ${name}, which Argo CD takes before the values: while it stands, this changes nothing. Remove it, or name the parameters in helm-values instead: parameters#${address.inner}.`];
	});
}
const isOf = (inner, name) => name === inner || PARTS$1.some((part) => name === `${inner}.${part}`);
// src/edit/argocd/target.ts
var target_exports = /* @__PURE__ */ __exportAll({ argocdApplications: () => argocdApplications });
/** Images in Applications and ApplicationSets of Argo CD: in inline values, parameters for Helm, and images for kustomize. */
const argocdApplications = {
	describe: (key) => `the image at ${key}`,
	called: (key) => {
		const { form, inner } = addressOf(key);
		return form === "images" ? inner : void 0;
	},
	open: (file) => {
		const source = openApplications(file);
		return {
			find: (key) => find(source, key),
			absence: (key) => absence$1(source, addressOf(key), key),
			create: (key, values) => {
				const at = locate(source, addressOf(key));
				const isBlock = at?.address.form === "values" && !(0, import_dist.isMap)(at.ways.at(-1)?.node);
				return (at && isBlock ? createInBlock(at, values) : void 0) ?? fail(absence$1(source, addressOf(key), key));
			}
		};
	},
	mayHave: (text, key) => namesIn(key).every((name) => text.includes(name)),
	declares: (text, key) => /^apiVersion\s*:\s*["']?argoproj\.io\//m.test(text) && namesIn(key).every((name) => text.includes(name))
};
function addressOf(key) {
	const address = argocdAddress(key);
	if (!address) throw new Error(`${key} is no place in an Application`);
	return address;
}
function namesIn(key) {
	const { form, inner, document } = addressOf(key);
	return [
		form,
		...form === "images" ? [inner] : [],
		...document?.kind === "match" ? [document.value] : []
	];
}
function find(source, key) {
	const address = addressOf(key);
	const at = locate(source, address);
	if (!at) return void 0;
	const again = (file) => find(openApplications(file), key);
	if (address.form === "parameters") return parametersEntry(at, again);
	if (address.form === "images") return imagesEntry(at, again);
	return valuesEntry(at, key, again);
}
export { textOf as a, openSource as c, listImages as d, failOnMerged as i, seek as l, target_exports$1 as n, setValues as o, overlayHint as r, holdIn as s, target_exports as t, knownImages as u };
