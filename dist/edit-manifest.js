import { n as __exportAll } from "./rolldown-runtime.js";
import { v as fail } from "./index.js";
import { $t as joinReference, En as listed$1, Pt as nearest, rn as splitReference } from "./doors.js";
import { a as textOf, c as openSource, d as listImages, i as failOnMerged, l as seek, o as setValues, r as overlayHint, s as holdIn, u as knownImages } from "./edit-helm.js";
import { C as pairIn, D as hasName, E as hasKind, y as contentEnd } from "./gitops.js";
import { R as rangeOf } from "./overlays.js";
import { n as require_dist } from "./yaml.js";
// src/edit/manifest/containers.ts
var import_dist = require_dist();
function parseKey(key) {
	const [kind = "", name = "", container = ""] = key.split("/");
	return {
		kind,
		name,
		container
	};
}
/** Where containers are listed in a pod, whatever kind of object has it. */
const LISTS = [
	"containers",
	"initContainers",
	"ephemeralContainers"
];
/** All objects of a file: its documents, and the items of those that are lists. */
function objectsIn({ documents }) {
	return documents.flatMap(({ contents }) => {
		if (!(0, import_dist.isMap)(contents)) return [];
		const items = textAt(contents, ["kind"]).endsWith("List") ? contents.get("items", true) : void 0;
		const inner = (0, import_dist.isSeq)(items) ? items.items.flatMap((item, index) => objectAt(contents, item, index)) : [];
		return inner.length > 0 ? inner : [{
			map: contents,
			root: contents,
			steps: []
		}];
	});
}
const objectAt = (root, map, index) => (0, import_dist.isMap)(map) ? [{
	map,
	root,
	steps: [key("items"), itemAt(index)]
}] : [];
const key = (name) => ({
	kind: "key",
	key: name
});
const itemAt = (index) => ({
	kind: "index",
	index
});
function textAt(map, keys) {
	const value = map.getIn(keys, true);
	return (0, import_dist.isScalar)(value) && value.value !== null ? String(value.source ?? value.value) : "";
}
/** kubectl takes kinds in any case. */
const isNamed = ({ map }, { kind, name }) => textAt(map, ["kind"]).toLowerCase() === kind.toLowerCase() && textAt(map, ["metadata", "name"]) === name;
const labelOf = ({ map }) => `${textAt(map, ["kind"])}/${textAt(map, ["metadata", "name"])}`;
/** Every container of an object. @throws StepError EDIT_UNSAFE where an alias or anchor leads to one of that name. */
function containersIn(source, { map, root, steps }, wanted) {
	return listsIn(map, steps).flatMap(({ at, list }) => listed(source, {
		root,
		steps: at,
		list
	}, wanted));
}
/** Some kinds have several pods (JobSet, RayCluster), in a list of their own. */
function listsIn(node, steps) {
	if ((0, import_dist.isSeq)(node)) return node.items.flatMap((item, index) => listsIn(item, [...steps, itemAt(index)]));
	if (!(0, import_dist.isMap)(node)) return [];
	return node.items.flatMap((pair) => {
		if (!(0, import_dist.isScalar)(pair.key)) return [];
		const name = String(pair.key.value);
		const at = [...steps, key(name)];
		return LISTS.some((list) => list === name) ? [{
			at,
			list: pair.value
		}] : listsIn(pair.value, at);
	});
}
function listed(source, at, wanted) {
	const { list } = at;
	if (!(0, import_dist.isSeq)(list)) return (0, import_dist.isAlias)(list) && wanted !== void 0 ? sharedList(source, at) : [];
	return list.items.flatMap((item, index) => {
		if (!(0, import_dist.isMap)(item)) return (0, import_dist.isAlias)(item) && wanted !== void 0 ? sharedList(source, at, index) : [];
		const name = textAt(item, ["name"]);
		if (wanted !== void 0 && name !== wanted) return [];
		return [{
			name,
			map: item,
			ways: wanted === void 0 ? [] : waysTo(source, at, index)
		}];
	});
}
function waysTo(source, { root, steps }, index) {
	const sought = seek(source, root, [...steps, itemAt(index)]);
	if (!sought.found) throw new Error("a container was lost");
	return sought.ways;
}
/** What an alias stands for may be the container that is meant: `seek` refuses it. */
function sharedList(source, at, index = 0) {
	waysTo(source, at, index);
	return [];
}
/** One object, or one container, of several. */
function failOnSeveral(source, maps, { what, hint }) {
	if (maps.length < 2) return;
	const { file, lineAt } = source;
	const lines = maps.map((map) => lineAt(rangeOf(map)[0]));
	fail({
		code: "ENTRY_DUPLICATE",
		message: `${file.path} has ${maps.length} ${what}, on lines ${lines.join(", ")}`,
		hint,
		configPlace: file.place(lines[0])
	});
}
// src/edit/manifest/absence.ts
/** Why a file has no such container, and what it has instead. */
function absence(source, key) {
	const { file } = source;
	const named = parseKey(key);
	const objects = objectsIn(source);
	const holders = objects.map((object) => ({
		label: labelOf(object),
		containers: containersIn(source, object).map(({ name }) => name)
	})).filter(({ containers }) => containers.length > 0);
	const object = objects.find((one) => isNamed(one, named));
	const holder = object && holders.find(({ label }) => label === labelOf(object));
	const { why, hint } = object && !holder ? {
		why: `no container in ${labelOf(object)}.`,
		hint: elsewhere(source, named, holders)
	} : whyNot(source, named, {
		holder,
		holders
	});
	return {
		code: "ENTRY_MISSING",
		inputs: ["manifests"],
		message: `${file.path} has ${why}`,
		hint,
		configPlace: file.place(object && source.lineAt(rangeOf(object.map)[0]))
	};
}
function whyNot(source, named, chosen) {
	const { holder } = chosen;
	if (holder?.containers.includes(named.container)) return {
		why: `no image for the container "${named.container}" of ${holder.label}`,
		hint: "Write an image for it, or set create-missing: true."
	};
	return {
		why: otherwise(named, chosen),
		hint: instead(source, named, chosen)
	};
}
function otherwise({ kind, name, container }, { holder, holders }) {
	const known = holder?.containers ?? holders.map(({ label }) => label);
	const has = known.length > 0 ? `It has: ${listed$1(known)}.` : "It has none.";
	const close = nearest(holder ? container : `${kind}/${name}`, known);
	const meant = close === void 0 ? "" : ` Did you mean "${close}"?`;
	return `no ${holder ? `container "${container}" in ${holder.label}` : `${kind}/${name} with containers`}. ${has}${meant}`;
}
/** A container that is there, as near as can be to the one that is not. */
function instead(source, named, { holder, holders }) {
	const { kind, name, container } = named;
	const close = nearest(`${kind}/${name}`, holders.map(({ label }) => label));
	const one = holder ?? holders.find(({ label }) => label === close) ?? holders.find(({ containers }) => containers.includes(container)) ?? holders[0];
	if (!one) return elsewhere(source, named, holders);
	const known = one.containers;
	const its = known.includes(container) ? container : nearest(container, known) ?? known[0];
	return corrected(`${source.file.path}#${one.label}/${its}`);
}
const corrected = (example) => `Correct what follows the # in manifests: kind/name/container, for example ${example}.`;
/** A file without that, or an object without containers, may name images in the way of another input. */
function elsewhere(source, { container }, [other]) {
	const { path } = source.file;
	const overlay = overlayHint(path);
	if (overlay !== void 0) return overlay;
	const known = knownImages(source);
	const best = known.find((one) => one.split(/[.#[\]=]/).includes(container)) ?? known[0];
	if (best !== void 0) return `Name the image in the input helm-values: ${path}#${best}.${listImages(known)}`;
	return corrected(`${path}#${other ? `${other.label}/${other.containers[0]}` : "Deployment/web/web"}`);
}
// src/edit/manifest/twins.ts
/** Far more than a pod has of one image; each costs a look at all markers of the file. */
const MOST_TWINS = 100;
/** The other containers of an object that have the same image, but for those that a hold marker leaves as they are. */
function twinsOf(source, object, { map, image }) {
	return containersIn(source, object).filter(({ map: other }) => other !== map && splitReference(textAt(other, ["image"])).name === image).slice(0, MOST_TWINS).filter(({ map: other }) => !isHeld(source, other)).map(({ name, map: other }) => {
		const pair = pairIn(other, "image");
		return {
			line: source.lineAt(rangeOf(pair?.key)[0]),
			at: rangeOf(pair?.value)[0],
			reference: textAt(other, ["image"]),
			what: `container ${name} of ${labelOf(object)}`,
			remedy: `Add ${source.file.path}#${labelOf(object)}/${name} to manifests, or a hold marker to the container.`
		};
	});
}
const isHeld = (source, container) => holdIn(source, {
	start: rangeOf(container)[0],
	end: contentEnd(container),
	around: []
}) !== void 0;
// src/edit/manifest/target.ts
var target_exports = /* @__PURE__ */ __exportAll({ manifestImages: () => manifestImages });
/** Images of containers in manifests, each known by kind and name of its object and the name of the container. */
const manifestImages = {
	describe: (key) => `the image of ${key}`,
	called: () => void 0,
	open: (file) => {
		const source = openManifests(file);
		return {
			find: (key) => find(source, key),
			absence: (key) => absence(source, key),
			create: (key, values) => create(source, key, values)
		};
	},
	mayHave: (text, key) => {
		const { name, container } = parseKey(key);
		return text.includes(name) && text.includes(container);
	},
	declares: (text, key) => {
		const { kind, name, container } = parseKey(key);
		return hasKind(text, kind) && [name, container].every((one) => hasName(text, one));
	}
};
const openManifests = (file) => openSource(file, {
	input: "manifests",
	program: "kubectl apply"
});
/** The one container of that name in the one object. @throws StepError ENTRY_DUPLICATE or EDIT_UNSAFE. */
function containerAt(source, key) {
	const named = parseKey(key);
	const objects = objectsIn(source).filter((object) => isNamed(object, named));
	failOnSeveral(source, objects.map(({ map }) => map), {
		what: `objects that are ${named.kind}/${named.name}`,
		hint: "Keep them in a file each, and name that file in manifests: kind and name do not say which is meant."
	});
	const [object] = objects;
	if (!object) return void 0;
	const containers = containersIn(source, object, named.container);
	failOnSeveral(source, containers.map(({ map }) => map), {
		what: `containers "${named.container}" in ${named.kind}/${named.name}`,
		hint: "Give each container a name of its own, as Kubernetes wants it within a pod."
	});
	const [container] = containers;
	return container && {
		source,
		key,
		object,
		map: container.map,
		ways: container.ways
	};
}
function find(source, key) {
	const found = containerAt(source, key);
	if (found) failOnMerged(source, found.map, {
		keys: ["image"],
		where: key
	});
	const text = found && textOf(source, pairIn(found.map, "image")?.value, `the image of ${key}`);
	return found && text !== void 0 ? entryOf(found, text) : void 0;
}
function scopeOf({ map, ways }) {
	const [last, ...around] = ways.toReversed();
	return {
		start: last?.start ?? rangeOf(map)[0],
		end: contentEnd(map),
		around: around.map((way) => way.start)
	};
}
function entryOf(found, text) {
	const { source, key, object, map } = found;
	const { file, lineAt } = source;
	const { name: image, tag, digest } = splitReference(text);
	const values = {
		image,
		tag,
		digest
	};
	const scope = scopeOf(found);
	const hold = holdIn(source, scope);
	const line = lineAt(rangeOf(pairIn(map, "image")?.key)[0]);
	const next = (wanted) => joinReference({
		...values,
		...wanted
	});
	return {
		file,
		line,
		at: rangeOf(pairIn(map, "image")?.value)[0],
		values,
		name: {
			line,
			chosen: true
		},
		input: "manifests",
		hold,
		notices: [],
		twins: twinsOf(source, object, {
			map,
			image
		}),
		has: (wanted) => next(wanted) === text,
		edit: (wanted, reason) => setValues(source, {
			place: { map },
			values: next(wanted) === text ? [] : [["image", next(wanted)]],
			scope,
			hold: reason
		}, {
			before: hold,
			reopen: openManifests,
			holdAgain: (edited) => find(openManifests(edited), key)?.hold
		})
	};
}
/** A container that is there without an image. */
function create(source, key, wanted) {
	const found = containerAt(source, key);
	if (!found) return fail(absence(source, key));
	const scope = scopeOf(found);
	return setValues(source, {
		place: { map: found.map },
		values: [["image", joinReference(wanted)]],
		scope,
		hold: void 0
	}, {
		before: holdIn(source, scope),
		reopen: openManifests,
		holdAgain: (edited) => find(openManifests(edited), key)?.hold
	});
}
export { target_exports as t };
