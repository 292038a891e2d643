import { i as __toESM, n as __exportAll } from "./rolldown-runtime.js";
import { _ as StepError, g as isExhausted, p as pageLink, v as fail, y as failOnAny } from "./index.js";
import { $t as joinReference, Cn as cutLine, Dn as oneLine, En as listed$1, Et as commitIn, G as fieldOf$2, Gt as isOfGit, Ht as inFolder, I as BatchReader, Jt as parentOf, Kt as isTooLong, Pt as nearest, Qt as isTag, Rt as KUSTOMIZATION_NAMES, T as Repository, U as LIMITS, Wt as isKustomization, Xt as isDigest, Y as textOf$4, Yt as require_picomatch, _n as roughEcrHost, c as accountId, dt as value, en as lastSegment, fn as isRegion, gn as partitionOfRegion, hn as parseRoleArn, in as isPlaceholder, it as oneOf, j as sourceOf$1, kn as withoutLastSlashes, l as ecrHost, ln as isAccountId, lt as secret, m as roleArn, mn as parseEcrHost, nn as registryOf, o as InputReader, on as defaultEcrHost, qt as overlayPath, r as unknownKeys, rn as splitReference, tn as parseReference, tt as flag, ut as text$1, w as readPayload, wn as isRecord, yn as LARGEST_FILE } from "./doors.js";
import { _ as SEVERITIES, d as counted, f as countsOf, h as propose, p as worstFirst, v as MARKETPLACE$1, y as awsOwner } from "./door-audit.js";
import { i as parseEvents, n as YAMLException, r as getScalarValue, t as EVENT_ID } from "./js-yaml.js";
import { $ as LISTS$1, Q as HELM$1, X as CONFIGURED, Z as GENERATORS, _ as fill$1, a as insertLines, at as findProgram, b as ancestorsOf, c as prefixOf, ct as isRemoteFile, et as LISTS_OF_PATHS, f as SHARED_REGISTRY_KEYS, ft as goMisreading, g as surroundingsOf, h as parameterSets, it as foldKey, l as splice, lt as isRepository, nt as isInlinePatch, o as lineEnd$1, rt as resolveIn, t as isMisread, tt as isInlineConfiguration, u as inTree, ut as shown$1, v as isTemplate$1 } from "./overlays.js";
const { closeSync, constants, openSync, readSync, readdirSync, readlinkSync } = /* @__PURE__ */ process.getBuiltinModule("node:fs");
const { posix } = /* @__PURE__ */ process.getBuiltinModule("node:path");
const { hash } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
const { gunzipSync, gzipSync } = /* @__PURE__ */ process.getBuiltinModule("node:zlib");
const { isUtf8 } = /* @__PURE__ */ process.getBuiltinModule("node:buffer");
// src/doors/audit/rules/example-pod.ts
/** A pod for the page of a rule, with one image in it. */
const examplePod = (image) => `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: ${image}
`;
// src/doors/audit/rules/found.ts
/** What is not certain is never more than a notice. */
const softened = (known) => known === "certain" ? {} : { severity: "notice" };
/** Overlays, charts and manifests that are deployed from these, each once. */
const rootsOf$2 = (origins) => [...new Set(origins.map(({ root, folder }) => folder ?? root))].toSorted();
/** Text of others as messages show it. */
const quote$1 = (text) => `"${cutLine(oneLine(text)).slice(0, LONGEST$2)}"`;
/** Longer than any name that is right. */
const LONGEST$2 = 300;
/** The part of a place where a text stands as it is written; all of it where it cannot be told. */
function within(at, text) {
	const { source, start, end } = at;
	if (!source.exact || text === "") return at;
	const index = source.text.slice(start, end).indexOf(text);
	if (index < 0) return at;
	return {
		source,
		start: start + index,
		end: start + index + text.length
	};
}
/** The scalar that stands there. Places that decide something are scalars, though a type may say less. */
function scalarAt$2(at) {
	return isScalar$1(at) ? at : void 0;
}
const isScalar$1 = (at) => "kind" in at && at.kind === "scalar";
/** `file:line` of a place, for messages that point to another one. */
function lineOf$2({ source, start }) {
	return `${oneLine(source.path)}:${source.text.slice(0, start).split("\n").length}`;
}
// src/effective/kept.ts
/**
* Works something out of a node once, however many overlays share it. It goes with the node: nothing is kept for
* another run.
*/
function keptFor(make) {
	const known = /* @__PURE__ */ new WeakMap();
	return (key) => {
		const kept = known.get(key);
		if (kept !== void 0 || known.has(key)) return kept;
		const made = make(key);
		known.set(key, made);
		return made;
	};
}
// src/doors/audit/rules/accounts/registry.ts
/** undefined for an image of another registry. */
function registryIn(name) {
	const slash = name.indexOf("/");
	const host = slash < 0 ? name : name.slice(0, slash);
	const ecr = parseEcrHost(host);
	if (ecr) return {
		kind: "ecr",
		host,
		ecr
	};
	const rough = roughEcrHost(host);
	if (!rough || isForeign(rough.account)) return void 0;
	const { account, region } = rough;
	const faults = [fault("account", account), fault("region", region)];
	const [first] = [...faults.filter((one) => one?.kind === "unresolved"), ...faults].filter((one) => one !== void 0);
	return first ? {
		...first,
		host
	} : {
		kind: "malformed",
		host,
		text: region,
		of: "region"
	};
}
function fault(of, text) {
	if (isStandIn(text)) return {
		kind: "unresolved",
		text,
		of
	};
	return (of === "account" ? isAccountId(text) : isRegion(text)) ? void 0 : {
		kind: "malformed",
		text,
		of
	};
}
/** `${ACCOUNT}`, `<account>`, `{{ account }}`, `ACCOUNT_ID`, `xxxxxxxxxxxx`: none begins as an account or a region does. */
const isStandIn = (text) => /[${}<>%]/.test(text) || /^[A-Za-z_][A-Za-z_-]*$/.test(text);
/** A host of somebody's own, in front of one that looks like ECR's. */
const isForeign = (account) => account.includes(".") && !/[${}<>%]/.test(account);
// src/doors/audit/rules/accounts/named.ts
/** Names that reach a cluster, and those of `images:` entries that reach nothing yet: once for all rules that ask. */
const namedInEcr = ({ repository }) => namedIn(repository);
const namedIn = keptFor((repository) => {
	const reaching = repository.images.flatMap(({ name, known, origins }) => {
		const registry = registryIn(name.text);
		if (!registry) return [];
		const severity = known === "certain" ? {} : { severity: "notice" };
		return [{
			name: name.text,
			at: name.at,
			registry,
			...severity,
			inheritedBy: rootsOf$2(origins)
		}];
	});
	const idle = [...repository.kustomizations.values()].flatMap(({ images, folder }) => images.filter(isIdle).flatMap((entry) => idleName(entry, folder)));
	return [...reaching, ...idle];
});
const isIdle = ({ matched }) => matched.length === 0;
/** Of an entry that matches nothing it breaks nothing today; it will as soon as the entry is mended. */
function idleName({ newName, unreachable }, folder) {
	const registry = newName && registryIn(newName.text);
	if (!newName || !registry) return [];
	const severity = unreachable.length > 0 ? {} : { severity: "warning" };
	return [{
		name: newName.text,
		at: newName,
		registry,
		...severity,
		inheritedBy: [folder]
	}];
}
// src/doors/audit/rules/accounts/account-malformed.ts
const accountMalformed = {
	id: "ecr-account-malformed",
	title: "A registry in ECR has an account or a region that cannot exist",
	severity: "error",
	why: "An account of AWS has exactly twelve digits, and hosts of ECR end differently from partition to partition. A host with a digit too few is no registry: the kubelet finds no credentials for it, and its name does not resolve.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod("465002806.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2"),
		good: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2")
	},
	*check(audited) {
		for (const named of namedInEcr(audited)) if (named.registry.kind === "malformed") yield found$9(named, named.registry);
	}
};
function found$9(named, registry) {
	const { host, text } = registry;
	return {
		at: within(named.at, text === "" ? host : text),
		message: `${faultOf$4(registry)}, so ${quote$1(host)} is no registry`,
		hint: hintFor$3(registry),
		inheritedBy: named.inheritedBy,
		...named.severity && { severity: named.severity }
	};
}
function faultOf$4({ of, text }) {
	if (of === "account") {
		if (text === "") return "The account is missing";
		if (!/^\d+$/.test(text)) return `Account ${quote$1(text)} is not made of twelve digits`;
		return `Account ${text} has ${text.length} ${text.length === 1 ? "digit" : "digits"} instead of 12`;
	}
	if (text === "") return "The region is missing";
	return isRegion(text) ? `ECR has no such host in region ${text}` : `${quote$1(text)} is no region`;
}
function hintFor$3({ of, text, host }) {
	const account = host.slice(0, 12);
	const right = of === "region" && isAccountId(account) ? defaultEcrHost(account, text)?.host : void 0;
	if (right !== void 0) return `Write ${right}.`;
	return of === "account" ? "Write the twelve digits of the account that has the image." : "Write the region of the registry between \".dkr.ecr.\" and \".amazonaws.com\", as us-east-1.";
}
// src/effective/object.ts
const isComposed = (node) => "image" in node;
// src/effective/yaml/lines.ts
/** Where the lines of a text begin. */
function lineStarts$1(text) {
	const starts = [0];
	for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
	return starts;
}
/** The last line that begins at or before an offset. */
function lineOf$1(starts, offset) {
	let low = 0;
	let high = starts.length - 1;
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if ((starts[middle] ?? 0) <= offset) low = middle;
		else high = middle - 1;
	}
	return low;
}
// src/effective/yaml/gaps.ts
/**
* What stands between values, which the events of the parser leave out. Each of these goes on from where the last value
* ended, and looks at a character once.
*/
/** Behind white space and comments. */
function skipBlank(text, from) {
	let at = from;
	for (;;) {
		const code = text.charCodeAt(at);
		if (isBlank$1(code)) at += 1;
		else if (code === HASH && (at === 0 || isBlank$1(text.charCodeAt(at - 1)))) at = endOfLine$1(text, at);
		else return at;
	}
}
const [HASH, SPACE, TAB, NEWLINE, RETURN, MARK$1] = [
	35,
	32,
	9,
	10,
	13,
	65279
];
const isBlank$1 = (code) => code === SPACE || code === NEWLINE || code === RETURN || code === TAB || code === MARK$1;
function endOfLine$1(text, from) {
	let at = from;
	while (at < text.length && text.charCodeAt(at) !== NEWLINE && text.charCodeAt(at) !== RETURN) at += 1;
	return at;
}
/** Behind the colon that follows a key; where no colon does, where the key ends. */
function behindColon(text, from) {
	const at = skipBlank(text, from);
	return text[at] === ":" ? at + 1 : from;
}
/** Behind the dash of the next item. */
function behindDash(text, from) {
	const at = skipBlank(text, from);
	return text[at] === "-" && (at + 1 === text.length || isBlank$1(text.charCodeAt(at + 1))) ? at + 1 : from;
}
/** Behind the bracket that ends a flow collection. */
function behindBracket(text, from) {
	let at = skipBlank(text, from);
	while (text[at] === ",") at = skipBlank(text, at + 1);
	return text[at] === "]" || text[at] === "}" ? at + 1 : from;
}
// src/effective/yaml/merge.ts
const isMerge = ({ key }) => key.text === "<<" && key.style === "plain";
/** Why parsers refuse a mapping, or do not agree on it; with the key at fault. */
function faultIn(entries) {
	const key = repeatedIn(entries);
	if (key) return {
		key,
		message: `the key "${key.text}" stands there twice`
	};
	const merge = hasMerge(entries) ? entries.find((entry) => isMerge(entry) && !isMergeable(entry.value)) : void 0;
	return merge && {
		key: merge.key,
		message: "what is merged (<<) is no mapping"
	};
}
/** Most mappings have a few keys, which are compared sooner than put into a set. */
const FEW = 8;
/** A key that a mapping has twice: parsers do not agree on which one counts, and kustomize refuses it. */
function repeatedIn(entries) {
	if (entries.length <= FEW) return repeatedInFew(entries);
	const seen = /* @__PURE__ */ new Set();
	for (const entry of entries) {
		if (isMerge(entry)) continue;
		if (seen.has(entry.key.text)) return entry.key;
		seen.add(entry.key.text);
	}
}
/** This is asked of every mapping, so there is nothing here that makes anything. */
function repeatedInFew(entries) {
	for (let index = 1; index < entries.length; index += 1) {
		const entry = entries[index];
		for (let before = 0; entry && before < index; before += 1) if (entries[before]?.key.text === entry.key.text && !isMerge(entry)) return entry.key;
	}
}
function hasMerge(entries) {
	for (const entry of entries) if (isMerge(entry)) return true;
	return false;
}
/** The entries with those that are merged in (`<<`): own ones win, and of several mappings the first (yaml.org/type/merge). */
function merged$4(entries) {
	if (!hasMerge(entries)) return entries.slice();
	const merges = entries.filter(isMerge);
	const own = entries.filter((entry) => !isMerge(entry));
	const known = new Set(own.map(({ key }) => key.text));
	const added = [];
	for (const entry of merges.flatMap(({ value }) => mappingsIn(value)).flatMap(entriesIn$1)) {
		if (known.has(entry.key.text)) continue;
		known.add(entry.key.text);
		added.push(entry);
	}
	return [...own, ...added];
}
const mappingsIn = (value) => value.kind === "list" ? value.items : [value];
const entriesIn$1 = (node) => node.kind === "map" ? node.entries : [];
const isMergeable = (value) => mappingsIn(value).every(({ kind }) => kind === "map");
// src/effective/yaml/text.ts
const AS_IT_IS = (offset) => offset;
// src/effective/yaml/words.ts
/** A file may be made of words that no other one has. */
const MOST_WORDS = 5e3;
const LONGEST$1 = 40;
const known$4 = /* @__PURE__ */ new Map();
/** The same text as it was met before: files have the same keys again and again, which then take memory once. */
function sharedWord(word) {
	const kept = known$4.get(word);
	if (kept !== void 0) return kept;
	if (known$4.size < MOST_WORDS && word.length <= LONGEST$1) known$4.set(word, word);
	return word;
}
// src/effective/yaml/build.ts
const STYLES = [
	"plain",
	"plain",
	"single",
	"double",
	"literal",
	"folded"
];
const FLOW = 2;
/**
* What aliases may make of a document: so many values, and several for each that is written. People stay far below; a
* bomb doubles with every line, and every walk through a document meets all of it.
*/
const MOST_ALIASED = 5e4;
const MOST_FOR_EACH = 20;
/** Why a document is not taken as it is written, and where in the file. */
var Refused = class extends Error {
	offset;
	constructor(message, offset) {
		super(message);
		this.offset = offset;
	}
};
/** Makes nodes of the events of a text. The parser keeps them below its limit of depth, so this may call itself. */
var DocumentBuilder = class {
	#source;
	#text;
	#at;
	#events;
	#next = 0;
	/** Where the last thing ended: an empty value has no place of its own. */
	#last = 0;
	#anchors = /* @__PURE__ */ new Map();
	/** How many nodes a walk meets in a node that something may stand for again. */
	#sizes = /* @__PURE__ */ new Map();
	#size = 0;
	#written = 0;
	constructor(source, { text, at }, events) {
		this.#source = source;
		this.#text = text;
		this.#at = at;
		this.#events = events;
	}
	read() {
		const documents = [];
		const faults = [];
		while (this.#next < this.#events.length && faults.length < 100) {
			const from = this.#next;
			try {
				documents.push(this.#document());
			} catch (error) {
				if (!(error instanceof Refused)) throw error;
				faults.push({
					message: error.message,
					offset: error.offset
				});
				this.#next = endOfDocument(this.#events, from);
			}
		}
		return {
			documents,
			faults
		};
	}
	#document() {
		this.#next += 1;
		this.#anchors = /* @__PURE__ */ new Map();
		this.#sizes = /* @__PURE__ */ new Map();
		this.#size = 0;
		this.#written = 0;
		const root = this.#events[this.#next]?.type === EVENT_ID.POP ? void 0 : this.#node();
		this.#next += 1;
		return { root: root?.kind === "scalar" && root.start === root.end ? void 0 : root };
	}
	#node() {
		const event = this.#events[this.#next];
		this.#next += 1;
		if (event === void 0 || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) throw new Error("the parser gave no event where a value was to be");
		this.#written += 1;
		if (event.type === EVENT_ID.ALIAS) return this.#alias(this.#text.slice(event.anchorStart, event.anchorEnd), event.anchorStart);
		const before = this.#size;
		this.#grow(1);
		if (event.anchorStart < 0) return this.#read(event);
		const name = this.#text.slice(event.anchorStart, event.anchorEnd);
		this.#anchors.set(name, void 0);
		const node = this.#read(event);
		this.#anchors.set(name, node);
		this.#sizes.set(node, this.#size - before);
		return node;
	}
	#read(event) {
		if (event.type === EVENT_ID.SCALAR) return this.#scalar(event);
		return event.type === EVENT_ID.MAPPING ? this.#map(event) : this.#list(event);
	}
	#alias(name, start) {
		const node = this.#anchors.get(name);
		if (!node) throw new Refused(`the alias *${name} ${this.#anchors.has(name) ? "stands within what it is the name of" : "has no anchor before it"}`, this.#at(start));
		this.#last = start + name.length;
		this.#grow(this.#sizes.get(node) ?? 1);
		return node;
	}
	#grow(by) {
		this.#size += by;
		if (this.#size > MOST_ALIASED + MOST_FOR_EACH * this.#written) throw new Refused("its aliases stand for far more values than are written", this.#at(this.#last));
	}
	#scalar(event, word) {
		const style = STYLES[event.style] ?? "plain";
		const isEmpty = event.valueStart < 0;
		const quote = style === "single" || style === "double" ? 1 : 0;
		const start = isEmpty ? Math.max(this.#last, event.tagEnd, event.anchorEnd) : event.valueStart - quote;
		const end = isEmpty ? start : event.valueEnd + quote;
		this.#last = end;
		const text = isEmpty ? "" : word ?? inOnePiece(getScalarValue(this.#text, event), style);
		const tag = this.#tagOf(event);
		return {
			kind: "scalar",
			source: this.#source,
			start: this.#at(start),
			end: this.#at(end),
			text,
			style,
			tag
		};
	}
	/** Most keys have no anchor, and are a few words that all files have. */
	#key() {
		const event = this.#events[this.#next];
		if (event?.type !== EVENT_ID.SCALAR || event.anchorStart >= 0 || !event.fast) return this.#node();
		this.#next += 1;
		this.#grow(1);
		return this.#scalar(event, sharedWord(this.#text.slice(event.valueStart, event.valueEnd)));
	}
	#value() {
		this.#last = behindColon(this.#text, this.#last);
		return this.#node();
	}
	#map(event) {
		const entries = [];
		this.#last = event.start;
		while (this.#events[this.#next]?.type !== EVENT_ID.POP) {
			const key = this.#key();
			if (key.kind !== "scalar") throw new Refused("a key is a mapping or a list", key.start);
			entries.push({
				key,
				value: this.#value()
			});
		}
		const fault = faultIn(entries);
		if (fault) throw new Refused(fault.message, fault.key.start);
		const flow = event.style === FLOW;
		const end = this.#close(event.start, flow);
		return {
			kind: "map",
			source: this.#source,
			start: this.#at(event.start),
			end: this.#at(end),
			entries: merged$4(entries),
			flow,
			tag: this.#tagOf(event)
		};
	}
	#list(event) {
		const items = [];
		this.#last = event.start;
		while (this.#events[this.#next]?.type !== EVENT_ID.POP) {
			this.#last = behindDash(this.#text, this.#last);
			items.push(this.#node());
		}
		const flow = event.style === FLOW;
		const end = this.#close(event.start, flow);
		return {
			kind: "list",
			source: this.#source,
			start: this.#at(event.start),
			end: this.#at(end),
			items: items.slice(),
			flow,
			tag: this.#tagOf(event)
		};
	}
	/** Ends a mapping or list: where its last value does, and behind its bracket. */
	#close(start, flow) {
		this.#next += 1;
		const open = this.#text[start];
		if (flow && (open === "[" || open === "{")) this.#last = behindBracket(this.#text, Math.max(this.#last, start + 1));
		return this.#last;
	}
	#tagOf({ tagStart, tagEnd }) {
		return tagStart < 0 ? void 0 : this.#text.slice(tagStart, tagEnd);
	}
};
/** A block is made of its lines, all of which it would hold until an expression looks at it. */
const inOnePiece = (text, style) => (style === "literal" || style === "folded") && !/^/.test(text) ? "" : text;
/** Behind the end of the document that begins there. */
function endOfDocument(events, from) {
	let next = from + 1;
	while (next < events.length && events[next]?.type !== EVENT_ID.DOCUMENT) next += 1;
	return next;
}
// src/effective/yaml/parse.ts
/** More than a level has that the parser goes down to, as people write them. */
const ROOM = " ".repeat(250);
/**
* The events of a text. Between brackets and quotation marks, the parser wants lines further in than libyaml and go-yaml,
* and so kustomize and Argo CD, which do not care: a closing bracket often stands right below its key. There a line may
* begin with any number of spaces, so one that lacks some gets them. Each costs another reading: what is read in all is
* bounded.
*/
function parse(text) {
	const lines = [];
	let left = text.length * 8 + 262144;
	for (;;) {
		const roomy = withRoom(text, lines);
		const at = placesIn$1(lines);
		try {
			return {
				text: roomy,
				at,
				events: parseEvents(roomy, {})
			};
		} catch (error) {
			if (!(error instanceof YAMLException)) throw error;
			const offset = at(Math.min(error.mark?.position ?? 0, roomy.length));
			const line = text.lastIndexOf("\n", offset - 1) + 1;
			left -= roomy.length;
			const isNew = line > (lines.at(-1) ?? 0);
			if (error.reason !== "deficient indentation" || !isNew || left < 0) return {
				message: error.reason,
				offset
			};
			lines.push(line);
		}
	}
}
const withRoom = (text, lines) => lines.length === 0 ? text : [0, ...lines].map((from, index) => text.slice(from, lines[index])).join(ROOM);
function placesIn$1(lines) {
	if (lines.length === 0) return AS_IT_IS;
	const roomy = [0, ...lines.map((line, index) => line + index * ROOM.length)];
	return (offset) => {
		const made = lineOf$1(roomy, offset);
		return Math.max(offset - made * ROOM.length, lines[made - 1] ?? 0);
	};
}
// src/effective/yaml/read.ts
/**
* The documents of a YAML text, and what keeps others of them from being read: one that is broken costs no other one.
* Read by its events, several times as fast as by a tree of the syntax (docs/adr/0023).
*/
function readYaml(source, text = source.text, placed = AS_IT_IS) {
	const whole = readPart(source, {
		text,
		from: 0,
		placed
	});
	if (whole.faults.length === 0) return whole;
	const parts = partsOf$4(text);
	if (parts.length < 2) return whole;
	const documents = [];
	const faults = [];
	for (const part of parts) {
		if (faults.length >= 100) break;
		const read = readPart(source, {
			...part,
			placed
		});
		documents.push(...read.documents);
		faults.push(...read.faults);
	}
	return {
		documents,
		faults
	};
}
/** Cut where documents begin, so that each can be read alone. */
function partsOf$4(text) {
	const starts = [0, ...[...text.matchAll(/^---(?=\s|$)/gm)].map(({ index }) => index).filter((index) => index > 0)];
	return starts.map((from, index) => ({
		text: text.slice(from, starts[index + 1]),
		from
	}));
}
function readPart(source, { text, from, placed }) {
	const at = from === 0 ? placed : (offset) => placed(from + offset);
	const parsed = parse(text);
	if ("message" in parsed) return {
		documents: [],
		faults: [{
			...parsed,
			offset: at(parsed.offset)
		}]
	};
	const { text: read, at: inPart, events } = parsed;
	return new DocumentBuilder(source, {
		text: read,
		at: joined$6(at, inPart)
	}, events).read();
}
/** Every place is asked for, and most texts are read as they stand in their files. */
function joined$6(outer, inner) {
	if (inner === AS_IT_IS) return outer;
	return outer === AS_IT_IS ? inner : (offset) => outer(inner(offset));
}
// src/effective/yaml/nested.ts
/**
* The documents of a YAML text that is the value of a scalar (an inline patch, Helm values). Of a literal block each
* offset is known; what is folded or quoted has one place, that of the scalar.
*/
function readNested(scalar) {
	const { source, start, text } = scalar;
	const place = scalar.style === "literal" && source.exact ? placesOf$1(scalar) : void 0;
	if (place) return readYaml(source, text, place);
	return readYaml({
		path: source.path,
		text: source.text,
		exact: false
	}, text, () => start);
}
/**
* By lines: those of a literal block are lines of the file, less the indent that all of them have. undefined where the
* lines of the value are not those of the file, or nothing is written in it.
*/
function placesOf$1({ source, start, end, text }) {
	const from = source.text.lastIndexOf("\n", start - 1) + 1;
	const raw = source.text.slice(from, end);
	if (/\r(?!\n)/.test(raw)) return void 0;
	const inner = lineStarts$1(text);
	const outer = lineStarts$1(raw);
	const written = inner.findIndex((at) => at < text.length && text[at] !== "\n");
	const indent = spacesAt(raw, outer[written] ?? 0) - spacesAt(text, inner[written] ?? 0);
	if (written < 0 || indent < 0) return void 0;
	return (offset) => {
		const line = lineOf$1(inner, offset);
		const column = offset - (inner[line] ?? 0);
		return from + Math.min((outer[line] ?? raw.length) + indent + column, raw.length);
	};
}
function spacesAt(text, from) {
	let at = from;
	while (text[at] === " ") at += 1;
	return at - from;
}
// src/effective/yaml/node.ts
/** The value of a key; undefined where there is none, or no mapping to look in. */
function valueAt(node, key) {
	return entryAt(node, key)?.value;
}
function entryAt(node, key) {
	return node?.kind === "map" ? node.entries.find((entry) => entry.key.text === key) : void 0;
}
/** The value at the end of keys. */
function valueUnder(node, keys) {
	return keys.reduce((held, key) => valueAt(held, key), node);
}
/** The text of a scalar that says something; undefined for null, a mapping or a list. */
function textOf$3(node) {
	return node?.kind === "scalar" && !isNull(node) ? node.text : void 0;
}
function textAt$1(node, key) {
	return textOf$3(valueAt(node, key));
}
function itemsOf$2(node) {
	return node?.kind === "list" ? node.items : [];
}
function itemsAt(node, key) {
	return itemsOf$2(valueAt(node, key));
}
function entriesOf$1(node) {
	return node?.kind === "map" ? node.entries : [];
}
/** Null by YAML 1.1 and 1.2 alike. */
function isNull(node) {
	return node.style === "plain" && node.tag === void 0 && /^(?:~|null|Null|NULL|)$/.test(node.text);
}
// src/effective/sites/encrypted.ts
/** A value that SOPS has encrypted: what it says is not known. */
const isEncrypted$1 = ({ text }) => text.startsWith("ENC[");
// src/effective/sites/place.ts
/** Deeper than any object that a cluster takes; with aliases a text may go far deeper than its parser does. */
const DEEPEST$11 = 100;
/** Path of a field, as `spec.template.spec.containers[0].image`. */
const fieldOf$1 = (place) => place.map((step) => typeof step === "number" ? `[${step}]` : `.${keyText$1(step)}`).join("").replace(/^\./, "");
const keyText$1 = (key) => /[.[\]"]/.test(key) ? JSON.stringify(key) : key;
/** Key of the mapping that holds it, or of the list that the mapping is an item of. */
function holderKey(place) {
	const isItem = typeof place.at(-2) === "number";
	const key = place.at(isItem ? -3 : -2);
	return typeof key === "string" ? {
		key,
		isItem
	} : void 0;
}
/** Every key of an object, from the top down; below `above` where the object is within another text. */
function placesIn(root, visit, above = []) {
	const place = [...above];
	const enter = (node, within) => {
		if (node.kind === "scalar" || place.length > above.length + DEEPEST$11) return;
		if (node.kind === "list") {
			let step = 0;
			for (const item of node.items) {
				if (item.kind !== "scalar") {
					place.push(step);
					enter(item, within);
					place.pop();
				}
				step += 1;
			}
			return;
		}
		const inside = objectIn(node) ?? within;
		const { group, kind } = inside;
		for (const entry of node.entries) {
			place.push(entry.key.text);
			visit({
				entry,
				holder: node,
				place,
				group,
				kind
			});
			enter(entry.value, inside);
			place.pop();
		}
	};
	enter(root, {
		group: "",
		kind: ""
	});
}
function objectIn(node) {
	let version;
	let kind;
	for (const { key, value } of node.entries) {
		if (value.kind !== "scalar") continue;
		if (key.text === "apiVersion") version = value.text;
		else if (key.text === "kind") kind = value.text;
	}
	return version === void 0 || kind === void 0 ? void 0 : {
		group: groupOf(version),
		kind
	};
}
/** `apps` of `apps/v1`; empty for the core. */
const groupOf = (apiVersion) => apiVersion.slice(0, Math.max(0, apiVersion.indexOf("/")));
// src/effective/sites/image-place.ts
const REACHED = {
	reach: "images",
	known: "certain"
};
const CERTAIN = {
	reach: "none",
	known: "certain"
};
const ASSUMED = {
	reach: "none",
	known: "assumed"
};
/** Lists of kustomize's own; what it does to them it does in objects of any kind. */
const CONTAINER_LISTS = /* @__PURE__ */ new Set(["containers", "initContainers"]);
/** Mappings and lists of API groups whose `image` is one that a pod gets. */
const HOLDERS = {
	"argoproj.io": /* @__PURE__ */ new Set([
		"container",
		"script",
		"sidecars"
	]),
	"tekton.dev": /* @__PURE__ */ new Set([
		"steps",
		"sidecars",
		"stepTemplate"
	]),
	"sparkoperator.k8s.io": /* @__PURE__ */ new Set([
		"spec",
		"driver",
		"executor",
		"template"
	]),
	"monitoring.coreos.com": /* @__PURE__ */ new Set(["spec", "thanos"])
};
/** Parts of an inference service of KServe: the image of a model, or of one framework, below it. */
const PREDICTORS = /* @__PURE__ */ new Set([
	"predictor",
	"transformer",
	"explainer"
]);
/** What a value means to a program of its own, or who fills it in: nothing in there is an image of a pod as it stands. */
const PATTERNS = /(?:^|\.)(?:kyverno\.io|gatekeeper\.sh|image\.toolkit\.fluxcd\.io|argocd-image-updater\.argoproj\.io|kargo\.akuity\.io|kustomize\.config\.k8s\.io|apiextensions\.k8s\.io)$/;
const FILLED_IN = /(?:^|\.)(?:crossplane\.io|template\.openshift\.io|kro\.run)$/;
/** Whether an object is one of those of which others are made, whatever is in it. */
const isFilledInLater$1 = (apiVersion) => FILLED_IN.test(groupOf(apiVersion));
/** Objects that only say what to deploy; that is read elsewhere. */
const DEPLOYERS = /* @__PURE__ */ new Set([
	"Application",
	"ApplicationSet",
	"AppProject",
	"HelmRelease",
	"HelmChart"
]);
const KEYS$1 = /* @__PURE__ */ new Set([
	"image",
	"reference",
	"imageName"
]);
/** Whether a key names an image, and how much is known of it. */
function imagePlace(placed, isOwn) {
	const { entry, group, kind, place } = placed;
	const own = isOwn?.(place) === true;
	if (!own && !KEYS$1.has(entry.key.text)) return void 0;
	if (PATTERNS.test(group) || DEPLOYERS.has(kind)) return void 0;
	const found = own ? ownPlace(entry.value, placed) : placeOf$7(entry.key.text, entry.value, placed);
	if (!found || found.known === "assumed") return found;
	return FILLED_IN.test(group) || isFilledIn$3(entry.value) ? {
		...found,
		known: "assumed"
	} : found;
}
function placeOf$7(key, value, { place, group }) {
	if (value.kind !== "scalar" || isEncrypted$1(value)) return void 0;
	if (key === "image") return imageIn(place, group) ?? customImage(value.text, group);
	if (key === "reference") return isVolume(place) ? REACHED : void 0;
	return key === "imageName" && group === "postgresql.cnpg.io" ? CERTAIN : void 0;
}
/** Who says that it is an image knows; what is known of it here anyway goes on to be. */
function ownPlace(value, placed) {
	const found = placeOf$7(placed.entry.key.text, value, placed);
	if (found?.known === "certain") return found;
	return value.kind === "scalar" && !isEncrypted$1(value) ? CERTAIN : void 0;
}
function imageIn(place, group) {
	const holder = holderKey(place);
	if (!holder) return void 0;
	const { key, isItem } = holder;
	if (isItem && CONTAINER_LISTS.has(key)) return REACHED;
	if (isItem && key === "ephemeralContainers") return CERTAIN;
	if (HOLDERS[group]?.has(key) === true) return CERTAIN;
	return group === "serving.kserve.io" && isPredictor(place) ? CERTAIN : void 0;
}
const isPredictor = (place) => [place.at(-2), place.at(-3)].some((step) => typeof step === "string" && PREDICTORS.has(step));
/** `volumes[].image.reference`, which newer kustomize reaches as well. */
const isVolume = (place) => place.at(-2) === "image" && typeof place.at(-3) === "number" && place.at(-4) === "volumes";
/** A key called image of somebody's own kind of object: mostly one, and nobody says so. */
function customImage(text, group) {
	return group.includes(".") && !/(?:^|\.)(?:k8s|openshift)\.io$/.test(group) && /[/:]/.test(text) && !/\s|:\/\//.test(text) ? ASSUMED : void 0;
}
/** Parameters of workflows (`{{inputs.parameters.image}}`), of pipelines (`$(params.image)`), and of whatever fills in files. */
function isFilledIn$3(value) {
	return value.kind === "scalar" && (value.text.includes("{{") || value.text.includes("$("));
}
// src/effective/sites/image-site.ts
/** Images of a node: an object, or a part of one, as a patch is, which then stands below `above`. */
function imageSitesIn(root, above) {
	const sites = [];
	placesIn(root, (placed) => sites.push(...imageSitesAt(placed)), above);
	return sites;
}
function imageSitesAt(placed, isOwn) {
	const { value } = placed.entry;
	if (value.kind !== "scalar") return [];
	const found = imagePlace(placed, isOwn);
	if (found) return [siteOf(value, placed, found)];
	return isPodPatch(placed) ? sitesInPatch$1(value, placed) : [];
}
function siteOf(at, { place }, { reach, known }) {
	return {
		at,
		field: fieldOf$1(place),
		reach: reachOf(at, reach),
		known
	};
}
/** kustomize passes over a field with nothing in it. */
function reachOf(at, reach) {
	if (at.text === "" || isNull(at)) return "none";
	return isComposed(at) && at.image.entries.length > 0 && reach === "none" ? "field-spec" : reach;
}
/** Argo Workflows merges it into the pod that it makes of a template. */
const isPodPatch = ({ entry, group }) => group === "argoproj.io" && entry.key.text === "podSpecPatch";
function sitesInPatch$1(patch, { place }) {
	if (!patch.text.includes("image")) return [];
	const { documents } = readNested(patch);
	const isTemplate = patch.text.includes("{{");
	return documents.flatMap(({ root }) => root ? imageSitesIn(root, place) : []).map((site) => ({
		...site,
		reach: "none",
		known: isTemplate ? "assumed" : site.known
	}));
}
// src/effective/sites/role-site.ts
/** Annotations that name an IAM role: for the pods of a service account, for pulls of the kubelet, for kube2iam and kiam. */
const ROLE_KEYS = /* @__PURE__ */ new Set([
	"eks.amazonaws.com/role-arn",
	"eks.amazonaws.com/ecr-role-arn",
	"iam.amazonaws.com/role"
]);
/** Roles of a node: an object, values of a chart, a patch. */
function roleSitesIn(root) {
	const sites = [];
	placesIn(root, (placed) => sites.push(...roleSitesAt(placed)));
	return sites;
}
function roleSitesAt(placed) {
	const { key, value } = placed.entry;
	if (value.kind === "scalar") return placed.group === "argoproj.io" ? rolesInText(value, placed) : [];
	return isAnnotations(key.text) ? rolesIn$1(value) : [];
}
/** `annotations`, and what charts call theirs: `podAnnotations`, `serviceAccountAnnotations`. */
const isAnnotations = (key) => key === "annotations" || key.endsWith("Annotations");
/** Those of a mapping of annotations, which a patch may replace as a whole. */
function rolesIn$1(annotations) {
	return entriesOf$1(annotations).flatMap(roleAt);
}
const roleAt = ({ key, value }) => ROLE_KEYS.has(key.text) && value.kind === "scalar" && value.text !== "" && !isEncrypted$1(value) ? [{
	at: value,
	key: key.text
}] : [];
/** Values that an Application gives to Helm: as a text in YAML, or as a parameter whose name escapes its dots. */
function rolesInText(value, { entry, holder }) {
	if (entry.key.text === "values" && mentionsRole(value.text)) return readNested(value).documents.flatMap(({ root }) => root ? roleSitesIn(root) : []);
	if (entry.key.text !== "name" || !mentionsRole(value.text.replaceAll("\\", ""))) return [];
	const given = valueAt(holder, "value");
	const name = value.text.replaceAll("\\.", ".");
	const key = [...ROLE_KEYS].find((one) => name.endsWith(`nnotations.${one}`));
	return key !== void 0 && given?.kind === "scalar" && given.text !== "" ? [{
		at: given,
		key
	}] : [];
}
/** Reading costs more than looking. */
const mentionsRole = (text) => text.includes("role-arn") || text.includes("iam.amazonaws.com/role");
// src/effective/filled-in.ts
/**
* Whether a text is one that Jinja, ERB, Backstage or another of their kind fills in before anybody applies it:
* `{{ a }}`, `{% if a %}`, `<%= a %>`.
*/
const isTemplateText = (text) => /\{\{|\{%|<%/.test(text);
/**
* What tells of a file of objects that another program fills it in first. Braces in a rule of Prometheus or in the text of
* a ConfigMap are for who reads them in the cluster; a name, an image or a role with braces is nobody's.
*/
function filledInAt(text, objects) {
	if (!isTemplateText(text)) return void 0;
	for (const { root, apiVersion } of objects) {
		if (groupOf(apiVersion) === "argoproj.io") continue;
		const found = decisiveIn(root).find((node) => node.kind === "scalar" && isTemplateText(node.text));
		if (found?.kind === "scalar") return found;
	}
}
function decisiveIn(root) {
	return [...[valueUnder(root, ["metadata", "name"]), valueUnder(root, ["metadata", "namespace"])].flatMap((node) => node ?? []), ...[...imageSitesIn(root), ...roleSitesIn(root)].map(({ at }) => at)];
}
// src/doors/audit/rules/accounts/other-host.ts
/** Registries of one's own: nobody means one of AWS's who writes another account. */
const ownRegistries = ({ registries }) => registries.filter(({ account }) => !awsOwner(account));
/** The one of them that is in a region; undefined for none and for several. */
function onlyIn(settings, region) {
	return theOnly$1(ownRegistries(settings).filter((one) => one.region === region));
}
function theOnly$1(all) {
	return all.length === 1 ? all[0] : void 0;
}
/** `465002806239 in us-east-1`, as people read it. */
const registryNames = (registries) => registries.map(({ account, region }) => `${account} in ${region}`).join(" or ");
/** Registries in names of `images:` entries: what one of them is to match must not be changed without it. */
const entryHosts = keptFor(({ kustomizations }) => {
	const entries = [...kustomizations.values()].flatMap(({ images }) => images);
	return new Set(entries.flatMap(({ name }) => (name && registryIn(name.text)?.host) ?? []));
});
/** Names another registry where an image is named; what a program fills in is for that program. */
function movedTo({ at, registry }, { to, safety, entries }) {
	const scalar = scalarAt$2(at);
	const host = isAccountId(to.account) ? defaultEcrHost(to.account, to.region)?.host : void 0;
	if (!scalar || host === void 0 || isTemplateText(registry.host) || !scalar.text.includes(registry.host)) return {};
	const text = scalar.text.replace(registry.host, () => hostLike(registry.host, host, to));
	return { fix: {
		safety: entries.has(registry.host) ? "unsafe" : safety,
		title: `Name account ${to.account} in ${to.region}`,
		changes: [{
			kind: "set",
			at: scalar,
			to: text
		}]
	} };
}
/** The same form of a host where its region stays, so that FIPS and IPv6 do. */
function hostLike(from, other, { account, region }) {
	const own = from.indexOf(".dkr");
	return own > 0 && from.includes(`.${region}.`) ? `${account}${from.slice(own)}` : other;
}
// src/doors/audit/rules/accounts/account-placeholder.ts
const accountPlaceholder = {
	id: "ecr-account-placeholder",
	title: "An image comes from an account that only documentation has",
	severity: "error",
	why: "Accounts like 123456789012 stand in examples and belong to nobody who could let you pull. Kubernetes takes the manifest, every pull is answered with 403 or 401, and the pods stay in ImagePullBackOff.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod("123456789012.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2"),
		good: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2")
	},
	*check(audited) {
		const entries = entryHosts(audited.repository);
		for (const named of namedInEcr(audited)) {
			const { registry } = named;
			if (registry.kind !== "ecr" || !isNobodys(registry.ecr.account, audited)) continue;
			yield found$8(named, {
				account: registry.ecr.account,
				region: registry.ecr.region,
				entries
			}, audited);
		}
	}
};
const isNobodys = (account, { settings }) => !settings.registries.some((one) => one.account === account) && (isPlaceholder(account) || settings.placeholderAccounts.includes(account));
function found$8(named, { account, region, entries }, { settings }) {
	const here = onlyIn(settings, region);
	const to = here ?? theOnly$1(ownRegistries(settings));
	const move = to ? movedTo(named, {
		to,
		safety: here ? "safe" : "unsafe",
		entries
	}) : {};
	return {
		at: within(named.at, account),
		message: `${whose(account)}, so nothing can be pulled from ${quote$1(named.registry.host)}`,
		hint: hintFor$2(settings.registries.length > 0, to && registryNames([to]), registryNames(settings.registries)),
		inheritedBy: named.inheritedBy,
		...named.severity && { severity: named.severity },
		...move
	};
}
function whose(account) {
	if (account === "000000000000") return "Account 000000000000 is that of LocalStack, which no cluster reaches";
	return `Account ${account} is a placeholder of documentation`;
}
function hintFor$2(isListed, to, all) {
	if (to !== void 0) return `Write account ${to}, which allowed-registries names.`;
	return isListed ? `Write the account that has the image: allowed-registries names ${all}.` : "Write the account that has the image.";
}
// src/doors/audit/rules/accounts/account-not-allowed.ts
const accountNotAllowed = {
	id: "ecr-account-not-allowed",
	title: "An image comes from an account that is not one of yours",
	severity: "error",
	needs: "registries",
	why: "Nodes may pull from the accounts whose registries let them. An account that is not in allowed-registries is mostly a copy of another environment or a slip of a digit: the pull is answered with 403, or the pods run the image of somebody else.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod("831926600000.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2"),
		good: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2")
	},
	*check(audited) {
		const { registries } = audited.settings;
		if (registries.length === 0) return;
		const allowed = new Set(registries.map(({ account }) => account));
		const entries = entryHosts(audited.repository);
		for (const named of namedInEcr(audited)) {
			const { registry } = named;
			if (registry.kind !== "ecr") continue;
			const { account, region } = registry.ecr;
			if (allowed.has(account) || awsOwner(account) || isNobodys(account, audited)) continue;
			yield found$7(named, {
				account,
				region,
				entries
			}, audited);
		}
	}
};
function found$7(named, { account, region, entries }, { settings }) {
	const to = onlyIn(settings, region);
	return {
		at: within(named.at, account),
		message: `${quote$1(named.registry.host)} is of account ${account}, expected ${registryNames(settings.registries)}: nodes may not pull from it`,
		hint: to ? `Write account ${to.account}, or add ${account} to allowed-registries if it is right.` : `Write one of the accounts that allowed-registries names, or add ${account} if it is right.`,
		inheritedBy: named.inheritedBy,
		...named.severity && { severity: named.severity },
		...to && movedTo(named, {
			to,
			safety: "unsafe",
			entries
		})
	};
}
// src/effective/files/names.ts
const YAML = /\.(?:ya?ml|json)$/;
const CODE = /\.(?:tf|tfvars|[cm]?[jt]sx?)$/;
const ARCHIVE = /\.tgz$/;
const TYPES_ALONE = /\.d\.[cm]?ts$/;
const isCode = (path) => CODE.test(path) && !TYPES_ALONE.test(path);
const isArchive = (path) => ARCHIVE.test(path);
/** HCL resolves names across the files of a folder, so all of them are needed. */
const isTerraform = (path) => /\.(?:tf|tfvars)$/.test(path);
/** A file of a chart's `templates`, which Helm fills in whatever is in it: YAML and the definitions for it. */
function isTemplate(path, has) {
	if (!/(?:^|\/)templates\//.test(path) || !/\.(?:ya?ml|tpl|json)$/.test(path)) return false;
	return chartFoldersOf(path).some((folder) => has(folder === "" ? "Chart.yaml" : `${folder}/Chart.yaml`));
}
/** Every folder that has the path under its `templates`. */
function chartFoldersOf(path) {
	const folders = [];
	for (let folder = parentOf(path); folder !== ""; folder = parentOf(folder)) if (folder === "templates" || folder.endsWith("/templates")) folders.push(parentOf(folder));
	return folders;
}
/** Whether the name alone says that a file is looked at. */
const isLookedAt = (path) => YAML.test(path) || isCode(path) || isArchive(path) || isKustomization(path) || path.endsWith(".tpl");
// src/effective/substitution.ts
var import_picomatch = /* @__PURE__ */ __toESM(require_picomatch(), 1);
/**
* Says of roots whether something fills in `${NAME}` in what they deploy: Flux (`postBuild`), a plug-in of Argo CD,
* `templatefile` of Terraform, or `envsubst` in a pipeline or script of this repository, which may do it to any file, or
* on a page beside it or above.
*/
const substitutions = keptFor((files) => {
	const folders = files.paths.flatMap((path) => foldersIn$1(files, path, ["postBuild", "plugin"]));
	const everywhere = [...files.paths.filter(isPipeline), ...SCRIPTS].some((path) => files.file(path)?.text.includes("envsubst"));
	const templates = new Set(files.paths.filter(isTerraform).flatMap((path) => templatesIn$1(files, path)));
	const isToldOf = toldByPages(files);
	return (roots) => everywhere || isBelowOne(roots, folders) || roots.some((root) => templates.has(basename$1(root)) || isToldOf(root));
});
/** Names of files that Terraform fills in; the path in front of them is mostly an expression. */
function templatesIn$1(files, path) {
	return [...(files.file(path)?.text ?? "").matchAll(/\btemplatefile\(\s*"([^"\n]*)"/g)].map(([, named = ""]) => basename$1(named));
}
const basename$1 = (path) => path.slice(path.lastIndexOf("/") + 1);
/** Says whether a page about a folder, or about one above it, has the command by which people fill files in. */
function toldByPages(files) {
	const known = /* @__PURE__ */ new Map();
	const isTold = (folder) => {
		const told = known.get(folder) ?? (files.file(folder === "" ? "README.md" : `${folder}/README.md`)?.text.includes("envsubst") === true || folder !== "" && isTold(parentOf(folder)));
		known.set(folder, told);
		return told;
	};
	return isTold;
}
/** Says of roots whether a plug-in of Argo CD makes what is deployed from there: nobody else knows what it does. */
const plugins = keptFor((files) => {
	const folders = files.paths.flatMap((path) => foldersIn$1(files, path, ["plugin"]));
	return (roots) => isBelowOne(roots, folders);
});
const isBelowOne = (roots, folders) => roots.some((root) => folders.some((folder) => isBelow(root, folder)));
const isBelow = (path, folder) => folder === "" || path === folder || path.startsWith(`${folder}/`);
const isPipeline = (path) => /^(?:\.github\/|\.gitlab-ci|\.circleci\/|azure-pipelines)/.test(path);
/** What people deploy with from their own machine. */
const SCRIPTS = [
	"Makefile",
	"justfile",
	"Justfile",
	"Jenkinsfile",
	"Tiltfile",
	"deploy.sh",
	"scripts/deploy.sh"
];
function foldersIn$1(files, path, fillers) {
	const file = files.file(path);
	if (!file || !fillers.some((filler) => file.text.includes(filler))) return [];
	return file.documents.flatMap((root) => [...fillers.includes("postBuild") ? ofFlux(root) : [], ...fillers.includes("plugin") ? ofPlugins(root) : []]);
}
function ofFlux(root) {
	const spec = valueAt(root, "spec");
	return groupOf(textAt$1(root, "apiVersion") ?? "") === "kustomize.toolkit.fluxcd.io" && valueAt(spec, "postBuild") ? [folderOf(textAt$1(spec, "path") ?? "")] : [];
}
function ofPlugins(root) {
	if (groupOf(textAt$1(root, "apiVersion") ?? "") !== "argoproj.io") return [];
	const spec = valueAt(root, "spec");
	return sourcesOf$1(textAt$1(root, "kind") === "ApplicationSet" ? valueUnder(spec, ["template", "spec"]) : spec).filter((source) => valueAt(source, "plugin")).map((source) => folderOf(textAt$1(source, "path") ?? ""));
}
function sourcesOf$1(spec) {
	const sources = valueAt(spec, "sources");
	const single = valueAt(spec, "source");
	return sources?.kind === "list" ? sources.items : single ? [single] : [];
}
/** Up to what stands for many: `apps/{{path}}` is below `apps`. */
function folderOf(path) {
	return path.replace(/(?:\{\{|[*$]).*$/s, "").split("/").filter((part) => part !== "" && part !== ".").join("/");
}
// src/doors/audit/rules/accounts/account-unresolved.ts
const accountUnresolved = {
	id: "ecr-account-unresolved",
	title: "The account or region of a registry is a text that stands for one",
	severity: "error",
	why: "Neither kustomize nor Argo CD fills in variables. A text like $AWS_ACCOUNT_ID or <account-id> reaches the cluster as it is, and the kubelet refuses the reference or finds no such host.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod("<account-id>.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2"),
		good: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2")
	},
	*check(audited) {
		const unresolved = namedInEcr(audited).flatMap(({ registry, ...named }) => registry.kind === "unresolved" ? [{
			...named,
			registry
		}] : []);
		if (unresolved.length === 0) return;
		const isFilledIn = substitutions(audited.repository.files);
		const entries = entryHosts(audited.repository);
		for (const named of unresolved) yield found$6(named, {
			isFilledIn,
			entries
		}, audited);
	}
};
function found$6(named, { isFilledIn, entries }, audited) {
	const { registry, inheritedBy } = named;
	const at = within(named.at, registry.text);
	const what = `${quote$1(registry.text)} stands where the ${registry.of} of the registry is to be`;
	if (registry.text.includes("$") && isFilledIn(inheritedBy)) return {
		at,
		message: `${what}; something fills it in before it is applied`,
		hint: "Make sure that the variable is set wherever this is applied.",
		inheritedBy,
		severity: "notice"
	};
	if (named.severity === "notice" && isTemplateText(registry.text)) return {
		at,
		message: `${what}; a program that fills in templates has to, before this is applied`,
		hint: "Make sure that it does. Where this file is such a template, name it under ignore in .ecr-gitops.yaml.",
		inheritedBy,
		severity: "notice"
	};
	return {
		at,
		message: `${what}, and neither kustomize nor Argo CD fills it in, so nothing can be pulled`,
		hint: `Write the ${registry.of} itself${allowedText(audited)}.`,
		inheritedBy,
		...named.severity && { severity: named.severity },
		...fixFor(named, entries, audited)
	};
}
/** Only where one registry can be meant: that of the region that is written, or the only one that there is. */
function fixFor(named, entries, { settings }) {
	const { account = "", region = "" } = roughEcrHost(named.registry.host) ?? {};
	const to = isStandIn(region) ? theOnly$1(ownRegistries(settings)) : onlyIn(settings, region);
	const isOther = isAccountId(account) && to?.account !== account;
	return to && !isOther ? movedTo(named, {
		to,
		safety: "safe",
		entries
	}) : {};
}
function allowedText({ settings }) {
	const accounts = [...new Set(settings.registries.map(({ account, region }) => `${account} in ${region}`))];
	return accounts.length === 0 ? "" : `: allowed-registries names ${accounts.join(", ")}`;
}
// src/doors/audit/rules/accounts/marketplace-namespace.ts
const marketplaceNamespace = {
	id: "marketplace-namespace",
	title: "An image of AWS Marketplace is named as none can be",
	severity: "warning",
	why: "Images of AWS Marketplace are in one registry, account 709825985650 in us-east-1, each in the namespace of its seller. Another region, or a name without that namespace, is answered with 403 as if the subscription were missing.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod("709825985650.dkr.ecr.us-east-1.amazonaws.com/mongodb:v1.4.2"),
		good: examplePod("709825985650.dkr.ecr.us-east-1.amazonaws.com/example-seller/mongodb:v1.4.2")
	},
	*check(audited) {
		for (const named of namedInEcr(audited)) {
			const { registry, inheritedBy, severity } = named;
			if (registry.kind !== "ecr" || registry.ecr.account !== MARKETPLACE$1.account) continue;
			const fault = faultOf$3(named, registry.ecr.region);
			if (fault) yield {
				...fault,
				inheritedBy,
				...severity && { severity }
			};
		}
	}
};
function faultOf$3({ at, name, registry }, region) {
	if (region !== MARKETPLACE$1.region) return {
		at: within(at, region),
		message: `AWS Marketplace has its registry in us-east-1, not in ${region}, so the pull is refused`,
		hint: `Write ${MARKETPLACE$1.account}.dkr.ecr.us-east-1.amazonaws.com.`
	};
	const repository = name.slice(registry.host.length + 1);
	if (repository.includes("/")) return void 0;
	return {
		at: within(at, name),
		message: `${quote$1(repository)} names no seller, and repositories of AWS Marketplace are SELLER/NAME, so the pull is refused`,
		hint: "Write the whole name that the launch page of the product shows, as example-seller/mongodb."
	};
}
// src/doors/audit/rules/accounts/region-mismatch.ts
const regionMismatch = {
	id: "ecr-region-mismatch",
	title: "An image comes from another region than its account is used in",
	severity: "warning",
	needs: "registries",
	why: "A registry is of one region: the same account has another one, with other repositories, in every region. A wrong region mostly means that the repository is not there; where it is replicated, every pull crosses regions, which costs time and money.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod("465002806239.dkr.ecr.ap-southeast-2.amazonaws.com/web:v1.4.2"),
		good: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2")
	},
	*check(audited) {
		const entries = entryHosts(audited.repository);
		for (const named of namedInEcr(audited)) {
			if (named.registry.kind !== "ecr") continue;
			const { account, region } = named.registry.ecr;
			const own = audited.settings.registries.filter((one) => one.account === account);
			if (own.length === 0 || awsOwner(account) || own.some((one) => one.region === region)) continue;
			const to = theOnly$1(own);
			const expected = own.map((one) => one.region).join(" or ");
			yield {
				at: within(named.at, region),
				message: `The registry of account ${account} is named in region ${region}, expected ${expected}: the pull crosses regions, or the repository is not there`,
				hint: `Write ${expected}, or add ${account} in ${region} to allowed-registries if images are replicated there.`,
				inheritedBy: named.inheritedBy,
				...named.severity && { severity: named.severity },
				...to && movedTo(named, {
					to,
					safety: "unsafe",
					entries
				})
			};
		}
	}
};
// src/doors/audit/rules/tags/grammar.ts
/** What is wrong with the name or the tag of a reference, as a half of a sentence (distribution/reference, `Parse`). */
function grammarFault(text) {
	if (/\s/.test(text)) return "has white space in it";
	if (text.includes("://")) return "begins with a scheme";
	const { name, tag } = splitReference(text);
	if (name === "") return "has no name";
	if (name.length > LONGEST_NAME) return `has a name of more than ${LONGEST_NAME} characters`;
	if (tag === "") return "has a colon without a tag";
	return pathFault(name) ?? (tag !== void 0 && !isTag(tag) ? "has a tag that none can be" : void 0);
}
const LONGEST_NAME = 255;
function pathFault(name) {
	const host = registryOf(name) ?? upperCaseHost(name);
	const path = host === void 0 ? name : name.slice(host.length + 1);
	if (host !== void 0 && !isHost(host)) return "has a registry that is no host";
	if (path.includes(":")) return "has two tags";
	if (/[A-Z]/.test(path)) return "has upper-case letters in its path";
	return path.split("/").every(isSegment) ? void 0 : "has a path that no repository can have";
}
/** What is not in lower case is taken for a host, even without a dot. */
function upperCaseHost(name) {
	const slash = name.indexOf("/");
	const first = name.slice(0, Math.max(0, slash));
	return /[A-Z]/.test(first) ? first : void 0;
}
const isHost = (host) => /^(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)(?::\d+)?$/.test(host);
const isSegment = (segment) => /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/.test(segment);
// src/doors/audit/rules/accounts/registry-not-allowed.ts
const registryNotAllowed = {
	id: "registry-not-allowed",
	title: "An image comes from another place than the allowed registries",
	severity: "warning",
	off: true,
	needs: "registries",
	why: "For repositories all of whose images are to come from your own registries: public registries limit pulls, take images away, and are not reachable from private networks. Off unless you ask for it.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod("docker.io/library/nginx:1.27.3"),
		good: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27.3")
	},
	*check({ repository, settings }) {
		if (settings.registries.length === 0) return;
		for (const { text, name, known, origins } of repository.images) {
			const reference = !registryIn(name.text) && grammarFault(text) === void 0 ? parseReference(text) : void 0;
			if (!reference) continue;
			const host = reference.repository.slice(0, reference.repository.indexOf("/"));
			yield {
				at: within(name.at, name.text),
				message: `${quote$1(name.text)} is pulled from ${quote$1(host)}, which is not among allowed-registries`,
				hint: `Copy the image to ${registryNames(settings.registries)}, and name it there.`,
				inheritedBy: rootsOf$2(origins),
				...softened(known)
			};
		}
	}
};
// src/doors/audit/rules/comments/unused-ignore.ts
/** What it finds is known when all other rules have run, so it is not its check that finds it (`findings/comments/`). */
const unusedIgnore = {
	id: "unused-ignore",
	title: "A comment that is to keep findings quiet keeps nothing quiet",
	severity: "notice",
	why: "The fault that the comment was written for is gone, or the name of the rule is none. Left where it is, it hides the next fault of that kind from everybody, and tells readers of one that is not there.",
	example: {
		path: "overlays/prod/kustomization.yaml",
		bad: "images:\n  - name: web\n    newTag: v1.2.3 # ecr-gitops: ignore[image-mutable-tag] until the release\n",
		good: "images:\n  - name: web\n    newTag: v1.2.3\n"
	},
	check: () => []
};
// src/doors/audit/rules/files/file-unparsed.ts
const fileUnparsed = {
	id: "file-unparsed",
	title: "A file is not the YAML that its name says",
	severity: "warning",
	why: "Whoever deploys the file stops where it cannot be read: kustomize fails the whole overlay, and Argo CD shows a comparison error. Nothing else in that part of the file is audited.",
	example: {
		path: "apps/web.yaml",
		bad: `apiVersion: v1
kind: Pod
metadata:
  name: "web
`,
		good: `apiVersion: v1
kind: Pod
metadata:
  name: "web"
`
	},
	*check({ repository: { files } }) {
		for (const path of files.paths) {
			const file = files.file(path);
			if (file?.kind !== "yaml") continue;
			const [first, ...others] = file.faults;
			if (!first) continue;
			const end = file.text.indexOf("\n", first.offset);
			const more = others.length === 0 ? "" : `, and ${others.length} more documents of the file`;
			yield {
				at: {
					source: file,
					start: first.offset,
					end: end < 0 ? file.text.length : end
				},
				message: `This cannot be read as YAML: ${cutLine(oneLine(first.message))}${more}`,
				hint: "Mend the syntax here. If another program fills in the file first, name it under ignore in .ecr-gitops.yaml.",
				inheritedBy: []
			};
		}
	}
};
// src/doors/audit/rules/helm/example-chart.ts
/** A chart whose services take their own registry before the one of all, for examples of rules. */
const EXAMPLE_CHART = {
	"charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.4.0\nappVersion: \"1.4.0\"\n",
	"charts/shop/templates/web.yaml": `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: {{ .Values.web.image.registry | default .Values.global.imageRegistry }}/{{ .Values.web.image.repository }}:{{ .Values.web.image.tag | default .Chart.AppVersion }}
`
};
/** Its values. */
const exampleValues = (image, global) => `global:\n  imageRegistry: ${global}\nweb:\n  image:\n${Object.entries(image).map(([key, value]) => `    ${key}: ${value}\n`).join("")}`;
// src/doors/audit/rules/helm/service.ts
function* servicesOf({ repository }) {
	for (const use of repository.charts) for (const image of use.services) yield {
		use,
		image
	};
}
/** The line that says most of where the image comes from. */
const placeOf$6 = ({ registry, repository, tag, digest }) => [registry, repository].find((one) => one && one.text !== "") ?? repository ?? registry ?? tag ?? digest;
/** Whether people can change what stands there: not in an archive, nor in a text that is made of others. */
const isEditable = ({ source }) => source.exact && !source.path.endsWith(".tgz");
/** A registry as references begin with it, with the path that it may have. */
const registryText = (text) => withoutLastSlashes(text.replace(/^https?:\/\//, ""));
/** The host that a service names itself. */
function ownHost({ registry, repository }) {
	if (registry?.text) return registryText(registry.text).split("/")[0];
	return repository ? registryOf(splitReference(repository.text).name) : void 0;
}
const isUnder = (reference, registry) => reference === registry || reference.startsWith(`${registry}/`);
const inheritedBy = ({ origin }) => ({ inheritedBy: [origin.folder ?? origin.root] });
// src/doors/audit/rules/helm/global-registry-defeated.ts
const ECR$2 = "465002806239.dkr.ecr.us-east-1.amazonaws.com";
const globalRegistryDefeated = {
	id: "helm-global-registry-defeated",
	title: "A service names a registry of its own, which wins over the one of all services",
	severity: "warning",
	why: "Charts take a registry for all images, as global.imageRegistry, but in many of them a service that names its own keeps it. The image is then pulled from somewhere else than everything around it: from a registry that the nodes cannot reach, or past the one that you pay for or scan.",
	example: {
		path: "charts/shop/values.yaml",
		bad: exampleValues({
			registry: "docker.io",
			repository: "acme/web",
			tag: "\"1.4.0\""
		}, ECR$2),
		good: exampleValues({
			registry: "\"\"",
			repository: "acme/web",
			tag: "\"1.4.0\""
		}, ECR$2),
		beside: EXAMPLE_CHART
	},
	*check(audited) {
		for (const service of servicesOf(audited)) {
			const found = service.image.evidence === "none" ? maybe(service) : defeated(service);
			if (found) yield found;
		}
	}
};
/** The templates say that the service's own registry wins, and that the other one would be taken without it. */
function defeated(service) {
	const { use, image } = service;
	const { globalRegistry: all } = use;
	const { rendered, wins, registry, repository } = image;
	if (!all || wins !== "local" || rendered === void 0 || isUnder(rendered, registryText(all.text))) return void 0;
	const own = [registry, repository].find((one) => one && one.text !== "");
	if (!own) return void 0;
	const isHere = isEditable(own);
	const decided = image.decidedAt ? ` (${lineOf$2(image.decidedAt)} decides)` : "";
	return {
		at: isHere ? own : all.at,
		message: `${quote$1(image.key)} names ${quote$1(own.text)} itself, which wins over ${all.key}: it is pulled as ${quote$1(rendered)}, not from ${quote$1(all.text)}`,
		hint: `Set ${keyIn$1(image.key, own === registry ? "registry" : "repository")} to "" in the values, so that the template takes ${all.key}${decided}.`,
		...inheritedBy(use),
		...image.evidence === "helm" ? { severity: "error" } : {},
		...isHere ? { fix: emptied$1(own) } : {}
	};
}
/** Nothing here says which of them wins. */
function maybe({ use, image }) {
	const { globalRegistry: all } = use;
	const host = ownHost(image);
	const at = placeOf$6(image);
	if (!all || host === void 0 || !at || !isEditable(at) || isUnder(registryText(all.text), host)) return void 0;
	return {
		at,
		message: `${quote$1(image.key)} names the registry ${quote$1(host)} itself while ${all.key} is ${quote$1(all.text)}, and which of them the chart takes is not known here`,
		hint: `Look at what helm template renders for it; if it is not from ${quote$1(all.text)}, leave the registry out of ${image.key}.`,
		...inheritedBy(use),
		severity: "notice"
	};
}
const keyIn$1 = (key, part) => /(?:registry|repository)$/i.test(key) ? key : `${key}.${part}`;
const emptied$1 = (at) => ({
	safety: "unsafe",
	title: "Leave the registry to the one of all services",
	changes: [{
		kind: "set",
		at,
		to: "",
		string: true
	}]
});
// src/doors/audit/rules/helm/images-expected.ts
const MARKETPLACE = "709825985650.dkr.ecr.us-east-1.amazonaws.com";
const IMAGE = {
	repository: "acme/web",
	tag: "\"1.4.0\""
};
const imagesExpected = {
	id: "helm-images-expected",
	title: "Charts do not render as many images with a registry as are expected",
	severity: "error",
	needs: "expectedImages",
	why: "You say in expected-images how many images your charts are to render with a registry. One that is rendered without it is not delivered from there: a customer of a marketplace has no right to pull it, and a cluster without a way to the internet cannot.",
	example: {
		path: "charts/shop/values.yaml",
		bad: exampleValues({
			registry: "docker.io",
			...IMAGE
		}, MARKETPLACE),
		good: exampleValues({
			registry: "\"\"",
			...IMAGE
		}, MARKETPLACE),
		beside: EXAMPLE_CHART
	},
	*check(audited) {
		for (const [registry, expected] of audited.settings.expectedImages) {
			const found = check$3({
				registry: registryText(registry),
				expected
			}, audited);
			if (found) yield found;
		}
	}
};
function check$3({ registry, expected }, { repository }) {
	const uses = repository.charts.filter((use) => concerns(use, registry));
	const [first] = uses;
	const at = first && placeIn$1(first, registry);
	if (!at) return void 0;
	const counted = countIn(uses, registry);
	if (counted.with.size === expected) return void 0;
	const { unknown } = counted;
	const mayBe = counted.with.size < expected && counted.with.size + unknown.size >= expected;
	return {
		at,
		message: `${counted.with.size} of ${expected} expected images are rendered with ${quote$1(registry)}${missing(counted, expected)}`,
		hint: hintFor$1(counted, {
			registry,
			expected
		}),
		inheritedBy: [...new Set(uses.map(({ origin }) => origin.folder ?? origin.root))].toSorted(),
		...mayBe ? { severity: "notice" } : {}
	};
}
/** Whether the values or the templates name the registry at all. */
const concerns = ({ globalRegistry, services }, registry) => globalRegistry !== void 0 && isUnder(registryText(globalRegistry.text), registry) || services.some(({ rendered }) => rendered !== void 0 && isUnder(rendered, registry));
function placeIn$1({ globalRegistry, services }, registry) {
	const image = services.find(({ rendered }) => rendered !== void 0 && isUnder(rendered, registry));
	return globalRegistry?.at ?? image?.registry ?? image?.repository ?? image?.decidedAt;
}
/** A service counts once, however many places deploy its chart. */
function countIn(uses, registry) {
	const found = {
		with: /* @__PURE__ */ new Set(),
		without: /* @__PURE__ */ new Map(),
		unknown: /* @__PURE__ */ new Set()
	};
	for (const { chart, origin, services } of uses) for (const { key, rendered } of services) {
		const name = `${chart ?? origin.root} ${key}`;
		if (rendered === void 0) found.unknown.add(name);
		else if (isUnder(rendered, registry)) found.with.add(name);
		else found.without.set(name, `${key} (${rendered})`);
	}
	for (const name of found.with) {
		found.without.delete(name);
		found.unknown.delete(name);
	}
	return found;
}
function missing({ with: counted, without, unknown }, expected) {
	if (counted.size > expected) return "";
	const named = [...without.values(), ...[...unknown].map((name) => `${name} (not known)`)].map((one) => quote$1(one).slice(1, -1));
	return named.length > 0 ? `; not with it: ${listed$1(named)}` : "";
}
function hintFor$1({ with: counted, without }, { registry, expected }) {
	if (counted.size > expected || without.size === 0) return `Set expected-images to ${registry}=${counted.size} if that is right, or look at what helm template renders.`;
	return `Let the services named here take ${quote$1(registry)}: empty their own registry or repository in the values.`;
}
// src/doors/audit/rules/helm/render-failed.ts
const renderFailed = {
	id: "helm-render-failed",
	title: "A chart cannot be rendered with the values that it gets here",
	severity: "notice",
	why: "Where helm is on PATH, it is asked for charts that name a registry for all their images, or whose images are counted. A chart that it cannot render deploys nothing with these values, unless whoever deploys it gives others; and what is said of its images is read from its templates alone.",
	*check({ repository }) {
		for (const use of repository.charts) {
			const { failure, bundle, chart = "", origin } = use;
			if (failure === void 0 || !bundle?.about) continue;
			const root = origin.folder ?? origin.root;
			const by = root === chart ? "" : ` with what ${quote$1(root)} gives it`;
			yield {
				at: valueAt(bundle.about, "name") ?? bundle.about,
				message: `Chart ${quote$1(chart === "" ? "." : chart)} is not rendered${by}: ${oneLine(failure).replace(/\.$/, "")}`,
				hint: "Render it on your machine with helm template and the same values to see all that helm says, or turn this rule off if the chart is for others to give values to.",
				...inheritedBy(use)
			};
		}
	}
};
// src/doors/audit/rules/helm/render-mismatch.ts
const ECR$1 = "465002806239.dkr.ecr.us-east-1.amazonaws.com";
const FIXED = `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  containers:
    - name: web
      image: `;
const renderMismatch = {
	id: "helm-render-mismatch",
	title: "A chart renders an image that is not from the registry of all its services",
	severity: "warning",
	needs: "registries",
	why: "The values name one of your registries for all images, but a template of the chart does not look at it. Its image is pulled from where the chart says, which nodes without a way to the internet cannot reach. Where helm itself has rendered it so, and it is of an account in ECR that is not yours, it is an error.",
	example: {
		path: "charts/shop/templates/web.yaml",
		bad: `${FIXED}quay.io/acme/web:1.4.0\n`,
		good: `${FIXED}{{ .Values.global.imageRegistry }}/acme/web:1.4.0\n`,
		beside: {
			"charts/shop/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.4.0\n",
			"charts/shop/values.yaml": exampleValues({ enabled: "true" }, ECR$1)
		}
	},
	*check(audited) {
		for (const service of servicesOf(audited)) {
			const found = check$2(service, audited);
			if (found) yield found;
		}
	}
};
function check$2({ use, image }, { settings }) {
	const { globalRegistry: all } = use;
	const { rendered, wins, evidence } = image;
	if (!all || rendered === void 0 || wins !== void 0) return void 0;
	const wanted = registryText(all.text);
	const host = registryOf(splitReference(rendered).name);
	if (!isAllowed(wanted.split("/")[0] ?? "", settings.registries)) return void 0;
	if (isUnder(rendered, wanted) || host !== void 0 && isAllowed(host, settings.registries)) return void 0;
	const account = host === void 0 ? void 0 : parseEcrHost(host)?.account;
	if (account !== void 0 && awsOwner(account)) return void 0;
	const own = placeOf$6(image);
	const at = own && isEditable(own) ? own : image.decidedAt ?? all.at;
	const isError = evidence === "helm" && account !== void 0;
	return {
		at,
		message: `${quote$1(image.key)} is rendered as ${quote$1(rendered)}, though ${all.key} is ${quote$1(all.text)}`,
		hint: `Name ${quote$1(wanted)} in the values of ${image.key}, or let the template take ${all.key} (${lineOf$2(all.at)}).`,
		...inheritedBy(use),
		...isError ? { severity: "error" } : {}
	};
}
function isAllowed(host, registries) {
	const ecr = parseEcrHost(host);
	return registries.some(({ account, region }) => ecr?.account === account && ecr.region === region);
}
// src/doors/audit/rules/helm/repository-has-host.ts
const ECR = "465002806239.dkr.ecr.us-east-1.amazonaws.com";
const repositoryHasHost = {
	id: "helm-repository-has-host",
	title: "A repository begins with a host, and a registry is put before it",
	severity: "error",
	why: "The chart joins registry and repository with a slash. Where the repository already begins with its host, the image is looked for under the path of a registry within that registry, where nothing is, and the pull fails with not found.",
	example: {
		path: "charts/shop/values.yaml",
		bad: exampleValues({
			registry: ECR,
			repository: `${ECR}/acme/web`,
			tag: "\"1.4.0\""
		}, "\"\""),
		good: exampleValues({
			registry: ECR,
			repository: "acme/web",
			tag: "\"1.4.0\""
		}, "\"\""),
		beside: EXAMPLE_CHART
	},
	*check(audited) {
		for (const service of servicesOf(audited)) {
			const found = check$1(service);
			if (found) yield found;
		}
	}
};
function check$1({ use, image }) {
	const { repository, rendered } = image;
	const own = repository && registryOf(splitReference(repository.text).name);
	if (!repository || own === void 0) return void 0;
	const before = registryBefore({
		use,
		image
	});
	if (before === void 0) return void 0;
	const isSame = isUnder(before, own);
	const isKnown = rendered !== void 0;
	const severity = isKnown ? isSame ? "error" : "warning" : "notice";
	const left = repository.text.slice(own.length + 1);
	return {
		at: repository,
		message: `${quote$1(repository.text)} begins with a host, and the registry ${quote$1(before)} is put before it: ${isKnown ? `it is pulled as ${quote$1(rendered)}` : "many charts join both with a slash"}`,
		hint: `Write ${quote$1(left)} here, without the host.`,
		...inheritedBy(use),
		severity,
		...isSame && isEditable(repository) ? { fix: {
			safety: "safe",
			title: "Take the host out of the repository",
			changes: [{
				kind: "set",
				at: repository,
				to: left
			}]
		} } : {}
	};
}
/** The registry in front of the repository: as it is rendered, or as it most likely will be. */
function registryBefore({ use, image }) {
	const { registry, repository, rendered } = image;
	const [own, all] = [registry?.text, use.globalRegistry?.text].map((text) => text && registryText(text));
	if (rendered === void 0) return own || void 0;
	return [own, all].find((one) => one && rendered.startsWith(`${one}/${repository?.text ?? ""}`)) || void 0;
}
// src/doors/audit/rules/helm/tag-empty.ts
const tagEmpty = {
	id: "helm-tag-empty",
	title: "The tag of a service is empty, and nothing here says what stands in for it",
	severity: "notice",
	why: "An empty tag often means the appVersion of the chart, but not every chart has that. Where it does not, the image is pulled as latest, which moves, or its reference is none at all and the pods fail with InvalidImageName.",
	example: {
		path: "values.yaml",
		bad: "web:\n  image:\n    repository: quay.io/acme/web\n    tag: \"\"\n",
		good: "web:\n  image:\n    repository: quay.io/acme/web\n    tag: \"1.4.0\"\n"
	},
	*check(audited) {
		for (const service of servicesOf(audited)) {
			const found = check(service);
			if (found) yield found;
		}
	}
};
function check({ use, image }) {
	const { key, tag, digest, rendered } = image;
	if (tag?.text !== "" || digest?.text || !isEditable(tag)) return void 0;
	if (rendered !== void 0) {
		const made = splitReference(rendered);
		if (made.tag || made.digest) return void 0;
	}
	const what = rendered === void 0 ? "whether the chart then takes its appVersion is not known here" : `it is pulled as ${quote$1(rendered)}`;
	return {
		at: tag,
		message: `The tag of ${quote$1(key)} is empty, and ${what}`,
		hint: `Write the tag under ${key}, or look at what helm template renders for it.`,
		...inheritedBy(use)
	};
}
// src/doors/audit/rules/kustomize/entry.ts
const ownedEntries = ({ kustomizations }) => [...kustomizations.values()].flatMap((kustomization) => kustomization.images.map((entry) => ({
	entry,
	kustomization
})));
/** Where an entry is reported: at its name. */
const placeOf$5 = ({ name, node }) => name ?? node;
/** Folder of a kustomization, as people write it. */
const shownFolder = (folder) => folder === "" ? "." : oneLine(folder);
/** A kustomization with one entry for the page of a rule, and the pod that it builds on. */
const exampleOverlay = (entry) => `resources:
  - pod.yaml
images:
${entry}`;
// src/doors/audit/rules/kustomize/duplicate-entry.ts
const duplicateEntry = {
	id: "kustomize-duplicate-entry",
	title: "Two entries of images: have the same name",
	severity: "warning",
	why: "kustomize applies entries one after another: the second one sees what the first has made. Where the first sets newName the second matches nothing any more; where it does not, the second wins. A tool that changes the first one it finds deploys nothing.",
	example: {
		path: "apps/web/kustomization.yaml",
		beside: { "apps/web/pod.yaml": examplePod("web") },
		bad: exampleOverlay(`  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
  - name: web
    newTag: v1.4.2
`),
		good: exampleOverlay(`  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: v1.4.2
`)
	},
	*check({ repository }) {
		for (const { images, folder } of repository.kustomizations.values()) {
			const known = /* @__PURE__ */ new Map();
			for (const entry of images) {
				const name = entry.name?.text ?? "";
				const first = known.get(name);
				if (!first) known.set(name, entry);
				else if (name !== "") {
					const outcome = first.newName ? "which renames the image, so this one matches nothing" : "and this one wins";
					yield {
						at: placeOf$5(entry),
						message: `${quote$1(name)} has an entry already, at ${lineOf$2(placeOf$5(first))}, ${outcome}`,
						hint: "Put both into one entry.",
						inheritedBy: [folder]
					};
				}
			}
		}
	}
};
// src/doors/audit/rules/kustomize/image-dead.ts
const imageDead = {
	id: "kustomize-image-dead",
	title: "An entry of images: matches no image",
	severity: "warning",
	why: "kustomize says nothing when an entry matches nothing. A pipeline that writes a new tag into it ends green, and the cluster goes on with the old image: mostly the base has renamed its image, or names it with its registry.",
	example: {
		path: "apps/web/kustomization.yaml",
		beside: { "apps/web/pod.yaml": examplePod("web:placeholder") },
		bad: exampleOverlay(`  - name: webb
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: v1.4.2
`),
		good: exampleOverlay(`  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: v1.4.2
`)
	},
	*check({ repository }) {
		const dead = ownedEntries(repository).filter(({ entry, kustomization }) => isDead(entry, kustomization));
		if (dead.length === 0) return;
		const isPlugged = plugins(repository.files);
		const isFilledIn = substitutions(repository.files);
		for (const { entry, kustomization } of dead) {
			const name = entry.name?.text ?? "";
			const roots = [kustomization.folder];
			if (isPlugged(roots) || entry.candidates.some((one) => one.includes("$")) && isFilledIn(roots)) continue;
			yield found$5(name, entry, kustomization);
		}
	}
};
function isDead(entry, { images }) {
	const { complete, matched, unreachable, name } = entry;
	if (!complete || matched.length > 0 || unreachable.length > 0 || !name) return false;
	const { tag, digest } = splitReference(name.text);
	const first = images.find((one) => one.name?.text === name.text);
	return tag === void 0 && digest === void 0 && first === entry;
}
function found$5(name, entry, { folder }) {
	const others = [...new Set(entry.candidates)].toSorted();
	const close = nearest(name, others);
	const held = others.length === 0 ? "has no image that an entry could match" : `has ${listed$1(others.map(oneLine))}`;
	return {
		at: placeOf$5(entry),
		message: `No image of ${shownFolder(folder)} is named ${quote$1(name)}, so this entry changes nothing`,
		hint: close === void 0 ? `Name an image as the manifests do (what is deployed from here ${held}), or remove the entry.` : `Write ${quote$1(close)} if that is meant, which the manifests name, or remove the entry.`,
		inheritedBy: [folder]
	};
}
// src/doors/audit/rules/kustomize/image-unreachable.ts
const imageUnreachable = {
	id: "kustomize-image-unreachable",
	title: "An entry of images: names an image in a field that kustomize does not look at",
	severity: "error",
	why: "kustomize changes images in lists called containers and initContainers, and nowhere else. The image of a workflow step, of a sidecar of one, or of most custom resources stays as the base has it, and kustomize says nothing.",
	example: {
		path: "apps/web/kustomization.yaml",
		beside: {
			"apps/web/workflow-images.yaml": "images: [{kind: WorkflowTemplate, path: \"spec/templates[]/container/image\"}]\n",
			"apps/web/workflow.yaml": `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: training
spec:
  templates:
    - name: train
      container:
        image: training
`
		},
		bad: `resources:
  - workflow.yaml
images:
  - name: training
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/training
    newTag: v1.4.2
`,
		good: `resources:
  - workflow.yaml
images:
  - name: training
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/training
    newTag: v1.4.2
configurations:
  - workflow-images.yaml # images: [{kind: WorkflowTemplate, path: "spec/templates[]/container/image"}]
`
	},
	*check({ repository }) {
		for (const { entry, kustomization } of ownedEntries(repository)) if (entry.matched.length === 0 && entry.unreachable.length > 0) yield found$4(entry, kustomization);
	}
};
function found$4(entry, { folder }) {
	const [first, ...others] = entry.unreachable;
	const name = quote$1(entry.name?.text ?? "");
	const more = others.length === 0 ? "" : ` and ${others.length} more`;
	const where = first ? `${first.object} (${first.field}, ${lineOf$2(first.at)})` : "some object";
	return {
		at: placeOf$5(entry),
		message: `${name} only stands in ${where}${more}, which images: does not change, so this entry does nothing`,
		hint: `Set the image by a patch${first ? `, or name a file under configurations: that has the line \`${fieldSpec(first)}\`` : ""}.`,
		inheritedBy: [folder],
		...severityOf(entry)
	};
}
/** An overlay that is not known in full may have it elsewhere, too; a text of another field may be no image at all. */
function severityOf({ complete, unreachable }) {
	if (!complete) return { severity: "notice" };
	return unreachable.some(({ field }) => /(?:^|\.)image(?:Name)?$/.test(field)) ? {} : { severity: "warning" };
}
/** What a file of configurations says to have a field looked at, as kustomize writes its path. */
function fieldSpec({ object, field }) {
	const path = field.replaceAll(/\[\d+\]/g, "[]").replaceAll(".", "/");
	return `images: [{kind: ${object.slice(0, object.indexOf("/"))}, path: ${JSON.stringify(path)}}]`;
}
// src/doors/audit/rules/kustomize/name-has-tag.ts
const nameHasTag = {
	id: "kustomize-name-has-tag",
	title: "The name of an entry of images: has a tag in it",
	severity: "warning",
	why: "The name of an entry is compared without a tag. With one in it the entry matches images of exactly that tag, if any, and stops to as soon as the base names another: from then on nothing is changed, in silence.",
	example: {
		path: "apps/web/kustomization.yaml",
		beside: { "apps/web/pod.yaml": examplePod("web:v1") },
		bad: exampleOverlay(`  - name: web:v1
    newTag: v1.4.2
`),
		good: exampleOverlay(`  - name: web
    newTag: v1.4.2
`)
	},
	*check({ repository }) {
		for (const { images, folder } of repository.kustomizations.values()) for (const entry of images) {
			const at = entry.name;
			const { name, tag, digest } = splitReference(at?.text ?? "");
			if (!at || name === "" || tag === void 0 && digest === void 0) continue;
			yield {
				at,
				message: `The name ${quote$1(at.text)} has a tag in it, so the entry matches that tag alone`,
				hint: `Write the name without it: ${quote$1(name)}.`,
				inheritedBy: [folder],
				fix: {
					safety: safetyOf(entry, {
						name,
						images
					}),
					title: "Take the tag out of the name",
					changes: [{
						kind: "set",
						at,
						to: name
					}]
				}
			};
		}
	}
};
/** Without the tag it may match images of other tags, what another entry is for, or what nobody can see here. */
function safetyOf({ complete, besides }, { name, images }) {
	const same = images.filter((entry) => splitReference(entry.name?.text ?? "").name === name);
	return complete && besides.length === 0 && same.length === 1 ? "safe" : "unsafe";
}
// src/effective/places.ts
/** What a place is known by, whichever node stands there. */
const placeKey = (at) => at ? `${at.source.path}:${at.start}` : "";
/** As files are listed, and from the top of each. */
function byPlace$1(one, other) {
	const [path, second] = [one.source.path, other.source.path];
	if (path === second) return one.start - other.start;
	return path < second ? -1 : 1;
}
/** Each once, sorted. */
function mergedOrigins(origins) {
	if (origins.length < 2) return origins;
	return [...new Map(origins.map((origin) => [`${origin.root}\n${origin.kind}\n${origin.namespace ?? ""}\n${origin.folder ?? ""}`, origin]))].toSorted(([one], [other]) => one < other ? -1 : 1).map(([, origin]) => origin);
}
// src/doors/audit/rules/kustomize/hub-images.ts
/**
* Images that nearly everybody who names them without a registry means to pull from Docker Hub. The list need not be whole:
* of others a sibling has to say that they are one's own.
*/
const OFFICIAL = new Set(`adminer alpine amazonlinux busybox caddy cassandra chronograf clickhouse composer consul couchbase couchdb debian docker
  eclipse-temurin elasticsearch elixir fedora fluentd ghost golang gradle grafana groovy haproxy hello-world httpd influxdb
  jenkins jetty joomla kibana kong logstash mariadb maven memcached mongo mongo-express mysql nats neo4j nextcloud nginx
  node openjdk perl php phpmyadmin postgres python rabbitmq redis redmine registry rocket.chat ruby rust solr sonarqube
  telegraf tomcat traefik ubuntu varnish vault wordpress zookeeper`.split(/\s+/));
const isHubImage = (name) => OFFICIAL.has(name.replace(/^library\//, ""));
// src/doors/audit/rules/kustomize/newname-missing.ts
const newNameMissing = {
	id: "kustomize-newname-missing",
	title: "An entry of images: changes the tag, and nothing says the registry",
	severity: "error",
	needs: "registries",
	why: "A base mostly names an image by a short name, and each overlay says by newName where it is. Without it the short name reaches the cluster, where it means an image of Docker Hub: the pull is refused, or gets the image of a stranger.",
	example: {
		path: "apps/web/kustomization.yaml",
		beside: { "apps/web/pod.yaml": examplePod("web") },
		bad: exampleOverlay(`  - name: web
    newTag: 3f9c2a71d0e84b5596a8c1f27e6d4b03958acf1e
`),
		good: exampleOverlay(`  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: 3f9c2a71d0e84b5596a8c1f27e6d4b03958acf1e
`)
	},
	*check(audited) {
		const { repository, settings } = audited;
		if (settings.registries.length === 0) return;
		const entries = ownedEntries(repository).map(({ entry }) => entry);
		const named = Map.groupBy(entries.filter(namesAllowed(audited)), ({ name }) => name?.text);
		const bareOf = bareImages(repository.images);
		for (const entry of entries) {
			if (!entry.name || entry.newName) continue;
			const siblings = named.get(entry.name.text) ?? [];
			const bare = bareOf.get(placeKey(entry.node)) ?? [];
			const [image] = bare;
			if (!image || !(isOwnTag(image) || siblings.length > 0 && !isHubImage(image.name.text))) continue;
			yield found$3(entry, bare, siblings);
		}
	}
};
/** Images that name no registry, by the entries that were applied to them. */
function bareImages(images) {
	const applied = images.filter(({ name, text }) => text !== "" && registryOf(name.text) === void 0).flatMap((image) => image.entries.map((entry) => ({
		key: placeKey(entry),
		image
	})));
	const groups = Map.groupBy(applied, ({ key }) => key);
	return new Map([...groups].map(([key, all]) => [key, all.map(({ image }) => image)]));
}
/** No image of Docker Hub has a commit for a tag. */
const isOwnTag = ({ name, tag }) => !name.text.includes("/") && tag !== void 0 && commitIn(tag.text) !== void 0;
/** Says of entries whether their newName is in an allowed registry. */
function namesAllowed({ settings }) {
	const accounts = new Set(settings.registries.map(({ account }) => account));
	return ({ newName }) => {
		const host = parseEcrHost(registryOf(newName?.text ?? "") ?? "");
		return host !== void 0 && accounts.has(host.account);
	};
}
function found$3(entry, bare, named) {
	const [image] = bare;
	const [sibling] = named;
	const names = new Set(named.map(({ newName }) => newName?.text ?? ""));
	const [only] = names;
	const isCertain = bare.some(({ known }) => known === "certain");
	return {
		at: placeOf$5(entry),
		message: `${quote$1(entry.name?.text ?? "")} reaches the cluster as ${quote$1(image?.text ?? "")}, an image of Docker Hub, because nothing sets newName`,
		hint: sibling?.newName ? `Add newName to this entry, as ${lineOf$2(sibling.newName)} does: ${quote$1(sibling.newName.text)}.` : "Add newName to this entry: the registry and the repository of the image.",
		inheritedBy: rootsOf$2(bare.flatMap(({ origins }) => origins)),
		...softened(isCertain ? "certain" : "assumed"),
		...only !== void 0 && names.size === 1 && { fix: {
			safety: "unsafe",
			title: `Add newName: ${only}`,
			changes: [{
				kind: "add",
				to: entry.node,
				key: "newName",
				value: only
			}]
		} }
	};
}
// src/doors/audit/rules/kustomize/overlay-drift.ts
const overlayDrift = {
	id: "overlay-drift",
	title: "Overlays of one base take an image from different places",
	severity: "warning",
	why: "Overlays of one base deploy the same service. Where one of them names another account than all of its siblings, or another repository, what was tested in staging is not what production runs.",
	example: {
		path: "apps/web/overlays/prod/kustomization.yaml",
		beside: {
			"apps/web/base/kustomization.yaml": "resources:\n  - pod.yaml\n",
			"apps/web/base/pod.yaml": examplePod("web"),
			"apps/web/overlays/staging/kustomization.yaml": `resources:
  - ../../base
images:
  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: v1.4.2
`
		},
		bad: `resources:
  - ../../base
images:
  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/old-web
    newTag: v1.4.2
`,
		good: `resources:
  - ../../base
images:
  - name: web
    newName: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web
    newTag: v1.4.1
`
	},
	*check(audited) {
		for (const siblings of siblingsIn(audited.repository)) {
			yield* drift(siblings, repositoryOf);
			if (!allowsAll(siblings, audited)) yield* drift(siblings, accountOf, 3);
		}
	}
};
/** Entries of one name, of all overlays that use one base. */
function siblingsIn({ kustomizations }) {
	const based = [...kustomizations.values()].filter(({ isComponent }) => !isComponent).flatMap((overlay) => basesOf(overlay).flatMap((base) => namesIn(overlay).map((sibling) => ({
		base,
		sibling
	}))));
	return [...Map.groupBy(based, ({ base, sibling }) => `${base}\n${sibling.entry.name?.text}`).values()].map((group) => group.map(({ sibling }) => sibling)).filter(({ length }) => length > 1);
}
function namesIn({ images, folder }) {
	return images.flatMap((entry) => {
		const { newName, name, matched } = entry;
		return newName && name && matched.length > 0 ? [{
			entry,
			newName,
			folder
		}] : [];
	});
}
const basesOf = ({ uses }) => [...new Set(uses.flatMap(({ kind, path }) => kind === "folder" && path !== void 0 ? [path] : []))];
/** Environments often have prefixes or accounts of their own: the name of the service is the last part. */
const repositoryOf = ({ newName }) => lastSegment(newName.text);
function accountOf({ newName }) {
	const account = parseEcrHost(registryOf(newName.text) ?? "")?.account;
	return account === void 0 || isPlaceholder(account) ? void 0 : account;
}
/** Several accounts are no drift where all of them are allowed. */
function allowsAll(siblings, { settings }) {
	return siblings.map(accountOf).every((account) => settings.registries.some((one) => one.account === account));
}
/** The one that differs from all others; of two, the second. Where there is no such one, they are meant to differ. */
function* drift(siblings, partOf, least = 2) {
	const [one, other, third] = [...Map.groupBy(siblings, (sibling) => partOf(sibling) ?? "")].toSorted(([, a], [, b]) => b.length - a.length);
	if (!one || !other || third || siblings.length < least) return;
	const [usual, [model]] = one;
	const [strange, [odd, ...more]] = other;
	if (!model || !odd || more.length > 0 || usual === "" || strange === "") return;
	yield {
		at: odd.newName,
		message: `${shownFolder(odd.folder)} takes ${quote$1(odd.entry.name?.text ?? "")} from ${quote$1(strange)}, and ${shownFolder(model.folder)} (${lineOf$2(model.newName)}) from ${quote$1(usual)}`,
		hint: "Name the same place in both, or ignore this line if they are meant to differ.",
		inheritedBy: [odd.folder]
	};
}
// src/doors/audit/rules/kustomize/tag-not-string.ts
const tagNotString = {
	id: "kustomize-tag-not-string",
	title: "A tag without quotes is read as a number",
	severity: "error",
	why: "YAML reads 1.10, 20241105 and 1e5 as numbers, and kustomize refuses a tag that is no text: \"cannot unmarshal number into Go struct field Image.newTag of type string\". Nothing of the overlay is deployed until that is mended.",
	example: {
		path: "apps/web/kustomization.yaml",
		beside: { "apps/web/pod.yaml": examplePod("web") },
		bad: exampleOverlay(`  - name: web
    newTag: 1.10
`),
		good: exampleOverlay(`  - name: web
    newTag: "1.10"
`)
	},
	*check({ repository }) {
		for (const { entry, kustomization } of ownedEntries(repository)) for (const [field, at] of fieldsOf$1(entry)) {
			const taken = at.style === "plain" && at.tag === void 0 ? goMisreading(at.text) : void 0;
			if (taken) yield found$2(field, at, {
				taken,
				folder: kustomization.folder
			});
		}
	}
};
function fieldsOf$1({ name, newName, newTag, digest }) {
	return Object.entries({
		name,
		newName,
		newTag,
		digest
	}).flatMap(([field, at]) => at ? [[field, at]] : []);
}
function found$2(field, at, { taken, folder }) {
	return {
		at,
		message: `${field} ${quote$1(at.text)} is read as a ${taken}, and kustomize takes nothing but text there: the build fails`,
		hint: `Quote it: ${field}: "${at.text}".`,
		inheritedBy: [folder],
		fix: {
			safety: "safe",
			title: `Quote ${field}`,
			changes: [{
				kind: "set",
				at,
				to: at.text,
				string: true
			}]
		}
	};
}
// src/names/paths/glob.ts
/** More alternatives in braces are none that somebody wrote. */
const MOST_ALTERNATIVES = 64;
/**
* Whether a path is one of a glob: `*` and `?` within a name, `**` for any folders, `{a,b}` for one of several texts. In
* each step what is compared grows with the path alone, whatever stars a pattern has: both may be of a stranger.
*/
function globMatcher(glob) {
	const patterns = alternatives(glob).map((one) => one.split("/"));
	return (path) => {
		const names = path.split("/");
		return patterns.some((pattern) => isPath(pattern, names));
	};
}
/** How many characters a path is held against. */
const globSize = (glob) => alternatives(glob).reduce((sum, { length }) => sum + length, 0);
/** The texts that braces stand for; those within braces are taken as they are. */
function alternatives(glob) {
	let texts = [""];
	let behind = 0;
	for (const { 0: braces, 1: inner = "", index } of glob.matchAll(/\{([^{},]*,[^{}]*)\}/g)) {
		const before = glob.slice(behind, index);
		const more = texts.flatMap((text) => inner.split(",").map((one) => text + before + one));
		if (more.length > MOST_ALTERNATIVES) break;
		texts = more;
		behind = index + braces.length;
	}
	return texts.map((text) => text + glob.slice(behind));
}
/**
* Whether the names of a path are those of a pattern in which `**` stands for any number of them. Only the last star that
* was met is ever tried again, which is enough, and takes no longer than pattern times text.
*/
function isPath(pattern, names) {
	let [at, next, star, resume] = [
		0,
		0,
		-1,
		0
	];
	while (at < names.length) {
		const part = pattern[next];
		if (part === "**") {
			star = next;
			resume = at;
			next += 1;
		} else if (part !== void 0 && isName(part, names[at] ?? "")) {
			at += 1;
			next += 1;
		} else if (star >= 0) {
			resume += 1;
			at = resume;
			next = star + 1;
		} else return false;
	}
	return pattern.slice(next).every((part) => part === "**");
}
/** The same of the letters of one name, with `*` and `?`, written out: it is where the time goes. */
function isName(pattern, name) {
	if (pattern === name) return true;
	let [at, next, star, resume] = [
		0,
		0,
		-1,
		0
	];
	while (at < name.length) {
		const letter = pattern[next];
		if (letter === "*") {
			star = next;
			resume = at;
			next += 1;
		} else if (letter === "?" || letter === name[at]) {
			at += letter === "?" ? widthAt(name, at) : 1;
			next += 1;
		} else if (star >= 0) {
			resume += 1;
			at = resume;
			next = star + 1;
		} else return false;
	}
	return isStars(pattern, next);
}
const widthAt = (name, at) => (name.codePointAt(at) ?? 0) > 65535 ? 2 : 1;
function isStars(pattern, from) {
	let next = from;
	while (pattern[next] === "*") next += 1;
	return next === pattern.length;
}
// src/diagnosis/policy/actions.ts
/** With `*` and `?`, and without regard to case (IAM reference, "Action"). */
const allows = ({ actions }, action) => actions.some(({ text }) => isName(text.toLowerCase(), action.toLowerCase()));
// src/doors/audit/rules/policies/iam-registry-missing.ts
const PULL = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const PUSH = ["ecr:PutImage", "ecr:InitiateLayerUpload"];
const iamRegistryMissing = {
	id: "iam-registry-missing",
	title: "A policy for pulling images leaves out a registry that images come from",
	severity: "warning",
	needs: "registries",
	why: "A node pulls with its role. Where the policy names the repositories of some registries and images come from another one as well, those pods alone stay in ImagePullBackOff with 403, and it looks like a fault of the image.",
	example: {
		path: "policy.json",
		bad: policyFor(["arn:aws:ecr:us-east-1:709825985650:repository/*"]),
		good: policyFor(["arn:aws:ecr:us-east-1:709825985650:repository/*", "arn:aws:ecr:us-east-1:465002806239:repository/*"])
	},
	*check({ policies, settings }) {
		const groups = Map.groupBy(policies, ({ policy }) => policy);
		for (const statements of groups.values()) {
			const pulling = statements.filter((statement) => PULL.some((action) => allows(statement, action)));
			const [first] = pulling;
			if (!first || !isForPulling(statements, pulling)) continue;
			const resources = pulling.flatMap(({ resources: named }) => named ?? []);
			const missing = settings.registries.filter((registry) => !resources.some(({ text }) => covers(text, registry)));
			const [place] = first.resources ?? [];
			const knowsOne = missing.length < settings.registries.length || resources.some(isOfMarketplace);
			if (missing.length === 0 || !place || !knowsOne) continue;
			const names = missing.map(({ account, region }) => `${account} in ${region}`).join(", ");
			yield {
				at: place.at,
				message: `This policy lets images be pulled, but not from ${names}, which allowed-registries names`,
				hint: `Add ${missing.map(arnOf).join(" and ")} to its resources, or narrow it to the repositories that are pulled.`
			};
		}
	}
};
const isOfMarketplace = ({ text }) => text.split(":", 6)[4] === MARKETPLACE$1.account;
/** Nothing but pulling, on repositories that are all written down. A policy for one that pushes is for its own registry. */
function isForPulling(all, pulling) {
	const isTold = ({ effect, conditional, hasPrincipal, resources }) => effect === "Allow" && !conditional && !hasPrincipal && resources?.every(({ exact }) => exact);
	return pulling.every(isTold) && !all.some((statement) => PUSH.some((action) => allows(statement, action)));
}
/** Whether a resource names something of a registry, if only one repository. */
function covers(resource, { account, region }) {
	if (resource === "*") return true;
	const [arn, partition, service, ofRegion = "", ofAccount = ""] = resource.split(":", 6);
	return arn === "arn" && partition !== void 0 && isName(service ?? "", "ecr") && isName(ofRegion, region) && isName(ofAccount, account);
}
const arnOf = ({ account, region }) => `arn:${partitionOfRegion(region)}:ecr:${region}:${account}:repository/*`;
/** As the formatter of JSON writes it: a list of several lines where one line is too short. */
function policyFor([first = "", ...others]) {
	return `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      "Resource": ${others.length === 0 ? `["${first}"]` : `[\n        ${[first, ...others].map((arn) => `"${arn}"`).join(",\n        ")}\n      ]`}
    }
  ]
}
`;
}
// src/doors/audit/rules/policies/grant-token.ts
const STATEMENT = "{ \"Effect\": \"Allow\", \"Action\": \"ecr:GetAuthorizationToken\", \"Resource\": \"*\" }";
/**
* A statement more before one of a list in a JSON document: what the other one allows stays as it is. Only JSON has one
* way to be written that every reader takes for the same.
*/
function grantToken({ language, at, policy }) {
	const { source, start } = at;
	if (language !== "json" || !source.exact || policy.start === start) return void 0;
	const before = source.text.slice(0, start);
	if (!/[[,]\s*$/.test(before.slice(-200))) return void 0;
	const line = before.slice(before.lastIndexOf("\n") + 1);
	const between = /^[ \t]*$/.test(line) ? `,${lineBreakOf(source.text)}${line}` : ", ";
	return {
		safety: "safe",
		title: "Allow ecr:GetAuthorizationToken on \"*\" in a statement of its own",
		changes: [{
			kind: "splice",
			source,
			start,
			end: start,
			to: `${STATEMENT}${between}`
		}]
	};
}
const lineBreakOf = (text) => text.includes("\r\n") ? "\r\n" : "\n";
// src/doors/audit/rules/policies/iam-token-resource-scoped.ts
const TOKEN$1 = "ecr:GetAuthorizationToken";
const iamTokenResourceScoped = {
	id: "iam-token-resource-scoped",
	title: "A policy allows ecr:GetAuthorizationToken on a resource, where it has no effect",
	severity: "error",
	why: "ECR gives its token for the whole of a registry, so AWS looks for this action on the resource \"*\" alone. Allowed on a repository it is not allowed at all: every login and every pull fails, with 401 or \"no basic auth credentials\", although the policy looks complete.",
	example: {
		path: "policy.json",
		bad: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["ecr:GetAuthorizationToken", "ecr:BatchGetImage"],
      "Resource": "arn:aws:ecr:eu-west-1:465002806239:repository/team/*"
    }
  ]
}
`,
		good: `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*" },
    {
      "Effect": "Allow",
      "Action": ["ecr:BatchGetImage"],
      "Resource": "arn:aws:ecr:eu-west-1:465002806239:repository/team/*"
    }
  ]
}
`
	},
	*check({ policies }) {
		const granted = new Set(policies.filter(isGrant).map(({ policy }) => policy));
		for (const statement of policies) {
			const named = tokenIn(statement);
			if (!named || !isScoped(statement)) continue;
			if (!granted.has(statement.policy)) yield found$1(statement, named);
		}
	}
};
/** Where the action is named; a pattern such as `ecr:*` may well be meant for the repositories alone. */
const tokenIn = ({ actions }) => actions.find(({ text }) => text.toLowerCase() === TOKEN$1.toLowerCase());
/** Another statement of the same policy that allows it as it is to be. */
const isGrant = (statement) => statement.effect === "Allow" && allows(statement, "ecr:GetAuthorizationToken") && (statement.resources?.some(({ text }) => text === "*") ?? true);
const isScoped = ({ effect, resources, conditional, hasPrincipal }) => effect === "Allow" && !conditional && !hasPrincipal && resources !== void 0 && resources.length > 0 && !resources.some(({ text }) => text === "*");
function found$1(statement, named) {
	const [resource] = statement.resources ?? [];
	const fix = grantToken(statement);
	return {
		at: named.at,
		message: `${TOKEN$1} is allowed on ${resource?.text ?? "a resource"}, but AWS grants it on "*" alone, so no login to ECR works by this statement`,
		hint: `Add a statement of its own that allows ${TOKEN$1} on the resource "*", and leave this one to the actions on repositories.`,
		...fix ? { fix } : {}
	};
}
// src/doors/audit/rules/policies/rules.ts
const POLICY_RULES = [iamTokenResourceScoped, iamRegistryMissing];
// src/doors/audit/rules/pull-secrets/example-job.ts
/** The job of examples that makes pull secrets, with the lines of its script. */
function exampleJob(schedule, lines) {
	return `apiVersion: batch/v1
kind: CronJob
metadata:
  name: ecr-login
  namespace: web
spec:
  schedule: "${schedule}"
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - name: ecr-login
              image: 465002806239.dkr.ecr.eu-west-1.amazonaws.com/tools/aws-kubectl:2.35.11
              command:
                - /bin/sh
                - -c
                - |
                  ${lines.join("\n                  ")}
`;
}
/** Takes a password of ECR, for the lines behind it. */
const TAKE_PASSWORD = "PASSWORD=$(aws ecr get-login-password --region eu-west-1)";
// src/doors/audit/rules/pull-secrets/deleted-first.ts
const pullSecretDeletedFirst = {
	id: "pull-secret-deleted-first",
	title: "A job deletes the pull secret before it makes it again",
	severity: "warning",
	why: "Between the two commands there is no secret: a pod that starts then pulls with no password, and is answered with 401. Where the second command fails, as when a password cannot be fetched or the API server refuses it, the secret stays away until somebody looks, and a password that was still good is gone.",
	example: {
		path: "ecr-login.yaml",
		bad: exampleOf(["kubectl delete secret ecr --ignore-not-found"], ""),
		good: exampleOf([], " --dry-run=client -o yaml | kubectl apply -f -")
	},
	*check({ repository }) {
		for (const { refreshers, deployed } of repository.pulls) for (const { deletes, object } of refreshers) for (const { name, script, command } of deletes) yield {
			at: within(script, command),
			message: `${quote$1(object)} deletes the secret ${quote$1(name)} before it makes it again: in between, and for as long as making it fails, nothing can be pulled with it`,
			hint: `Replace it in one step, without deleting it: kubectl create secret ... --dry-run=client -o yaml | kubectl apply -f -, for which the role of the job needs the verb patch; examples/pull-secrets does so.`,
			inheritedBy: [deployed.origin.root]
		};
	}
};
function exampleOf(first, then) {
	return exampleJob("0 */5 * * *", [
		TAKE_PASSWORD,
		...first,
		"kubectl create secret docker-registry ecr --docker-username=AWS --docker-password=\"$PASSWORD\" \\",
		`  --docker-server=465002806239.dkr.ecr.eu-west-1.amazonaws.com${then}`
	]);
}
// src/doors/audit/rules/pull-secrets/known.ts
/** Where an object or a secret is in the cluster; undefined where somebody else says so. */
function namespaceOf$1(one) {
	return one.namespace ?? one.origin.namespace;
}
/** The images of an object, by what deploys it. */
function imagesByObject(repository) {
	const images = Map.groupBy(repository.images, ({ object }) => object);
	return ({ object, origin }) => (images.get(object) ?? []).filter(({ origins }) => origins.some(({ root }) => root === origin.root));
}
// src/doors/audit/rules/pull-secrets/namespace.ts
const pullSecretNamespace = {
	id: "pull-secret-namespace",
	title: "A pod names a pull secret that is made in another namespace",
	severity: "warning",
	why: "A pod finds secrets of its own namespace only. One that is not there is passed over without a word: the kubelet pulls with no password and is answered with 401, or \"no basic auth credentials\".",
	example: {
		path: "web.yaml",
		bad: examplePair("tools"),
		good: examplePair("web")
	},
	*check({ repository }) {
		const found = foundIn(repository.pulls);
		if (found.length > 0 && !copiesSecrets(repository)) yield* found;
	}
};
function foundIn(all) {
	const made = all.flatMap(madeIn);
	if (made.some(({ name, namespace }) => name === void 0 && namespace === void 0)) return [];
	const byName = Map.groupBy(made, ({ name }) => name);
	return all.flatMap((pulls) => {
		if (pulls.deployed.unknown.length > 0) return [];
		const own = madeIn(pulls);
		return pulls.uses.flatMap((use) => {
			const [first] = own.filter(({ name }) => name === use.name);
			const makers = [...byName.get(use.name) ?? [], ...byName.get(void 0) ?? []];
			return first && isElsewhere(use, makers) ? [foundAt(use, first, pulls.deployed.origin.root)] : [];
		});
	});
}
function foundAt(use, made, root) {
	const [there, here] = [quote$1(made.namespace ?? ""), quote$1(namespaceOf$1(use) ?? "")];
	return {
		at: use.at,
		message: `Pull secret ${quote$1(use.name)} is made in namespace ${there}, but ${quote$1(use.object)} is in ${here}, where it is not seen`,
		hint: `Have ${quote$1(made.by)} make it in ${here} as well, or move one of the two.`,
		inheritedBy: [root]
	};
}
function madeIn({ secrets, refreshers }) {
	return [...secrets.map((secret) => ({
		name: secret.name,
		namespace: namespaceOf$1(secret),
		by: secret.object
	})), ...refreshers.flatMap((refresher) => {
		const by = refresher.object;
		if (refresher.writes.length === 0) return [{
			name: void 0,
			namespace: void 0,
			by
		}];
		return refresher.writes.map(({ name, namespace, anywhere }) => ({
			name,
			by,
			namespace: anywhere ? void 0 : namespace ?? namespaceOf$1(refresher)
		}));
	})];
}
/** Whether all that may make a secret of that name is known to make it in another namespace. */
function isElsewhere(use, made) {
	const namespace = namespaceOf$1(use);
	return namespace !== void 0 && made.every((one) => one.namespace !== void 0 && one.namespace !== namespace);
}
/** What brings secrets to other namespaces by rules of its own. */
function copiesSecrets({ deployed }) {
	return deployed.some(({ objects }) => objects.some(isCopier));
}
const COPIERS = /* @__PURE__ */ new Set([
	"ClusterPolicy",
	"ClusterExternalSecret",
	"ClusterSecret",
	"PushSecret"
]);
/** The field of a pod is called imagePullSecrets, so that alone says nothing of the program that copies secrets. */
const COPIED = /reflector\.|replicator\.|kubed\.|config-syncer|imagepullsecrets?[.-]/i;
function isCopier({ kind, root }) {
	if (COPIERS.has(kind)) return true;
	return (kind === "Secret" || kind === "Deployment" || kind === "Application" || kind === "HelmRelease") && COPIED.test(root.source.text.slice(root.start, root.end));
}
function examplePair(namespace) {
	return `apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: web
spec:
  containers:
    - name: web
      image: 465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2
  imagePullSecrets:
    - name: ecr
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: ecr
  namespace: ${namespace}
spec:
  refreshInterval: 3h
  target:
    name: ecr
    template:
      type: kubernetes.io/dockerconfigjson
`;
}
// src/doors/audit/rules/pull-secrets/needless.ts
const pullSecretNeedless = {
	id: "pull-secret-needless",
	title: "A pod names a pull secret for images that nodes may pull by their role",
	severity: "notice",
	needs: "nodesPullWithRole",
	why: "The kubelet tries the passwords of pull secrets first, and the role of its node when they fail. Where the role may pull, a secret is one more credential to make and to guard, and once its password has ended every pull begins with a refusal, whose words hide what is really wrong when a pull fails.",
	example: {
		path: "web.yaml",
		bad: `${examplePod(exampleImage())}  imagePullSecrets:\n    - name: ecr\n`,
		good: examplePod(exampleImage())
	},
	*check({ repository, settings }) {
		if (!settings.nodesPullWithRole || settings.registries.length === 0) return;
		const imagesOf = imagesByObject(repository);
		for (const { uses, deployed } of repository.pulls) for (const use of uses) {
			const images = imagesOf(use);
			if (images.length === 0 || !images.every((image) => isByRole(image, settings.registries))) continue;
			yield {
				at: use.at,
				message: `Pull secret ${quote$1(use.name)} is not needed: nodes pull all images of ${quote$1(use.object)} by their role, and a password that has ended only puts a refusal before each pull`,
				hint: "Remove the entry of imagePullSecrets, and what makes the secret once nothing names it.",
				inheritedBy: [deployed.origin.root],
				...use.besides === 0 && { fix: removal$1(use) }
			};
		}
	}
};
function isByRole({ name, known }, registries) {
	const ecr = known === "certain" ? parseEcrHost(name.text.split("/", 1)[0] ?? "") : void 0;
	return ecr !== void 0 && registries.some(({ account, region }) => account === ecr.account && region === ecr.region);
}
const removal$1 = ({ holder }) => ({
	safety: "unsafe",
	title: "Remove imagePullSecrets",
	changes: [{
		kind: "remove",
		from: holder,
		key: "imagePullSecrets"
	}]
});
function exampleImage() {
	return "465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2";
}
// src/doors/audit/rules/pull-secrets/schedule.ts
const MINUTE = {
	min: 0,
	max: 59,
	names: []
};
const HOUR = {
	min: 0,
	max: 23,
	names: []
};
const DAY = {
	min: 1,
	max: 31,
	names: []
};
const MONTH = {
	min: 1,
	max: 12,
	names: [
		"jan",
		"feb",
		"mar",
		"apr",
		"may",
		"jun",
		"jul",
		"aug",
		"sep",
		"oct",
		"nov",
		"dec"
	]
};
const WEEKDAY = {
	min: 0,
	max: 6,
	names: [
		"sun",
		"mon",
		"tue",
		"wed",
		"thu",
		"fri",
		"sat"
	]
};
const MACROS = {
	"@yearly": "0 0 1 1 *",
	"@annually": "0 0 1 1 *",
	"@monthly": "0 0 1 * *",
	"@weekly": "0 0 * * 0",
	"@daily": "0 0 * * *",
	"@midnight": "0 0 * * *",
	"@hourly": "0 * * * *"
};
/** Longer than any schedule that is one. */
const LONGEST = 1e3;
/** A schedule as Kubernetes reads it (robfig/cron 3); undefined for a text that it refuses. */
function parseSchedule(text) {
	if (text.length > LONGEST) return void 0;
	const bare = text.trim().replace(/^(?:CRON_)?TZ=\S+\s+/, "");
	if (bare.startsWith("@every ")) return parseEvery(bare.slice(7));
	const fields = (MACROS[bare] ?? bare).split(/\s+/);
	const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
	if (fields.length !== 5) return void 0;
	const [minutes, hours] = [parseField(minute, MINUTE), parseField(hour, HOUR)];
	const [days, months, weekdays] = [
		parseField(day, DAY),
		parseField(month, MONTH),
		parseField(weekday, WEEKDAY)
	];
	if (!minutes || !hours || !days || !months || !weekdays) return void 0;
	return {
		kind: "clock",
		minutes: sorted(hours).flatMap((at) => sorted(minutes).map((past) => at * 60 + past)),
		isDay: (date) => months.values.has(date.getUTCMonth() + 1) && isDayOf({
			days,
			weekdays
		}, days.values.has(date.getUTCDate()), weekdays.values.has(date.getUTCDay()))
	};
}
const sorted = ({ values }) => [...values].toSorted((a, b) => a - b);
/** Either of them is enough where both are said. */
function isDayOf(said, ofMonth, ofWeek) {
	return said.days.any || said.weekdays.any ? ofMonth && ofWeek : ofMonth || ofWeek;
}
function parseField(text, range) {
	const values = /* @__PURE__ */ new Set();
	let any = false;
	for (const part of text.split(",").filter((one) => one !== "")) {
		const parsed = parsePart(part, range);
		if (!parsed) return void 0;
		any ||= parsed.any;
		for (let value = parsed.from; value <= parsed.to; value += parsed.step) values.add(value);
	}
	return {
		values,
		any
	};
}
/** `*`, `5`, `1-5`, `mon-fri`, each with `/2` behind it; `5/2` goes on to the end. */
function parsePart(text, range) {
	const [span = "", stepText, ...more] = text.split("/");
	const step = stepText === void 0 ? 1 : numberIn(stepText);
	if (more.length > 0 || step === void 0 || step === 0) return void 0;
	const [first = "", last, ...rest] = span.split("-");
	if (first === "*" || first === "?") return {
		from: range.min,
		to: range.max,
		step,
		any: step === 1
	};
	const from = valueIn$1(first, range);
	const to = last === void 0 ? stepText === void 0 ? from : range.max : valueIn$1(last, range);
	if (rest.length > 0 || from === void 0 || to === void 0) return void 0;
	return from < range.min || to > range.max || from > to ? void 0 : {
		from,
		to,
		step,
		any: false
	};
}
const numberIn = (text) => /^\+?\d{1,4}$/.test(text) ? Number(text) : void 0;
function valueIn$1(text, { min, names }) {
	const index = names.indexOf(text.toLowerCase());
	return index < 0 ? numberIn(text) : index + min;
}
const UNITS = {
	h: 3600,
	m: 60,
	s: 1,
	ms: .001,
	us: 1e-6,
	µs: 1e-6,
	ns: 1e-9
};
/** A duration as Go writes it: `1h30m`. Less than a second is one, and so is less than nothing. */
function parseEvery(text) {
	if (!/^[+-]?(?:\d{1,9}(?:\.\d{1,9})?(?:h|ms|m|s|us|µs|ns))+$/.test(text)) return void 0;
	const seconds = [...text.matchAll(/(\d{1,9}(?:\.\d{1,9})?)(h|ms|m|s|us|µs|ns)/g)].reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
	return {
		kind: "every",
		seconds: text.startsWith("-") ? 1 : Math.max(1, Math.floor(seconds))
	};
}
const DAY_MINUTES = 1440;
const FIRST = Date.UTC(2028, 0, 1);
/** Over a leap year and the one behind it: every date that most years have, and the longest way from one to the next. */
const DAYS = 731;
/** The longest time between two runs, in hours; without end where there are none, or years lie between them. */
function longestGap(schedule) {
	if (schedule.kind === "every") return schedule.seconds / 3600;
	const { minutes, isDay } = schedule;
	if (minutes.length === 0) return Number.POSITIVE_INFINITY;
	const [first = 0, last = 0] = [minutes[0], minutes.at(-1)];
	let longest = minutes.reduce((most, minute, at) => Math.max(most, minute - (minutes[at - 1] ?? minute)), 0);
	let before;
	let days = 0;
	for (let day = 0; day < DAYS; day += 1) {
		if (!isDay(new Date(FIRST + day * DAY_MINUTES * 6e4))) continue;
		if (before !== void 0) longest = Math.max(longest, (day - before) * DAY_MINUTES + first - last);
		before = day;
		days += 1;
	}
	return days < 2 ? Number.POSITIVE_INFINITY : longest / 60;
}
// src/doors/audit/rules/pull-secrets/no-headroom.ts
/** A password of ECR is good for so long. */
const PASSWORD_HOURS = 12;
/** With more between two runs, one that is missed leaves the cluster without a password. */
const MOST_HOURS = PASSWORD_HOURS / 2;
const ecrRefreshNoHeadroom = {
	id: "ecr-refresh-no-headroom",
	title: "A job that refreshes a password of ECR runs too seldom for one run to fail",
	severity: "warning",
	why: "A password of ECR ends 12 hours after it was made. Where runs are more than 6 hours apart, one run that fails or is late leaves the pull secret with a password that has ended, and no node can pull until the next run. That shows when pods move, which is mostly at night.",
	example: {
		path: "ecr-login.yaml",
		bad: exampleAt("0 */10 * * *"),
		good: exampleAt("0 */5 * * *")
	},
	*check({ repository }) {
		for (const { refreshers, deployed } of repository.pulls) for (const refresher of refreshers) {
			const found = judge(refresher);
			if (found) yield {
				...found,
				inheritedBy: [deployed.origin.root]
			};
		}
	}
};
function judge({ schedule, object }) {
	const parsed = schedule && parseSchedule(schedule.text);
	if (!schedule || !parsed) return void 0;
	const gap = longestGap(parsed);
	if (gap <= MOST_HOURS) return void 0;
	const safe = oftener(schedule.text);
	const apart = Number.isFinite(gap) ? `up to ${hoursOf(gap)} apart` : "once in years, if at all";
	const breaks = gap > PASSWORD_HOURS ? "the password in the pull secret ends before the next one" : "after one that fails, the password in the pull secret ends before the next one";
	return {
		at: schedule,
		message: `${quote$1(object)} runs ${apart}, and a password of ECR is good for ${PASSWORD_HOURS} hours: ${breaks}`,
		hint: `Set the schedule to "${safe}"; examples/pull-secrets has a refresher that tells of runs that fail.`,
		fix: {
			safety: "safe",
			title: `Run every 5 hours: ${safe}`,
			changes: [scheduled(schedule, safe)]
		}
	};
}
const scheduled = (at, to) => ({
	kind: "set",
	at,
	to,
	string: true
});
const hoursOf = (hours) => `${Math.round(hours * 10) / 10} hours`;
/** Every five hours, in the same minute of the hour. */
function oftener(text) {
	const minute = /^(?:(?:CRON_)?TZ=\S+\s+)?([0-5]?\d)(?=[\s,-])/.exec(text.trim())?.[1];
	return `${Number(minute ?? 0)} */5 * * *`;
}
function exampleAt(schedule) {
	return exampleJob(schedule, [
		TAKE_PASSWORD,
		"kubectl create secret docker-registry ecr --namespace web --dry-run=client -o yaml \\",
		"  --docker-server=465002806239.dkr.ecr.eu-west-1.amazonaws.com \\",
		"  --docker-username=AWS --docker-password=\"$PASSWORD\" | kubectl apply -f -"
	]);
}
// src/doors/audit/rules/pull-secrets/several-registries.ts
const pullSecretSeveralRegistries = {
	id: "pull-secret-several-registries",
	title: "A pull secret has a password for one registry, and images come from several",
	severity: "warning",
	why: "The kubelet takes a password for the very host of an image. An account or a region more is another host: a secret that names only the first one leaves the pull of the other without a password, which is answered with 401.",
	example: {
		path: "web.yaml",
		bad: exampleWith("ecr"),
		good: exampleWith("ecr-partner")
	},
	*check({ repository, settings }) {
		const imagesOf = imagesByObject(repository);
		for (const pulls of repository.pulls) {
			const inheritedBy = [pulls.deployed.origin.root];
			const pods = pulls.deployed.unknown.length === 0 && !settings.nodesPullWithRole ? podsOf(pulls.uses) : [];
			const found = [...pulls.refreshers.map(overwritten), ...pods.map((uses) => uncovered(uses, pulls, imagesOf))];
			for (const one of found) if (one) yield {
				...one,
				inheritedBy
			};
		}
	}
};
const podsOf = (uses) => [...Map.groupBy(uses, ({ object, namespace }) => `${namespace} ${object}`).values()];
/** A host of ECR that an object pulls from, and that none of its secrets has a password of. */
function uncovered(uses, pulls, imagesOf) {
	const [use] = uses;
	const hosts = use && hostsOf(uses, pulls);
	if (!hosts) return void 0;
	const without = imagesOf(use).filter(({ known }) => known === "certain").map(({ name }) => name.text.split("/", 1)[0] ?? "").find((host) => parseEcrHost(host) && !hosts.has(host));
	if (without === void 0) return void 0;
	const held = [...hosts].map(quote$1).join(" and ");
	return {
		at: use.at,
		message: `${quote$1(use.object)} pulls from ${quote$1(without)}, but its pull secret has a password of ${held} alone`,
		hint: "Name a second secret for that registry in imagePullSecrets, and have it made as the first one is; examples/pull-secrets does that for any number of registries."
	};
}
/** Hosts that the secrets of a pod have passwords of; undefined where one of them cannot be read, or another may help. */
function hostsOf(uses, pulls) {
	const [use] = uses;
	if (!use || use.object.startsWith("ServiceAccount/")) return void 0;
	if (pulls.uses.some(({ object }) => object.startsWith("ServiceAccount/"))) return void 0;
	const hosts = /* @__PURE__ */ new Set();
	for (const { name } of uses) {
		const own = hostsNamed(name, namespaceOf$1(use), pulls);
		if (own.length === 0) return void 0;
		for (const host of own) hosts.add(host);
	}
	return hosts;
}
function hostsNamed(name, namespace, { secrets, refreshers }) {
	const held = secrets.filter((secret) => secret.name === name && namespaceOf$1(secret) === namespace);
	if (held.some(({ hosts }) => hosts.length === 0)) return [];
	const [writer, ...others] = refreshers.filter(({ writes }) => writes.some((write) => write.name === name));
	if (others.length > 0 || writer && writer.writes.length > 1) return [];
	return [...held.flatMap(({ hosts }) => hosts), ...writer?.hosts ?? []];
}
/** Commands of one script that put the passwords of several registries into one secret, each instead of the one before. */
function overwritten({ writes, hosts, at, object }) {
	const ecr = hosts.filter((host) => parseEcrHost(host));
	if (ecr.length < 2) return void 0;
	const seen = /* @__PURE__ */ new Set();
	for (const { name, namespace, anywhere } of writes) {
		if (name === void 0 || anywhere) continue;
		const place = `${namespace ?? ""}/${name}`;
		if (seen.has(place)) return {
			at,
			message: `${quote$1(object)} writes the passwords of ${ecr.map(quote$1).join(" and ")} into one secret ${quote$1(name)}, each instead of the one before`,
			hint: "Give each registry a secret of its own, and name all of them in imagePullSecrets; examples/pull-secrets does that."
		};
		seen.add(place);
	}
}
function exampleWith(second) {
	const write = (secret, host) => `kubectl create secret docker-registry ${secret} --dry-run=client -o yaml --docker-server=${host} --docker-username=AWS --docker-password="$(aws ecr get-login-password --region eu-west-1)" | kubectl apply -f -`;
	return exampleJob("0 */3 * * *", [write("ecr", "465002806239.dkr.ecr.eu-west-1.amazonaws.com"), write(second, "305702147389.dkr.ecr.eu-west-1.amazonaws.com")]);
}
// src/doors/audit/rules/pull-secrets/static.ts
const pullSecretStatic = {
	id: "pull-secret-static",
	title: "A password of ECR is committed",
	severity: "error",
	why: "A password of ECR ends 12 hours after it was made, so one that is in a commit has ended before long, and every pull with it is answered with 401. Until then it lets everybody who reads the repository pull all that its maker may.",
	example: {
		path: "pull-secret.yaml",
		bad: committed$1("QVdTOmV5SndZWGxzYjJGa0lqb2k="),
		good: committed$1("")
	},
	*check({ repository }) {
		for (const { secrets, deployed } of repository.pulls) for (const { passwords, at, object } of secrets) {
			const host = passwords.find((one) => parseEcrHost(one));
			if (host === void 0) continue;
			yield {
				at,
				message: `${quote$1(object)} holds a password of ${quote$1(host)}, which ends 12 hours after it was made, and is a credential that everybody can read here`,
				hint: "Remove it. Nodes with a role in AWS need no pull secret; for others, examples/pull-secrets keeps one fresh in the cluster.",
				inheritedBy: [deployed.origin.root]
			};
		}
	}
};
function committed$1(auth) {
	return `apiVersion: v1
kind: Secret
metadata:
  name: ecr
type: kubernetes.io/dockerconfigjson
stringData:
  .dockerconfigjson: |
    { "auths": { "465002806239.dkr.ecr.eu-west-1.amazonaws.com": { "auth": "${auth}" } } }
`;
}
// src/doors/audit/rules/pull-secrets/rules.ts
const PULL_SECRETS = [
	pullSecretNeedless,
	pullSecretStatic,
	ecrRefreshNoHeadroom,
	pullSecretDeletedFirst,
	pullSecretNamespace,
	pullSecretSeveralRegistries
];
// src/doors/audit/rules/registry/images.ts
/** What was looked up, of what is certain: a text that templates may change was not asked for. */
function* lookedUp$1({ repository, registry }) {
	if (!registry) return;
	for (const image of repository.images) {
		const facts = image.known === "certain" ? registry.repositories.get(image.name.text) : void 0;
		const host = registryOf(image.name.text);
		if (facts && host !== void 0) yield {
			image,
			repository: image.name.text.slice(host.length + 1),
			facts
		};
	}
}
function* knownImages(audited) {
	for (const { facts, ...rest } of lookedUp$1(audited)) if (facts.state === "known") yield {
		facts,
		...rest
	};
}
const rootsOf$1 = ({ origins }) => origins.map(({ root }) => root);
// src/doors/audit/rules/registry/digest-moved.ts
const digestMoved = {
	id: "digest-moved",
	title: "A digest is not that of the tag beside it",
	severity: "warning",
	needs: "aws",
	why: "Where a reference has a tag and a digest, the digest alone decides what is pulled. The tag says something else to whoever reads it: it was moved after the digest was written, or only one of the two was changed.",
	*check(audited) {
		for (const { image, repository, facts } of knownImages(audited)) {
			const { tag, digest } = image;
			const now = tag && facts.images.get(tag.text);
			if (!digest || !now || now.digest === digest.text || !facts.images.has(digest.text)) continue;
			yield {
				at: digest.at,
				message: `The tag ${tag.text} of ${repository} is ${now.digest} in the registry, but ${digest.text} is what runs`,
				hint: `Look which of the two is meant. If it is the tag, set the digest to ${now.digest}; if it is the digest, correct the tag or leave it out.`,
				inheritedBy: rootsOf$1(image)
			};
		}
	}
};
// src/doors/audit/rules/registry/image-missing.ts
const imageMissing = {
	id: "image-missing",
	title: "An image is not in its registry",
	severity: "error",
	needs: "aws",
	why: "ECR was asked for the tag or digest, and has no such image. A pod that starts with it stays in ImagePullBackOff; pods that run it from the cache of a node go on until they are moved. A lifecycle policy removes images whether they are deployed or not.",
	*check(audited) {
		for (const looked of lookedUp$1(audited)) {
			const found = looked.facts.state === "missing" ? withoutRepository(looked) : withoutImage(looked);
			if (found) yield found;
		}
	}
};
function withoutRepository({ image, repository, facts }) {
	const { account, region } = facts.host;
	return {
		at: image.name.at,
		message: `ECR has no repository ${repository} in account ${account}, ${region}, so ${image.text} cannot be pulled`,
		hint: `Correct the name in this line, or create the repository and push the image.`,
		inheritedBy: rootsOf$1(image)
	};
}
function withoutImage({ image, repository, facts }) {
	const wanted = image.digest ?? image.tag;
	if (facts.state !== "known" || !wanted || facts.images.has(wanted.text)) return void 0;
	return {
		at: wanted.at,
		message: `${repository} has no image ${wanted.text} in account ${facts.host.account}, ${facts.host.region}${expired(facts)}`,
		hint: `${instead(wanted.text, facts)} Nothing else has to change where the image is pushed again under this ${image.digest ? "digest" : "tag"}.`,
		inheritedBy: rootsOf$1(image)
	};
}
const expired = ({ expires }) => expires.length === 0 ? "" : `; its lifecycle policy may have removed it (${expires.join("; ")})`;
function instead(wanted, { newest }) {
	if (newest.length === 0) return "The repository has no tag at all: push the image.";
	const close = nearest(wanted, newest);
	return `${close === void 0 ? "" : `Did you mean ${close}? `}Set a tag that is there; the newest are ${listed$1(newest.slice(0, 5))}.`;
}
// src/doors/audit/rules/registry/platform-missing.ts
const platformMissing = {
	id: "platform-missing",
	title: "An image is built for another platform than those beside it",
	severity: "warning",
	needs: "aws",
	why: "A node pulls an image for its own platform. An image that is built for another one ends in \"no match for platform in manifest\" or \"exec format error\". Which nodes there are is not known here, so images are compared with those that are deployed beside them.",
	*check(audited) {
		const known = [...knownImages(audited)].flatMap((looked) => {
			const wanted = looked.image.digest ?? looked.image.tag;
			const platforms = wanted && looked.facts.images.get(wanted.text)?.platforms;
			return wanted && platforms && platforms.length > 0 ? [{
				...looked,
				wanted,
				platforms
			}] : [];
		});
		const usual = usualAmong(known.map(({ platforms }) => platforms));
		if (usual === void 0) return;
		for (const { image, repository, wanted, platforms } of known) {
			if (platforms.includes(usual)) continue;
			yield {
				at: wanted.at,
				message: `${repository}:${wanted.text} is built for ${listed$1(platforms)} alone, and most images here are for ${usual}`,
				hint: `Build it for ${usual} as well (the input platforms of the deploy step), or keep its pods to nodes of ${listed$1(platforms)} by a nodeSelector on kubernetes.io/arch.`,
				inheritedBy: rootsOf$1(image)
			};
		}
	}
};
/** What more than half of the images are for is what nodes are of; without that nothing is said. */
function usualAmong(images) {
	const [most] = [...Map.groupBy(images.flat(), (platform) => platform)].toSorted(([, one], [, other]) => other.length - one.length);
	return most && most[1].length * 2 > images.length ? most[0] : void 0;
}
// src/doors/audit/rules/registry/rules.ts
const REGISTRY_RULES = [
	imageMissing,
	{
		id: "repository-mutable",
		title: "A tag that is deployed can be moved to another image",
		severity: "warning",
		needs: "aws",
		why: "The repository in ECR lets anybody who may push put another image under this tag. What runs then depends on when a node pulled it, and no commit says so. A tag beside a digest is not asked about: the digest decides.",
		*check(audited) {
			for (const { image, repository, facts } of knownImages(audited)) {
				if (image.digest || !image.tag || !facts.mutable.has(image.tag.text)) continue;
				const { account, region } = facts.host;
				yield {
					at: image.tag.at,
					message: `The tag ${image.tag.text} of ${repository} can be moved: tags are mutable in account ${account}, ${region}`,
					hint: `Make the tags of the repository immutable: aws ecr put-image-tag-mutability --registry-id ${account} --region ${region} --repository-name ${repository} --image-tag-mutability IMMUTABLE. Pushes that reuse a tag fail from then on. Or pin the digest beside the tag.`,
					inheritedBy: rootsOf$1(image)
				};
			}
		}
	},
	digestMoved,
	platformMissing,
	{
		id: "registry-unreadable",
		title: "A repository could not be looked up",
		severity: "notice",
		needs: "aws",
		why: "ECR refused the question, most often because the role of this audit may not read that repository. Whether its images are there is not known, so nothing is said of them.",
		*check(audited) {
			for (const { image, repository, facts } of lookedUp$1(audited)) {
				if (facts.state !== "unknown") continue;
				yield {
					at: image.name.at,
					message: `Whether the images of ${repository} are there is not known: ${facts.why}`,
					hint: facts.hint,
					inheritedBy: rootsOf$1(image)
				};
			}
		}
	}
];
// src/doors/audit/rules/roles/example-account.ts
/** A service account for the page of a rule, with the role of its pods. */
const exampleAccount = (arn) => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: web
  annotations:
    eks.amazonaws.com/role-arn: ${arn}
`;
// src/doors/audit/rules/roles/role.ts
/** What does not work with a wrong role, by the annotation that names it. */
function brokenBy(key) {
	if (key.endsWith("/ecr-role-arn")) return "the kubelet gets no credentials for pulls of this service account, where nodes pull with its role";
	return `${key.startsWith("iam.") ? "the pods get no credentials" : "the pods get no credentials of AWS (IRSA)"}; image pulls use the role of the node and are not affected`;
}
/** The account of an ARN of a role that could be one, or undefined: what is no ARN has a rule of its own. */
const accountIn = ({ arn }) => parseRoleArn(arn)?.account;
/** What findings about a role have in common. */
const aboutRole = ({ known, origins }) => ({
	inheritedBy: rootsOf$2(origins),
	...softened(known)
});
/** The account that roles are to be of, where only one can be meant. */
function onlyAccount({ roleAccounts }) {
	return roleAccounts.length === 1 ? roleAccounts[0] : void 0;
}
function ofAccount({ at, arn }, { from, to, safety }) {
	const scalar = scalarAt$2(at);
	if (!scalar || scalar.text !== arn) return {};
	const text = arn.replace(`:${from}:`, () => `:${to}:`);
	return { fix: {
		safety,
		title: `Name account ${to}`,
		changes: [{
			kind: "set",
			at: scalar,
			to: text
		}]
	} };
}
// src/doors/audit/rules/roles/account-not-allowed.ts
const roleAccountNotAllowed = {
	id: "role-account-not-allowed",
	title: "A role is of an account that is not one of yours",
	severity: "error",
	needs: "roleAccounts",
	why: "A service account assumes its role by the identity provider of its cluster, which only accounts know that trust it. A role of another account, mostly left from a copied overlay, answers every call with AccessDenied.",
	example: {
		path: "apps/account.yaml",
		bad: exampleAccount("arn:aws:iam::831926600000:role/web"),
		good: exampleAccount("arn:aws:iam::465002806239:role/web")
	},
	*check({ repository, settings }) {
		const { roleAccounts, placeholderAccounts } = settings;
		if (roleAccounts.length === 0) return;
		for (const role of repository.roles) {
			const account = accountIn(role);
			if (account === void 0 || roleAccounts.includes(account)) continue;
			if (isPlaceholder(account) || placeholderAccounts.includes(account)) continue;
			const to = onlyAccount(settings);
			yield {
				at: within(role.at, account),
				message: `${role.key} names a role of account ${account}, expected ${roleAccounts.join(" or ")}: ${brokenBy(role.key)}`,
				hint: `Write the role of account ${roleAccounts.join(" or ")}, or add ${account} to allowed-role-accounts if it is right.`,
				...aboutRole(role),
				...to !== void 0 && ofAccount(role, {
					from: account,
					to,
					safety: "unsafe"
				})
			};
		}
	}
};
// src/doors/audit/rules/roles/account-placeholder.ts
const roleAccountPlaceholder = {
	id: "role-account-placeholder",
	title: "A role is of an account that only documentation has",
	severity: "error",
	why: "Nobody can assume a role of an account that is not theirs. The pods start, and every call of AWS fails with AccessDenied on AssumeRoleWithWebIdentity. Image pulls go on: they use the role of the node.",
	example: {
		path: "apps/account.yaml",
		bad: exampleAccount("arn:aws:iam::123456789012:role/web"),
		good: exampleAccount("arn:aws:iam::465002806239:role/web")
	},
	*check({ repository, settings }) {
		for (const role of repository.roles) {
			const account = accountIn(role);
			if (account === void 0 || settings.roleAccounts.includes(account)) continue;
			if (!isPlaceholder(account) && !settings.placeholderAccounts.includes(account)) continue;
			const to = onlyAccount(settings);
			yield {
				at: within(role.at, account),
				message: `${role.key} names a role of account ${account}, a placeholder of documentation: ${brokenBy(role.key)}`,
				hint: to === void 0 ? "Write the ARN of the role, with the account that has it." : `Write account ${to}, which allowed-role-accounts names.`,
				...aboutRole(role),
				...to !== void 0 && ofAccount(role, {
					from: account,
					to,
					safety: "safe"
				})
			};
		}
	}
};
// src/doors/audit/rules/roles/malformed.ts
const roleMalformed = {
	id: "role-malformed",
	title: "A role is no ARN of a role",
	severity: "error",
	why: "EKS puts the text of the annotation into the pods as it is. What is no ARN of a role, or has a text in it that stands for an account, is refused by AWS with a ValidationError at the first call.",
	example: {
		path: "apps/account.yaml",
		bad: exampleAccount("arn:aws:iam::ACCOUNT_ID:role/web"),
		good: exampleAccount("arn:aws:iam::465002806239:role/web")
	},
	*check({ repository }) {
		const malformed = repository.roles.filter(isMalformed);
		if (malformed.length === 0) return;
		const isFilledIn = substitutions(repository.files);
		for (const role of malformed) {
			const { at, arn, key, origins } = role;
			if (arn.includes("$") && isFilledIn(rootsOf$2(origins))) continue;
			yield {
				at,
				message: `${key} is ${quote$1(arn)}, ${faultOf$2(arn)}: ${brokenBy(key)}`,
				hint: "Write the ARN of the role: arn:aws:iam::ACCOUNT:role/NAME, with the twelve digits of its account.",
				...aboutRole(role)
			};
		}
	}
};
/** kube2iam and kiam take the name of a role as well, and fill in the account of their own. */
function isMalformed({ arn, key, known }) {
	if (parseRoleArn(arn)) return false;
	if (key.startsWith("iam.") && !arn.startsWith("arn:")) return false;
	return known === "certain" || !(isTemplateText(arn) || arn.includes("$"));
}
function faultOf$2(arn) {
	const parts = arn.split(":");
	if (parts[0] !== "arn" || parts.length < 6) return "which is no ARN";
	const account = parts[4] ?? "";
	if (isStandIn(account)) return `in which ${quote$1(account)} only stands for an account`;
	if (!/^\d{12}$/.test(account)) return "whose account is not made of twelve digits";
	return "which is not the ARN of a role";
}
// src/doors/audit/rules/roles/partition-mismatch.ts
const rolePartitionMismatch = {
	id: "role-partition-mismatch",
	title: "A role is of another partition of AWS than the registries",
	severity: "error",
	needs: "registries",
	why: "The partitions of AWS (aws, aws-cn, aws-us-gov) share neither accounts nor identities. A role of one cannot be assumed from another, so an ARN that was copied across them never works.",
	example: {
		path: "apps/account.yaml",
		bad: exampleAccount("arn:aws-cn:iam::465002806239:role/web"),
		good: exampleAccount("arn:aws:iam::465002806239:role/web")
	},
	*check({ repository, settings }) {
		const partitions = new Set(settings.registries.map(({ region }) => partitionOfRegion(region)));
		const [expected] = partitions;
		if (expected === void 0 || partitions.size > 1) return;
		for (const role of repository.roles) {
			const partition = parseRoleArn(role.arn)?.partition;
			if (partition === void 0 || partition === expected) continue;
			yield {
				at: within(role.at, `arn:${partition}`),
				message: `${role.key} names a role of partition ${partition}, and allowed-registries are of ${expected}: ${brokenBy(role.key)}`,
				hint: `Write the ARN of a role in this partition: it begins with arn:${expected}:iam.`,
				...aboutRole(role)
			};
		}
	}
};
const digestPlaceholder = {
	id: "digest-placeholder",
	title: "A digest is none that an image can have",
	severity: "error",
	why: "A digest is the checksum of one manifest. One that is made up, all zeros or cut off, names nothing: the kubelet refuses the reference, or the registry answers \"not found\".",
	example: {
		path: "apps/web.yaml",
		bad: examplePod(`465002806239.dkr.ecr.us-east-1.amazonaws.com/web@sha256:${"0".repeat(64)}`),
		good: examplePod(`465002806239.dkr.ecr.us-east-1.amazonaws.com/web@sha256:3f9c2a71d0e84b5596a8c1f27e6d4b03958acf1e72d6b480c35f9e1a7d2b6c84`)
	},
	*check({ repository }) {
		for (const { digest, name, known, origins } of repository.images) {
			if (name.text === "") continue;
			const fault = digest && faultOf$1(digest.text);
			if (!digest || fault === void 0 || known === "assumed" && /[${}<>]/.test(digest.text)) continue;
			yield {
				at: within(digest.at, digest.text),
				message: `Digest ${quote$1(digest.text)} ${fault}, so nothing can be pulled by it`,
				hint: "Write the digest that the registry has for the tag: aws ecr describe-images shows it as imageDigest.",
				inheritedBy: rootsOf$2(origins),
				...softened(known)
			};
		}
	}
};
/** What SHA-256 makes of nothing. */
const OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
function faultOf$1(digest) {
	if (/^sha512:[0-9a-f]{128}$/.test(digest)) return void 0;
	if (!isDigest(digest)) return "is not \"sha256:\" and 64 hex digits in lower case";
	const hex = digest.slice(7);
	if (hex === OF_NOTHING) return "is that of an empty file";
	return [
		1,
		2,
		4,
		8,
		16
	].some((length) => hex === hex.slice(0, length).repeat(64 / length)) ? "is made up" : void 0;
}
// src/doors/audit/rules/tags/empty.ts
const imageEmpty = {
	id: "image-empty",
	title: "A container has an image with nothing in it",
	severity: "error",
	why: "An empty image is meant to be filled in by an overlay, and kustomize cannot: an entry of images: finds containers by the name that their image has. The API server refuses a pod without an image; an Argo workflow fails when it gets to that step.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod("# set by the overlay"),
		good: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2")
	},
	*check({ repository }) {
		const defaulted = new Set(repository.images.filter(isDefault).map(({ object }) => object));
		for (const image of repository.images) {
			const { text, object, field, name, origins, known } = image;
			const isFilled = object.startsWith("DeploymentConfig/") || defaulted.has(object);
			if (text.trim() !== "" || isFilled || known === "assumed") continue;
			yield {
				at: name.at,
				message: `${field} of ${object} is empty, and no overlay can fill it in by images:, which matches by name`,
				hint: "Write a name there that an entry of images: has, or set the image by a patch.",
				inheritedBy: rootsOf$2(origins),
				...softened(known)
			};
		}
	}
};
const isDefault = ({ field, text }) => text !== "" && /(?:^|\.)(?:templateDefaults|podSpecPatch)\b/.test(field);
// src/doors/audit/rules/tags/reference.ts
/** Whether a reference, or a part of it, is a text that somebody is to fill in: `${IMAGE}`, `<tag>`, `{{ image }}`. */
const isFilledInLater = ({ text }) => /[${}<>]/.test(text);
/** What only Istio's injection reads: it puts its own image there. */
const isInjected = ({ text }) => text === "auto";
// src/doors/audit/rules/tags/invalid.ts
const imageInvalid = {
	id: "image-invalid",
	title: "An image is no reference",
	severity: "error",
	why: "The kubelet reads a reference before it pulls. What breaks its grammar (a scheme, upper-case letters, white space, a second tag, a variable that nobody has filled in) never gets to a registry: the pod stays in InvalidImageName.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod("https://465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2"),
		good: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2")
	},
	*check({ repository }) {
		const entries = [...repository.kustomizations.values()].flatMap(({ images }) => images);
		const named = new Set(entries.map(({ name }) => name?.text));
		for (const image of repository.images) {
			const fault = faultOf(image);
			if (fault === void 0 || isFilledIn$2(image, repository.files)) continue;
			yield {
				at: image.name.at,
				message: `${quote$1(image.text)} ${fault}, so the pod stays in InvalidImageName`,
				hint: hintFor(image),
				inheritedBy: rootsOf$2(image.origins),
				...named.has(image.name.text) ? {} : schemeFix(image)
			};
		}
	}
};
/** Asked only where there is a variable: it takes a look at every file. */
const isFilledIn$2 = ({ text, origins }, files) => text.includes("$") && substitutions(files)(rootsOf$2(origins));
/** Registries whose account is not filled in, and digests, have rules of their own. */
function faultOf(image) {
	const { text, known, name } = image;
	if (known === "assumed" || text.trim() === "") return void 0;
	const registry = registryIn(name.text.replace(SCHEME, ""));
	if (registry && registry.kind !== "ecr") return void 0;
	if (!isFilledInLater(image)) return grammarFault(text);
	return /[${}<>]/.test(image.digest?.text ?? "") && !/[${}<>]/.test(text.split("@")[0] ?? "") ? void 0 : "is to be filled in, and neither kustomize nor Argo CD does it";
}
const SCHEME = /^(?:https?|docker|oci):\/\//;
const hintFor = ({ text }) => SCHEME.test(text) ? "Take the scheme away: a reference begins with the host of the registry." : "Write REGISTRY/REPOSITORY:TAG, in lower case, with one tag.";
/** Nothing that works has a scheme, and without it the reference says what it was meant to. */
function schemeFix({ text, name }) {
	const at = scalarAt$2(name.at);
	if (!at || !SCHEME.test(text) || grammarFault(text.replace(SCHEME, "")) !== void 0) return {};
	return { fix: {
		safety: "safe",
		title: "Take the scheme away",
		changes: [{
			kind: "set",
			at,
			to: at.text.replace(SCHEME, "")
		}]
	} };
}
// src/doors/audit/findings/globs.ts
const OF_RULE = /^([a-z][a-z0-9-]*):\s+(\S.*)$/;
function parseIgnored(text) {
	const [, rule, glob = text] = OF_RULE.exec(text) ?? [];
	return {
		rule,
		glob
	};
}
/** Whether the globs of the settings keep quiet what a rule finds in a file. */
function ignoredByGlob(globs) {
	const ignored = globs.map(parseIgnored);
	const matchers = ignored.map(({ rule, glob }) => ({
		rule,
		matches: pathMatcher(glob)
	}));
	const spend = globMeter("ignore", ignored.map(({ glob }) => glob));
	const known = /* @__PURE__ */ new Map();
	const rulesAt = (path) => {
		const kept = known.get(path);
		if (kept) return kept;
		spend();
		const rules = isTooLong(path) ? [] : matchers.filter(({ matches }) => matches(path)).map(({ rule }) => rule);
		known.set(path, rules);
		return rules;
	};
	return (rule, path) => matchers.length > 0 && rulesAt(path).some((one) => one === void 0 || one === rule);
}
/** A folder stands for all that is in it, and a name without a slash for files and folders of that name at any depth. */
function pathMatcher(glob) {
	const bare = glob.replace(/^\.?\//, "").replace(/\/$/, "");
	return globMatcher(`${bare.includes("/") || glob.startsWith("/") ? bare : `**/${bare}`}/**`);
}
/** Characters of globs that are held against paths: thousands of paths, and hundreds of globs of some length. */
const MOST_COMPARED = 1e8;
/** Called for each path that globs are held against. A stranger may write more of both than anybody waits for. */
function globMeter(input, globs) {
	const size = globs.reduce((sum, glob) => sum + globSize(glob), 0);
	let left = MOST_COMPARED;
	return () => {
		left -= size;
		if (left >= 0) return;
		fail({
			code: "INPUT_INVALID",
			inputs: [input],
			message: `${input} has ${globs.length} globs, too many for so many files`,
			hint: `Name folders in ${input}, which stand for all that is in them, in place of files.`
		});
	};
}
// src/doors/audit/rules/tags/moving-tag.ts
/** Tags that are moved with every build, or with every deploy: channels, branches and environments. */
const MOVING = new Set(`latest stable edge nightly canary current newest next snapshot head tip rolling unstable
  main master trunk develop development dev feature hotfix release
  local test testing tests ci qa uat int integration sandbox demo
  stage stages staging stg preprod pre-prod preproduction preview
  prod production prd live beta alpha rc lts`.split(/\s+/));
/** At the beginning or the end of a tag they say the same of the rest. */
const CHANNELS = /* @__PURE__ */ new Set([
	"latest",
	"stable",
	"edge",
	"nightly",
	"canary",
	"snapshot"
]);
/** A commit, a version or a date: with one of them the tag is of one build, whatever else it says. */
const OF_ONE_BUILD = /[0-9a-f]{7}|\d\.\d+\.\d/;
/** The word because of which a tag moves; undefined for one that stays where it is. */
function movingWord(tag) {
	const lower = tag.toLowerCase();
	if (MOVING.has(lower)) return lower;
	const words = lower.split(/[-_.]/);
	const ends = [words[0] ?? "", words.at(-1) ?? ""];
	if (ends[1] === "snapshot") return "snapshot";
	return OF_ONE_BUILD.test(lower) ? void 0 : ends.find((word) => CHANNELS.has(word));
}
// src/doors/audit/rules/tags/mutable-tag.ts
const imageMutableTag = {
	id: "image-mutable-tag",
	title: "A tag names whatever was built last",
	severity: "warning",
	why: "A tag like main-latest or staging moves with every build. What runs then depends on when a node pulled: environments drift apart without a commit, and Argo CD sees no change to deploy.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/web:main-latest"),
		good: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2")
	},
	*check({ repository, settings: { mutableTags = [] } }) {
		const isOwn = ownTags(mutableTags);
		for (const image of repository.images) {
			const { name, tag, digest, known, updated, origins } = image;
			if (!tag || digest || isFilledInLater(image)) continue;
			const word = isOwn(tag.text) ? tag.text : movingWord(tag.text);
			if (word === void 0) continue;
			const isSoft = known !== "certain" || updated;
			const which = word === tag.text ? "" : `"${word}" in it says that `;
			yield {
				at: within(tag.at, tag.text),
				message: `Tag ${quote$1(tag.text)} of ${quote$1(name.text)} can move: ${which}it names whatever was built last, so the same commit deploys different images`,
				hint: updated ? "Let the updater write tags of single builds, as commits or versions." : "Name the tag of one build, as a commit or a version, or add the digest: TAG@sha256:...",
				inheritedBy: rootsOf$2(origins),
				...isSoft && { severity: "notice" }
			};
		}
	}
};
/** Whether the settings say that a tag moves. */
function ownTags(globs) {
	const matchers = globs.map(globMatcher);
	const spend = globMeter("mutable-tags", globs);
	return (tag) => {
		spend();
		return matchers.some((matches) => matches(tag));
	};
}
// src/doors/audit/rules/tags/no-tag-or-digest.ts
const imageNoTagOrDigest = {
	id: "image-no-tag-or-digest",
	title: "An image has neither a tag nor a digest",
	severity: "warning",
	why: "Without a tag the kubelet pulls :latest, whatever that is on the day on which the node starts the pod: two pods of one deployment may run different builds, and a rollback brings nothing back. With the immutable tags that ECR recommends there mostly is no tag \"latest\" at all.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/web"),
		good: examplePod("465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2")
	},
	*check({ repository, isProduction }) {
		const unreached = unreachedPlaces(repository);
		for (const image of repository.images) {
			const { text, name, tag, digest, known, updated, origins } = image;
			if (text === "" || tag || digest || isFilledInLater(image) || isInjected(image)) continue;
			if (grammarFault(text) !== void 0) continue;
			if (unreached.has(placeKey(image.written))) continue;
			const roots = rootsOf$2(origins);
			const isSoft = known !== "certain" || updated;
			const isWorse = !isSoft && isProduction(roots);
			yield {
				at: name.at,
				message: `${quote$1(text)} has neither a tag nor a digest, so whatever is :latest on that day is pulled`,
				hint: "Name the tag of one build, as a commit or a version, or its digest.",
				inheritedBy: roots,
				...isSoft && { severity: "notice" },
				...isWorse && { severity: "error" }
			};
		}
	}
};
/** Fields for which an entry of `images:` has a tag that does not get there: another rule says that. */
function unreachedPlaces({ kustomizations }) {
	const entries = [...kustomizations.values()].flatMap(({ images }) => images);
	return new Set(entries.flatMap(({ unreachable }) => unreachable.map(({ at }) => placeKey(at))));
}
// src/doors/audit/rules/tags/tag-digest-both.ts
const DIGEST = "sha256:3f9c2a71d0e84b5596a8c1f27e6d4b03958acf1e72d6b480c35f9e1a7d2b6c84";
const tagDigestBoth = {
	id: "tag-digest-both",
	title: "An image has a tag and a digest, of which the digest alone counts",
	severity: "notice",
	off: true,
	why: "The digest decides what is pulled; the tag beside it is for people. Who changes the tag alone deploys nothing. It is a good way to pin an image, so the rule is off unless you ask for it.",
	example: {
		path: "apps/web.yaml",
		bad: examplePod(`465002806239.dkr.ecr.us-east-1.amazonaws.com/web:v1.4.2@${DIGEST}`),
		good: examplePod(`465002806239.dkr.ecr.us-east-1.amazonaws.com/web@${DIGEST}`)
	},
	*check({ repository }) {
		for (const { tag, digest, origins } of repository.images) {
			if (!tag || !digest) continue;
			yield {
				at: within(tag.at, tag.text),
				message: `Tag ${quote$1(tag.text)} is ignored at the pull: the digest beside it decides`,
				hint: "Change both together, or leave the tag out.",
				inheritedBy: rootsOf$2(origins)
			};
		}
	}
};
// src/doors/audit/rules/all.ts
const ACCOUNTS = [
	accountPlaceholder,
	accountMalformed,
	accountUnresolved,
	accountNotAllowed,
	regionMismatch,
	marketplaceNamespace,
	registryNotAllowed
];
const ROLES = [
	roleAccountPlaceholder,
	roleAccountNotAllowed,
	roleMalformed,
	rolePartitionMismatch
];
const TAGS = [
	imageNoTagOrDigest,
	imageMutableTag,
	imageEmpty,
	imageInvalid,
	digestPlaceholder,
	tagDigestBoth
];
const KUSTOMIZE = [
	newNameMissing,
	imageDead,
	imageUnreachable,
	tagNotString,
	duplicateEntry,
	nameHasTag,
	overlayDrift
];
const HELM = [
	globalRegistryDefeated,
	repositoryHasHost,
	tagEmpty,
	renderMismatch,
	imagesExpected,
	renderFailed
];
/** Every rule, in the order of the pages and lists that show them. */
const RULES = [
	...ACCOUNTS,
	...ROLES,
	...TAGS,
	...KUSTOMIZE,
	...HELM,
	...PULL_SECRETS,
	...POLICY_RULES,
	...REGISTRY_RULES,
	fileUnparsed,
	unusedIgnore
];
// src/report/findings/json.ts
/** For programs (`docs/audit.schema.json`): within a version, keys are added and none is taken away or changed. */
function renderJson(report) {
	return `${JSON.stringify({
		version: 1,
		findings: report.findings.map(shown),
		counts: countsOf(report)
	}, null, 2)}\n`;
}
/** Without the excerpt, which is for people. */
const shown = ({ excerpt: _, ...finding }) => finding;
// src/report/findings/junit.ts
/** A suite for each rule, with a test for each file that it finds fault with. */
function renderJunit(report, { rules, failOn }) {
	const byRule = Map.groupBy(report.findings, ({ rule }) => rule);
	const broken = Map.groupBy(report.broken, ({ rule }) => rule);
	const suites = [.../* @__PURE__ */ new Set([
		...rules.map(({ id }) => id),
		...byRule.keys(),
		...broken.keys()
	])].map((id) => {
		const tests = [...testsOf(byRule.get(id) ?? [], failOn), ...(broken.get(id) ?? []).map(brokenTest)];
		return suite(id, tests.length > 0 ? tests : [PASSED]);
	});
	return `${[
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
		`<testsuites name="ecr-gitops audit"${totals(suites.map(({ counts }) => counts))}>`,
		...suites.map(({ xml }) => xml),
		"</testsuites>"
	].join("\n")}\n`;
}
const PASSED = {
	name: "all files",
	inner: "",
	result: "passed"
};
function suite(id, tests) {
	const count = (result) => tests.filter((test) => test.result === result).length;
	const counts = {
		tests: tests.length,
		failures: count("failed"),
		errors: count("broken")
	};
	const cases = tests.map(({ name, inner }) => {
		const open = `    <testcase classname="${escaped$2(id)}" name="${escaped$2(name)}"`;
		return inner === "" ? `${open}/>` : `${open}>\n${inner}\n    </testcase>`;
	});
	return {
		xml: [
			`  <testsuite name="${escaped$2(id)}"${totals([counts])}>`,
			...cases,
			"  </testsuite>"
		].join("\n"),
		counts
	};
}
function totals(counts) {
	const sum = (key) => counts.reduce((total, one) => total + one[key], 0);
	return ` tests="${sum("tests")}" failures="${sum("failures")}" errors="${sum("errors")}"`;
}
function testsOf(findings, failOn) {
	return [...Map.groupBy(findings, ({ path }) => path)].map(([path, ofFile]) => {
		const [first] = ofFile.filter(({ severity }) => fails(severity, failOn));
		const text = content(ofFile.map(lineOfText).join("\n"));
		if (!first) return {
			name: path,
			inner: `      <system-out>${text}</system-out>`,
			result: "passed"
		};
		return {
			name: path,
			inner: `      <failure ${`message="${escaped$2(first.message)}" type="${first.severity}"`}>${text}</failure>`,
			result: "failed"
		};
	});
}
const fails = (severity, failOn) => failOn !== "never" && SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(failOn);
const lineOfText = ({ path, line, column, severity, message, hint }) => `${path}:${line}:${column}: ${severity}: ${message}\n  help: ${hint}`;
function brokenTest({ path, message }) {
	const inner = `      <error message="${escaped$2(message)}" type="broken"/>`;
	return {
		name: path ?? "all files",
		inner,
		result: "broken"
	};
}
/** What XML 1.0 cannot say in any form (W3C, "Extensible Markup Language", 2.2). */
const NO_CHARACTER = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;
const content = (text) => text.replaceAll(NO_CHARACTER, "�").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** Line breaks as references: in an attribute they would be read as spaces. */
const escaped$2 = (text) => content(text).replaceAll("\"", "&quot;").replaceAll(/[\t\n\r]/g, (one) => `&#${one.charCodeAt(0)};`);
// src/report/findings/sarif-result.ts
/** GitHub shows so much of a text and of places (docs, "SARIF support for code scanning"). */
const LONGEST_TEXT$3 = 1e3;
const MOST_RELATED = 100;
/**
* Not `primaryLocationLineHash`: GitHub's action for the upload makes that one itself, of the lines around, and warns of
* every result that has another.
*/
const FINGERPRINT = "ecrGitops/v1";
const LEVELS = {
	error: "error",
	warning: "warning",
	notice: "note"
};
function resultOf(finding, { ruleIndex, fix }) {
	const { rule, severity, message, hint, path, inheritedBy, fingerprint } = finding;
	const { line: startLine, column: startColumn, endLine, endColumn } = finding;
	const snippet = { text: wellFormed(finding.excerpt.slice(0, LONGEST_TEXT$3)) };
	const place = locationOf(path);
	const region = {
		startLine,
		startColumn,
		endLine,
		endColumn,
		snippet
	};
	return {
		ruleId: rule,
		...ruleIndex === void 0 ? {} : { ruleIndex },
		level: LEVELS[severity],
		message: { text: messageText(message, hint) },
		locations: [{ physicalLocation: {
			...place.physicalLocation,
			region
		} }],
		partialFingerprints: { [FINGERPRINT]: fingerprint },
		...inheritedBy.length > 0 ? { relatedLocations: relatedTo(inheritedBy) } : {},
		...fix ? { fixes: [fixOf(fix)] } : {}
	};
}
/** In a message of SARIF brackets are links, unless a backslash stands before them (2.1.0, section 3.11.6). */
const messageText = (message, hint) => `${bounded(message)}. What to change: ${bounded(hint)}`.replaceAll(/[\\[\]]/g, String.raw`\$&`);
const bounded = (text) => wellFormed(text.length > LONGEST_TEXT$3 ? `${text.slice(0, LONGEST_TEXT$3)}...` : text);
const wellFormed = (text) => text.toWellFormed();
function locationOf(path) {
	return { physicalLocation: { artifactLocation: {
		uri: uriOf(path),
		uriBaseId: "%SRCROOT%"
	} } };
}
/** A path as a relative reference: its names are encoded, so that none is read as a scheme or a query. */
function uriOf(path) {
	const uri = path.split("/").map((name) => encodeURIComponent(wellFormed(name))).join("/");
	return uri === "" ? "./" : uri;
}
function relatedTo(inheritedBy) {
	return inheritedBy.slice(0, MOST_RELATED).map((path, index) => ({
		id: index + 1,
		message: { text: `inherited by ${bounded(path === "" ? "the root" : path)}` },
		...locationOf(path)
	}));
}
function fixOf({ title, edits }) {
	const changes = [...Map.groupBy(edits, ({ path }) => path)].map(([path, ofFile]) => ({
		artifactLocation: locationOf(path).physicalLocation.artifactLocation,
		replacements: ofFile.map(({ line, column, endLine, endColumn, text }) => ({
			deletedRegion: {
				startLine: line,
				startColumn: column,
				endLine,
				endColumn
			},
			insertedContent: { text: wellFormed(text) }
		}))
	}));
	return {
		description: { text: title },
		artifactChanges: changes
	};
}
// src/report/findings/sarif.ts
/** What GitHub takes: results of a run, and bytes of a compressed file (docs, "SARIF support for code scanning"). */
const MOST_RESULTS = 25e3;
const MOST_BYTES = 1e7;
/** SARIF 2.1.0, as GitHub's code scanning takes it; of too many findings the worst. */
function renderSarif(report, options) {
	const worst = worstFirst(report.findings);
	let kept = Math.min(worst.length, MOST_RESULTS);
	for (;;) {
		const text = sarifText(report, worst.slice(0, kept), options);
		const size = compressedSize(text);
		if (size <= MOST_BYTES || kept === 0) return text;
		kept = Math.floor(Math.min(kept - 1, kept * MOST_BYTES * .9 / size));
	}
}
/** Only a large text is compressed to know. */
function compressedSize(text) {
	const most = text.length * 3;
	return most <= MOST_BYTES ? most : gzipSync(text, { level: 1 }).length;
}
function sarifText(report, shown, options) {
	const { rules, category, fixes } = options;
	const indices = new Map(rules.map(({ id }, index) => [id, index]));
	const run = {
		tool: { driver: driverOf(options) },
		automationDetails: { id: `${category}/` },
		columnKind: "utf16CodeUnits",
		originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the repository" } } },
		invocations: [invocationOf(report, report.findings.length - shown.length)],
		results: shown.map((finding) => resultOf(finding, {
			ruleIndex: indices.get(finding.rule),
			fix: fixes?.get(finding.fingerprint)
		}))
	};
	return `${JSON.stringify({
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: [run]
	})}\n`;
}
function driverOf({ version, project, rules }) {
	return {
		name: "ecr-gitops audit",
		semanticVersion: version,
		...project === void 0 ? {} : { informationUri: project },
		rules: rules.map(({ id, title, severity, why, help }) => ({
			id,
			shortDescription: { text: title },
			fullDescription: { text: why },
			help: {
				text: why,
				markdown: help === void 0 ? why : `${why}\n\n[More about this rule](${help})`
			},
			...help === void 0 ? {} : { helpUri: help },
			defaultConfiguration: { level: LEVELS[severity] },
			properties: { "problem.severity": severity === "notice" ? "recommendation" : severity }
		}))
	};
}
function invocationOf({ broken, skipped }, left) {
	const notifications = [
		...broken.map(({ rule, path, message }) => ({
			level: "error",
			message: { text: `The rule ${rule} could not finish: ${message.toWellFormed()}` },
			associatedRule: { id: rule },
			...path === void 0 ? {} : { locations: [locationOf(path)] }
		})),
		...skipped.slice(0, MOST_SKIPPED).map(({ path, why }) => ({
			level: "note",
			message: { text: `The file was not read: ${why}` },
			locations: [locationOf(path)]
		})),
		...left > 0 ? [{
			level: "warning",
			message: { text: `${counted(left, "finding")} more did not fit` }
		}] : []
	];
	return {
		executionSuccessful: broken.length === 0,
		toolExecutionNotifications: notifications
	};
}
const MOST_SKIPPED = 1e3;
// src/doors/audit/render-reports.ts
/** A report for another program. */
function renderReport(kind, findings, { plan, rules, version, scope, fixes, project }) {
	if (kind === "json") return renderJson(findings);
	if (kind === "junit") return renderJunit(findings, {
		rules,
		failOn: plan.failOn
	});
	return renderSarif(findings, {
		version,
		rules,
		category: scope === "" ? CATEGORY : `${CATEGORY}/${scope}`,
		project,
		...fixes ? { fixes: fixes() } : {}
	});
}
const CATEGORY = "ecr-gitops-audit";
// src/config-repository/folder/content.ts
/** Neither waits for a pipe nor follows a link that has come since the walk. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
/** Reads files one after the other into the same memory: a buffer for each would take ten times as much. */
function contentReader() {
	const memory = { buffer: Buffer.allocUnsafeSlow(65536) };
	return (path, limit) => {
		try {
			const file = openSync(path, FLAGS);
			try {
				return contentOf(file, limit, memory);
			} finally {
				closeSync(file);
			}
		} catch (error) {
			if (isExhausted(error)) throw error;
			return "unreadable";
		}
	};
}
function contentOf(file, limit, memory) {
	let length = 0;
	for (;;) {
		if (length === memory.buffer.length) memory.buffer = doubled(memory.buffer);
		const bytes = readSync(file, memory.buffer, length, memory.buffer.length - length, null);
		length += bytes;
		if (length > limit) return "large";
		if (bytes === 0) return memory.buffer.subarray(0, length);
	}
}
function doubled(buffer) {
	const larger = Buffer.allocUnsafeSlow(buffer.length * 2);
	buffer.copy(larger);
	return larger;
}
// src/config-repository/folder/links.ts
/** As many as Linux follows (path_resolution, "ELOOP"). */
const MOST_LINKS = 40;
/**
* The path behind all links on the way to it, by their texts alone; undefined for one that leaves the tree, or never
* ends. Whether anything is there is not asked.
*/
function followLinks(path, links) {
	if (links.size === 0) return path;
	const open = path.split("/").toReversed();
	let at = "";
	let left = MOST_LINKS;
	while (at !== void 0 && open.length > 0) {
		const next = step(at, open.pop() ?? "");
		const target = next === void 0 ? void 0 : links.get(next);
		if (target === void 0) {
			at = next;
			continue;
		}
		left -= 1;
		if (left < 0 || target.startsWith("/")) return void 0;
		open.push(...target.split("/").toReversed());
	}
	return at;
}
/** undefined above the root. */
function step(at, name) {
	if (name === "" || name === ".") return at;
	if (name !== "..") return inFolder(at, name);
	return at === "" ? void 0 : parentOf(at);
}
/** Links that lead out of a tree, or to nothing in it. */
function strayLinks(links, isThere) {
	return [...links.keys()].filter((path) => {
		const end = followLinks(path, links);
		return end === void 0 || !isThere(end);
	});
}
// src/config-repository/folder/names.ts
const OF_TOOLS = /* @__PURE__ */ new Set([
	".git",
	"node_modules",
	".terraform",
	".terragrunt-cache",
	".venv"
]);
/** Folders that tools keep in a checkout, and few commits have. */
const isOfTools = (name) => OF_TOOLS.has(name);
/** A path that no terminal can show, or that is no text: U+FFFD stands where one could not be read. */
const isStrange = (path) => /[\p{Cc}\p{Zl}\p{Zp}\ufffd]/u.test(path) || isTooLong(path);
// src/config-repository/folder/walk.ts
/** All paths of a folder. At once: as promises the same takes more than twice as long. */
function walk$4(root) {
	const found = {
		files: [],
		folders: /* @__PURE__ */ new Set([""]),
		links: /* @__PURE__ */ new Map(),
		skipped: []
	};
	for (const folder of found.folders) {
		const entries = entriesOf(folder === "" ? root : `${root}/${folder}`);
		if (!entries) found.skipped.push({
			path: folder,
			why: "unreadable"
		});
		for (const entry of entries ?? []) sort(entry, {
			root,
			folder,
			found
		});
	}
	return {
		...found,
		files: found.files.toSorted()
	};
}
function sort(entry, { root, folder, found }) {
	const path = inFolder(folder, entry.name);
	if (isOfTools(entry.name)) return;
	if (isStrange(path)) found.skipped.push({
		path,
		why: "name"
	});
	else if (entry.isDirectory()) found.folders.add(path);
	else if (entry.isFile()) found.files.push(path);
	else if (entry.isSymbolicLink()) found.links.set(path, targetOf$1(`${root}/${path}`));
}
function entriesOf(folder) {
	try {
		return readdirSync(folder, { withFileTypes: true });
	} catch (error) {
		if (isExhausted(error)) throw error;
		return;
	}
}
/** Where it cannot be read it leads nowhere. */
function targetOf$1(path) {
	try {
		return readlinkSync(path);
	} catch {
		return "/";
	}
}
// src/config-repository/folder/folder-tree.ts
/** The files below a folder of the disk, as they are now. What is left out is named, but for what no commit has. */
function folderTree$1(root) {
	const { files, folders, links, skipped } = walk$4(root);
	const known = new Set(files);
	const stray = strayLinks(links, (path) => known.has(path) || folders.has(path));
	const read = contentReader();
	return {
		paths: files,
		skipped: [...skipped, ...stray.map((path) => ({
			path,
			why: "link"
		}))],
		follow(path) {
			if (known.has(path)) return path;
			const real = followLinks(path, links);
			return real !== void 0 && known.has(real) ? real : void 0;
		},
		read: (path, limit) => known.has(path) ? read(`${root}/${path}`, limit) : "unreadable"
	};
}
// src/effective/helm/rendered.ts
const HOLDS_TEXTS$1 = /* @__PURE__ */ new Set([
	"ConfigMap",
	"Secret",
	"CustomResourceDefinition"
]);
/** The images in what helm has rendered. */
function imagesRendered(text) {
	const images = [];
	for (const { root } of readYaml({
		path: "",
		text,
		exact: false
	}).documents) if (!HOLDS_TEXTS$1.has(textAt$1(root, "kind") ?? "")) add$3(root, images);
	return images;
}
function add$3(node, images) {
	if (node?.kind === "list") for (const item of node.items) add$3(item, images);
	if (node?.kind !== "map") return;
	for (const { key, value } of node.entries) if (key.text === "image" && value.kind === "scalar") images.push(value.text);
	else add$3(value, images);
}
/** A repository whose charts say what helm has answered, beside what was worked out of their templates. */
function withHelm(repository, answers) {
	if (answers.size === 0) return repository;
	const charts = repository.charts.map((use) => {
		const answer = answers.get(use);
		if (!answer) return use;
		return "failure" in answer ? {
			...use,
			failure: answer.failure
		} : confirmed(use, answer.images);
	});
	return {
		files: repository.files,
		charts,
		get kustomizations() {
			return repository.kustomizations;
		},
		get deployed() {
			return repository.deployed;
		},
		get images() {
			return repository.images;
		},
		get roles() {
			return repository.roles;
		},
		get pulls() {
			return repository.pulls;
		}
	};
}
/** What helm renders, too, is confirmed; of what nobody could work out it has the only word. */
function confirmed(use, images) {
	const known = new Set(images);
	const named = Map.groupBy(known, (image) => lastSegment(splitReference(image).name));
	const registry = use.globalRegistry?.text;
	const services = use.services.map((service) => {
		if (service.rendered === void 0) return told(service, named, registry);
		return known.has(service.rendered) ? {
			...service,
			evidence: "helm"
		} : service;
	});
	return {
		...use,
		services
	};
}
/** With more images of one name nobody could tell which one is meant. */
const MOST_ALIKE = 50;
/** The one image that ends as the repository of the service does. */
function told(service, named, registry) {
	const own = splitReference(service.repository?.text ?? "").name;
	const ownHost = registryOf(own);
	const path = ownHost === void 0 ? own : own.slice(ownHost.length + 1);
	const alike = path === "" ? [] : named.get(lastSegment(path)) ?? [];
	if (alike.length > MOST_ALIKE) return service;
	const [image, ...others] = alike.filter((one) => `/${splitReference(one).name}`.endsWith(`/${path}`));
	if (image === void 0 || others.length > 0) return service;
	const isUnder = (lead = "") => lead !== "" && image.startsWith(`${withoutLastSlashes(lead)}/`);
	const isOwn = isUnder(service.registry?.text || ownHost);
	const wins = isUnder(registry) ? "global" : isOwn ? "local" : void 0;
	return {
		...service,
		rendered: image,
		evidence: "helm",
		wins
	};
}
// src/effective/helm/json.ts
/** Values as JSON, which is YAML. Words that are no strings go as they are read. */
function jsonOf(node) {
	if (node.kind === "list") return node.items.map(jsonOf);
	if (node.kind === "map") return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, jsonOf(value)]));
	if (node.style !== "plain") return node.text;
	if (/^(?:true|false)$/i.test(node.text)) return /^true$/i.test(node.text);
	if (isNull(node)) return null;
	return /^-?\d{1,15}(?:\.\d+)?$/.test(node.text) ? Number(node.text) : node.text;
}
/** Whether there are more nodes than somebody writes: with aliases a small text has any number of them. */
function isTooMuch(node, most) {
	let left = most;
	const count = (one) => {
		left -= 1;
		if (left < 0) return true;
		if (one.kind === "list") return one.items.some(count);
		return one.kind === "map" && one.entries.some(({ value }) => count(value));
	};
	return count(node);
}
// src/doors/audit/charts/release.ts
/** As helm takes names of releases and namespaces, and so that none of them is an option. */
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,51}[a-z0-9])?$/;
/** More values than anybody writes. */
const MOST_NODES$1 = 1e5;
/** How helm is asked for a chart with its values; undefined where they are too many to be given. */
function releaseOf({ chart = "", release, bundle }) {
	const { name, namespace, files, inline, object, parameters } = release;
	if (!bundle || object && isTooMuch(object, MOST_NODES$1)) return void 0;
	return {
		chart,
		name: name !== void 0 && NAME.test(name) ? name : "release",
		namespace: namespace !== void 0 && NAME.test(namespace) ? namespace : void 0,
		values: files,
		inline: object ? JSON.stringify(jsonOf(object)) : inline,
		parameters
	};
}
// src/config-repository/folder/commit-list.ts
/** A path may have 4096 characters; a repository, a million of paths. */
const MOST_LISTED = 536870912;
/** undefined where git cannot list it: the commit is not here, or the folder not in it. */
async function listCommit(asker, commit, below) {
	const command = [
		"ls-tree",
		"-r",
		"-z",
		"-l",
		"--full-tree",
		`${commit}:${below}`
	];
	const { exitCode, stdout } = await asker.ask(command, { mostOutput: MOST_LISTED });
	if (exitCode !== 0) return void 0;
	const files = [];
	const links = [];
	const strange = [];
	for (const line of stdout.split("\0")) {
		const [head = "", mode, id = "", bytes] = /^(\d{6}) blob ([0-9a-f]{40,64}) +(\d+|BAD)\t/.exec(line) ?? [];
		const path = line.slice(head.length);
		if (head === "" || path.split("/").some(isOfTools)) continue;
		if (isStrange(path)) strange.push(path);
		else (mode === "120000" ? links : files).push({
			path,
			id,
			bytes: bytes === "BAD" ? void 0 : Number(bytes)
		});
	}
	return {
		files,
		links,
		strange
	};
}
// src/config-repository/folder/commit-tree.ts
/** PATH_MAX of Linux. */
const LONGEST_TARGET = 4096;
/**
* The files of a commit as they are in it, whatever the work tree holds: without a checkout, from one `git ls-tree` and
* one `git cat-file --batch`. undefined where the commit is not there, or its objects were not all fetched.
*/
async function commitTree(asker, commit, wanted) {
	const list = await listCommit(asker, commit, wanted.below);
	if (!list) return void 0;
	const files = list.files.filter(({ path, bytes = 0 }) => bytes <= LIMITS.written && wanted.wants(path));
	const targets = list.links.filter(({ bytes = 0 }) => bytes <= LONGEST_TARGET);
	const contents = await contentsOf(asker, [...files, ...targets]);
	return contents && treeOf$1(list, contents);
}
/** By id: files of one content are read once. undefined where one is missing, or all together are too large. */
async function contentsOf(asker, files) {
	if (files.some(({ bytes }) => bytes === void 0)) return void 0;
	const ids = [...new Set(files.map(({ id }) => id))];
	if (ids.length === 0) return /* @__PURE__ */ new Map();
	let left = LIMITS.read;
	const reader = new BatchReader(({ bytes }) => {
		left -= bytes;
		return left >= 0;
	});
	const { exitCode } = await asker.ask(["cat-file", "--batch"], {
		input: ids.map((id) => `${id}\n`).join(""),
		onBytes: (chunk) => reader.take(chunk)
	});
	if (exitCode !== 0 || left < 0) return void 0;
	const objects = reader.finish(ids.length);
	const contents = ids.flatMap((id, index) => {
		const content = objects[index]?.content;
		return content ? [[id, content]] : [];
	});
	return contents.length === ids.length ? new Map(contents) : void 0;
}
function treeOf$1({ files, links, strange }, contents) {
	const known = new Map(files.map((file) => [file.path, file]));
	const targets = new Map(links.map(({ path, id }) => [path, contents.get(id)?.toString("utf8") ?? "/"]));
	const folders = foldersOf(files);
	const stray = strayLinks(targets, (path) => known.has(path) || folders.has(path));
	return {
		paths: [...known.keys()].toSorted(),
		skipped: [...strange.map((path) => ({
			path,
			why: "name"
		})), ...stray.map((path) => ({
			path,
			why: "link"
		}))],
		follow(path) {
			if (known.has(path)) return path;
			const real = followLinks(path, targets);
			return real !== void 0 && known.has(real) ? real : void 0;
		},
		read(path, limit) {
			const file = known.get(path);
			if (file?.bytes !== void 0 && file.bytes > limit) return "large";
			return (file && contents.get(file.id)) ?? "unreadable";
		}
	};
}
function foldersOf(files) {
	const folders = /* @__PURE__ */ new Set([""]);
	for (const { path } of files) for (let folder = parentOf(path); !folders.has(folder); folder = parentOf(folder)) folders.add(folder);
	return folders;
}
// src/errors/at-file.ts
/** Works on one file. An error that nobody foresaw says which one it was; of files within files, the innermost. */
function atFile(path, work) {
	try {
		return work();
	} catch (error) {
		if (error instanceof Error && !("path" in error)) Object.assign(error, { path });
		throw error;
	}
}
// src/effective/files/generated.ts
/** What tools write at the top of what nobody is to edit; people write the same in small letters, of single lines. */
const MARK = /^(?:#|\/\/)[^\n]*(?:DO NOT EDIT|@generated)/m;
const HEAD = 2e3;
const saysGenerated = (text) => MARK.test(text.slice(0, HEAD));
/** Longer than any that people write; each line is held against each file. */
const MOST_LINES$1 = 200;
/** Of the `.gitattributes` of a folder, what they say of `linguist-generated` (github-linguist, "Overrides"). */
function readAttributes(text) {
	return text.split("\n", 1e5).filter((line) => line.includes("linguist-generated")).slice(0, MOST_LINES$1).flatMap((line) => {
		const [pattern = "", ...words] = line.trim().split(/\s+/);
		const word = words.findLast((one) => /^[-!]?linguist-generated(?:=|$)/.test(one));
		if (word === void 0 || pattern.startsWith("#")) return [];
		return [{
			pattern: segmentsOf(pattern),
			generated: !/^[-!]|=false$/.test(word)
		}];
	});
}
/** Without a slash a pattern is of names, at any depth (gitignore, "PATTERN FORMAT"). */
function segmentsOf(pattern) {
	const segments = pattern.replace(/^\//, "").split("/");
	return pattern.includes("/") ? segments : ["**", pattern];
}
/** Whether attributes call a file generated: those of the nearest folder win, and in it the last line. */
function isMarkedGenerated(path, attributesIn) {
	for (let folder = parentOf(path);; folder = parentOf(folder)) {
		const segments = path.slice(folder === "" ? 0 : folder.length + 1).split("/");
		const said = attributesIn(inFolder(folder, ".gitattributes")).findLast(({ pattern }) => isPath(pattern, segments));
		if (said) return said.generated;
		if (folder === "") return false;
	}
}
// src/effective/classify.ts
const NOTHING$3 = {
	documents: [],
	faults: []
};
/** What a file is to an audit. It is read as YAML when somebody asks what it says, and once. */
function classify(path, text, around = {}) {
	let known;
	const reading = () => {
		known ??= atFile(path, () => read(file, around));
		return known;
	};
	const file = {
		path,
		text,
		exact: true,
		sops: isEncrypted(text),
		generated: around.isGenerated === true || saysGenerated(text),
		get kind() {
			return reading().kind;
		},
		get documents() {
			return reading().documents;
		},
		get faults() {
			return reading().faults;
		}
	};
	return file;
}
function read(file, { isTemplate }) {
	if (isCode(file.path)) return {
		kind: "code",
		documents: [],
		faults: []
	};
	if (isTemplate || file.path.endsWith(".tpl")) return {
		kind: "template",
		documents: [],
		faults: []
	};
	const { documents, faults } = isBlank(file.text) ? NOTHING$3 : readYaml(file);
	if (faults.length > 0 && isFilledIn$1(file.text)) return {
		kind: "template",
		documents: [],
		faults: []
	};
	return {
		kind: "yaml",
		documents: documents.flatMap(({ root }) => root && !isDefinition(root) ? [root] : []),
		faults: isLoose(file) ? [] : faults
	};
}
const isBlank = (text) => !/\S/.test(text);
/** A CustomResourceDefinition describes objects, with words that look like them. */
const isDefinition = (root) => textAt$1(root, "kind") === "CustomResourceDefinition";
/**
* Braces of Helm, Jinja and others that no comment and no quotation mark is in front of, on their line. Only asked of what
* cannot be read: within a text they are YAML; else `{{` is a mapping as the key of a mapping and `%` begins no value, both
* of which the reader refuses.
*/
const isFilledIn$1 = (text) => /^[^#"'\n]*?\{[{%]/m.test(text);
/** Settings of editors and compilers are JSON with comments; nobody deploys them. */
const isLoose = ({ path, text }) => path.endsWith(".json") && !(text.includes("\"apiVersion\"") && text.includes("\"kind\""));
/** SOPS keeps what it needs to know under a key of its own, in YAML and JSON. */
const isEncrypted = (text) => text.includes("ENC[") && /^(?:sops|[ \t]*"sops")[ \t]*:/m.test(text);
// src/effective/files/repository-files.ts
/** Far above any chart that people publish. */
const LARGEST_ARCHIVE = 8 * LARGEST_FILE;
/** Of all texts together; more is more than any repository of manifests has. */
const MOST_TEXT = 256 * LARGEST_FILE;
/**
* The files of a tree: those that are looked at are read now, the others when they are asked for.
* @param alike Another state of the repository: a file that is the same there is the very same here, with its nodes.
*/
function repositoryFiles(tree, alike) {
	const reader = new TextReader(tree, alike);
	const { files, paths, skipped } = readAll(tree, reader);
	return {
		paths,
		skipped: [...tree.skipped, ...skipped],
		has: (path) => tree.follow(path) !== void 0,
		file(path) {
			const real = files.has(path) ? path : tree.follow(path);
			if (real === void 0 || isArchive(real)) return void 0;
			if (!files.has(real)) files.set(real, readable(reader.read(real)));
			return files.get(real);
		},
		bytes: (path) => bytesOf(tree, path)
	};
}
function readAll(tree, reader) {
	const wanted = tree.paths.filter(isLookedAt);
	const read = wanted.filter((path) => !isArchive(path)).map((path) => ({
		path,
		read: reader.read(path)
	}));
	const files = new Map(read.flatMap(({ path, read: file }) => isOfUse(file) ? [[path, file]] : []));
	return {
		files,
		paths: wanted.filter((path) => isArchive(path) || files.has(path)),
		skipped: read.flatMap(({ path, read: why }) => typeof why === "string" && !isCode(path) ? [{
			path,
			why
		}] : [])
	};
}
const readable = (read) => typeof read === "string" ? void 0 : read;
/** A program is of use where it writes a policy for ECR; Terraform resolves names across the files of a folder. */
const isOfUse = (read) => typeof read === "object" && (!isCode(read.path) || isTerraform(read.path) || read.text.includes("ecr:"));
function bytesOf(tree, path) {
	const real = tree.follow(path);
	const content = real === void 0 ? void 0 : tree.read(real, LARGEST_ARCHIVE);
	return content === void 0 || typeof content === "string" ? void 0 : Uint8Array.from(content);
}
/** Reads texts of a tree, with what the files around them say of each. */
var TextReader = class {
	#tree;
	#known;
	#attributes = /* @__PURE__ */ new Map();
	#hasAttributes;
	#alike;
	#left = MOST_TEXT;
	constructor(tree, alike) {
		this.#tree = tree;
		this.#alike = alike;
		this.#known = new Set(tree.paths);
		this.#hasAttributes = tree.paths.some((path) => path.endsWith(".gitattributes"));
	}
	read(path) {
		const text = this.#text(path);
		if (typeof text === "object") return text.why;
		const inTemplates = isTemplate(path, (other) => this.#known.has(other));
		const file = classify(path, text, {
			isTemplate: inTemplates,
			isGenerated: this.#hasAttributes && isMarkedGenerated(path, (at) => this.#attributesAt(at))
		});
		return this.#same(file, inTemplates) ?? file;
	}
	/** What another state of the repository has there, if it is the same. */
	#same({ path, text, generated }, inTemplates) {
		const alike = this.#alike;
		const other = alike?.file(path);
		return other?.path === path && other.text === text && other.generated === generated && isTemplate(path, (at) => alike?.has(at) === true) === inTemplates ? other : void 0;
	}
	#text(path) {
		const content = this.#tree.read(path, Math.min(LARGEST_FILE, this.#left));
		if (typeof content === "string") return { why: content };
		this.#left -= content.length;
		if (content.includes(0) || !isUtf8(content)) return { why: "binary" };
		return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString("utf8");
	}
	#attributesAt(path) {
		if (!this.#known.has(path)) return [];
		const known = this.#attributes.get(path);
		if (known) return known;
		const text = this.#text(path);
		const attributes = typeof text === "string" ? readAttributes(text) : [];
		this.#attributes.set(path, attributes);
		return attributes;
	}
};
// src/config-repository/folder/merge-base.ts
const COMMIT = /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/;
/** The commit that a revision names; undefined where the checkout does not have it. */
async function commitAt(asker, revision) {
	const command = [
		"rev-parse",
		"--verify",
		"--quiet",
		"--end-of-options",
		`${revision}^{commit}`
	];
	const { exitCode, stdout } = await asker.ask(command);
	const commit = stdout.trim();
	return exitCode === 0 && COMMIT.test(commit) ? commit : void 0;
}
/** The newest commit that two have in common. A shallow clone may well lack it. */
async function mergeBase(asker, one, other) {
	const [first, second] = await Promise.all([one, other].map((revision) => commitAt(asker, revision)));
	if (first && second) {
		const { exitCode, stdout } = await asker.ask([
			"merge-base",
			first,
			second
		]);
		const commit = stdout.trim();
		if (exitCode === 0 && COMMIT.test(commit)) return { commit };
	}
	if (await isShallow(asker)) return { none: "shallow" };
	return { none: first && second ? "unrelated" : "missing" };
}
async function isShallow(asker) {
	const { stdout } = await asker.ask(["rev-parse", "--is-shallow-repository"]);
	return stdout.trim() === "true";
}
/** For people: what keeps the two from being compared. */
const NO_BASE = {
	shallow: "the checkout is shallow, and does not hold the commit that the change began at",
	missing: "the checkout does not hold the commit to compare with",
	unrelated: "the change and what it is to be compared with have no commit in common"
};
// src/doors/audit/change-base.ts
/** Whether the run is for a change that is proposed, and not for one that was made. */
const isPullRequest = ({ GITHUB_EVENT_NAME: event = "" }) => event === "pull_request" || event === "pull_request_target";
/** What a branch may have been made from, the likeliest first. */
const TRUNKS = [
	"origin/HEAD",
	"origin/main",
	"origin/master",
	"main",
	"master"
];
/**
* What the checkout is compared with. GitHub checks out a merge of a pull request into its base: its first parent is
* the base as it is in that merge, which needs two commits of the history alone. Elsewhere it is where the branch left
* the one that it was made from.
*/
async function changeBase(asker, { env, payload }) {
	if (!isPullRequest(env)) return trunkBase(asker);
	const parent = await commitAt(asker, "HEAD^2") && await commitAt(asker, "HEAD") === env.GITHUB_SHA ? await commitAt(asker, "HEAD^1") : void 0;
	if (parent !== void 0) return { commit: parent };
	return baseWith(asker, textOf$4(fieldOf$2(payload, "pull_request", "base", "sha")) ?? "");
}
async function trunkBase(asker) {
	for (const trunk of TRUNKS) if (await commitAt(asker, trunk) !== void 0) return baseWith(asker, trunk);
	return { unknown: "no branch is here that this one was made from (git fetch origin)" };
}
async function baseWith(asker, other) {
	const base = await mergeBase(asker, "HEAD", other);
	if ("commit" in base) return base;
	return { unknown: `${NO_BASE[base.none]} (fetch-depth: 2 on a pull request, else 0)` };
}
// src/doors/audit/edges.ts
var edges_exports = /* @__PURE__ */ __exportAll({
	lookUp: () => lookUp$1,
	openCharts: () => openCharts$1,
	readBase: () => readBase,
	readFiles: () => readFiles
});
const readFiles = ({ root }) => repositoryFiles(folderTree$1(root));
/** The files before the change, where only what it causes is wanted. */
async function readBase({ root }, { changedOnly }, { environment, workspace, signal }) {
	const { variables: env } = environment;
	if (!(changedOnly === "auto" ? isPullRequest(env) : changedOnly === "true")) return void 0;
	const asking = {
		scratch: workspace.folder("checkouts"),
		environment,
		signal
	};
	const repository = Repository.around(root, asking);
	if (!repository) return { unknown: "the files are in no git repository" };
	const base = await changeBase(repository, {
		env,
		payload: await readPayload(env.GITHUB_EVENT_PATH)
	});
	if ("unknown" in base) return base;
	const tree = await commitTree(repository, base.commit, {
		below: "",
		wants: isLookedAt
	});
	if (!tree) return { unknown: "git has not fetched all files of the commit that it is compared with" };
	return {
		files: repositoryFiles(tree),
		commit: base.commit,
		changed: await changedSince(repository, base.commit)
	};
}
/** Files that the commits of the change touch. */
async function changedSince(repository, base) {
	const command = [
		"diff-tree",
		"-r",
		"-z",
		"--no-renames",
		"--name-only",
		base,
		"HEAD"
	];
	const { exitCode, stdout } = await repository.ask(command);
	return new Set(exitCode === 0 ? stdout.split("\0").filter((path) => path !== "") : []);
}
/** Nothing of it is loaded where there is no helm. */
async function openCharts$1(step) {
	if (findProgram("helm", step.environment.variables) === void 0) return void 0;
	const { chartRenderer } = await import("./audit-charts.js").then((n) => n.t);
	return chartRenderer(step);
}
/** What signs requests is loaded where it is asked for. */
async function lookUp$1(images, roles, step) {
	const { variables: env } = step.environment;
	const source = sourceOf$1(env, await readPayload(env.GITHUB_EVENT_PATH));
	const { lookUpImages } = await import("./audit-registry.js").then((n) => n.t);
	return lookUpImages(images, roles, {
		...step,
		source
	});
}
// src/doors/audit/findings/baseline.ts
var baseline_exports = /* @__PURE__ */ __exportAll({ renderBaseline: () => renderBaseline });
/** Findings that are known, and that nobody is to hear of: what counts is the key, the rest is for people. */
function renderBaseline(findings) {
	const known = findings.map(({ fingerprint, rule, path, message }) => [fingerprint, {
		rule,
		path,
		message
	}]);
	return `${JSON.stringify({
		version: 1,
		findings: Object.fromEntries(known)
	}, null, 2)}\n`;
}
/** The fingerprints of a baseline; a text of its mistake otherwise. */
function readBaseline(text) {
	const parsed = parseJson(text);
	if (parsed === void 0) return "is no JSON";
	if (!isRecord(parsed) || !isRecord(parsed.findings)) return "has no findings: a baseline is what --write-baseline writes";
	if (parsed.version !== 1) return `is of version ${JSON.stringify(parsed.version)}, and this reads version 1`;
	return new Set(Object.keys(parsed.findings));
}
function parseJson(text) {
	try {
		return JSON.parse(text.replace(/^\ufeff/, ""));
	} catch {
		return;
	}
}
// src/effective/argocd/plain.ts
/** A node as a plain value, each scalar as its text: what the readers of generators take. */
function plainOf(node) {
	if (node === void 0) return void 0;
	if (node.kind === "scalar") return isNull(node) ? null : node.text;
	if (node.kind === "list") return node.items.map(plainOf);
	return Object.fromEntries(node.entries.map(({ key, value }) => [key.text, plainOf(value)]));
}
// src/effective/argocd/around.ts
function aroundOf(around) {
	const { files } = around;
	const contents = (path) => plainOf(files.file(path)?.documents[0]);
	const folders = new Set(files.paths.flatMap(ancestorsOf));
	return {
		...around,
		folders,
		surroundings: surroundingsOf(files.paths, () => true, contents)
	};
}
// src/effective/helm/bundle.ts
const known$3 = /* @__PURE__ */ new WeakMap();
/** What helm needs of the repository to render a chart. */
function bundleOf(chart) {
	const bundle = known$3.get(chart) ?? bundleIn(chart);
	known$3.set(chart, bundle);
	return bundle;
}
function bundleIn(chart) {
	const brought = chart.charts.map((sub) => {
		const below = bundleOf(sub.chart);
		if (isInside(sub.chart.place, chart.place)) return {
			...below,
			folders: below.folders.slice(1)
		};
		const own = {
			from: sub.chart.place,
			into: chart.place,
			name: sub.chart.name
		};
		return {
			...below,
			vendored: [...below.vendored, own]
		};
	});
	return {
		about: chart.about,
		folders: [.../* @__PURE__ */ new Set([chart.place, ...brought.flatMap(({ folders }) => folders)])],
		vendored: distinct$1(brought.flatMap(({ vendored }) => vendored)),
		isWhole: chart.missing.length === 0 && brought.every(({ isWhole }) => isWhole)
	};
}
const isInside = (place, folder) => folder === "" || place.startsWith(`${folder}/`);
const distinct$1 = (vendored) => [...new Map(vendored.map((one) => [`${one.from}\n${one.into}`, one])).values()];
// src/effective/helm/keys.ts
const keysOf = keptFor(({ path, values }) => {
	const keys = /* @__PURE__ */ new Map();
	add$2(values, path, keys);
	return keys;
});
function add$2(node, path, keys) {
	if (node?.kind === "scalar" && !keys.has(node)) keys.set(node, path);
	if (node?.kind === "map") for (const { key, value } of node.entries) add$2(value, [...path, key.text], keys);
	for (const [index, item] of itemsOf$2(node).entries()) add$2(item, [...path, String(index)], keys);
}
/** The registry that values name for all images. */
function globalRegistryIn(values) {
	for (const keys of SHARED_REGISTRY_KEYS) {
		const at = valueUnder(values, keys);
		const text = textOf$3(at)?.trim();
		if (at?.kind === "scalar" && text !== void 0 && text !== "" && !text.includes("{{")) return {
			text,
			key: keys.join("."),
			at
		};
	}
}
/** Whether a key stands among those that are for all charts. */
const isGlobal = (path, part) => path?.[part.path.length] === "global";
// src/effective/helm/template/number.ts
/** A plain scalar that YAML 1.1 reads as a number, as Helm does; undefined for a text. */
function numberOf(text) {
	if (/^[-+]?(?:0|[1-9][\d_]*)$/.test(text)) return Number(text.replaceAll("_", ""));
	if (/^[-+]?0[0-7_]+$/.test(text)) return signed(text, (digits) => parseInt(digits, 8));
	if (/^[-+]?0x[\da-fA-F_]+$/.test(text)) return signed(text, (digits) => parseInt(digits.slice(2), 16));
	if (/^[-+]?0o[0-7_]+$/.test(text)) return signed(text, (digits) => parseInt(digits.slice(2), 8));
	if (/^[-+]?0b[01_]+$/.test(text)) return signed(text, (digits) => parseInt(digits.slice(2), 2));
	if (/^[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][-+]?\d+)?$/.test(text)) return Number(text.replaceAll("_", ""));
}
function signed(text, read) {
	const digits = text.replace(/^[-+]/, "").replaceAll("_", "");
	return text.startsWith("-") ? -read(digits) : read(digits);
}
/** As Go writes a float of 64 bits with `%v`: by its exponent from a million on. */
function goNumber(value) {
	const [digits = "", exponent = "0"] = value.toExponential().split("e");
	const power = Number(exponent);
	if (value === 0 || !Number.isFinite(value) || power >= -4 && power < 6) return String(value);
	return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
// src/effective/helm/template/value.ts
const NIL = { kind: "nil" };
const UNKNOWN = { kind: "unknown" };
const HOLE$1 = {
	text: void 0,
	from: []
};
const FORK$1 = {
	text: void 0,
	fork: true,
	from: []
};
const bool = (value) => ({
	kind: "bool",
	value
});
const number = (value) => ({
	kind: "number",
	value
});
const plain$1 = (text) => ({
	kind: "text",
	pieces: [{
		text,
		from: []
	}]
});
function kindOf(value) {
	if (value.kind === "dict") return "map";
	if (value.kind === "items") return "list";
	return value.kind === "scalar" ? scalarKind(value) : value.kind;
}
/** As Helm reads values: YAML 1.1's words, each number a float. */
function scalarKind(node) {
	if (node.style !== "plain" || node.tag === "!!str" || node.tag === "!") return "text";
	if (node.tag !== void 0) return "unknown";
	if (isNull(node)) return "nil";
	if (BOOL.test(node.text)) return "bool";
	return numberOf(node.text) === void 0 ? "text" : "number";
}
/** Of YAML 1.1, which Helm reads. */
const BOOL = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON|n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const isTrue$1 = (text) => /^(?:y|yes|true|on)$/i.test(text);
/** A key, which is a text in the end: `on:` is the key `true`. */
const keyText = (key) => key.style === "plain" && BOOL.test(key.text) ? String(isTrue$1(key.text)) : key.text;
/** Whether a condition holds; undefined where that is not known. */
function truthOf(value) {
	const kind = kindOf(value);
	if (kind === "unknown") return void 0;
	if (kind === "nil") return false;
	if (value.kind === "bool") return value.value;
	if (value.kind === "number") return value.value !== 0;
	if (value.kind === "scalar") {
		if (kind === "bool") return isTrue$1(value.text);
		return kind === "number" ? numberOf(value.text) !== 0 : value.text !== "";
	}
	return sizeOf$2(value);
}
/** Whether there is anything in it. */
function sizeOf$2(value) {
	if (value.kind === "map") return value.entries.length > 0;
	if (value.kind === "dict") return value.entries.size > 0;
	if (value.kind === "list" || value.kind === "items") return value.items.length > 0;
	if (value.kind !== "text") return void 0;
	if (value.pieces.some(({ text }) => text !== void 0 && text !== "")) return value.pieces.some(({ fork }) => fork) ? void 0 : true;
	return value.pieces.some(({ text }) => text === void 0) ? void 0 : false;
}
/** As a template writes it out. */
function printed(value) {
	if (value.kind === "text") return value;
	if (value.kind === "bool" || value.kind === "number") return plain$1(value.kind === "bool" ? String(value.value) : goNumber(value.value));
	if (value.kind !== "scalar") return {
		kind: "text",
		pieces: [HOLE$1]
	};
	const kind = scalarKind(value);
	if (kind === "nil" || kind === "unknown") return {
		kind: "text",
		pieces: [HOLE$1]
	};
	return {
		kind: "text",
		pieces: [{
			text: wordOf$1(value, kind),
			from: [value]
		}]
	};
}
function wordOf$1({ text }, kind) {
	if (kind === "bool") return String(isTrue$1(text));
	return kind === "number" ? goNumber(numberOf(text) ?? 0) : text;
}
/** The whole text, where all of it is known. */
function known$2(value) {
	if (value.kind !== "text" && value.kind !== "scalar" && value.kind !== "bool" && value.kind !== "number") return void 0;
	const { pieces } = printed(value);
	return pieces.every(({ text }) => text !== void 0) ? pieces.map(({ text }) => text).join("") : void 0;
}
/** All values that something was made of. */
const fromOf = (value) => value.kind === "scalar" ? [value] : value.kind === "text" ? [...new Set(value.pieces.flatMap(({ from }) => from))] : [];
/** Nobody makes one text of more values. */
const MOST_FROM = 50;
/** Another text of the same values. */
function made$1(text, ...of) {
	const chosen = of.flatMap((one) => one.kind === "text" ? one.pieces : []).find((one) => one.chosen)?.chosen;
	return {
		kind: "text",
		pieces: [{
			text,
			from: [...new Set(of.flatMap(fromOf))].slice(0, MOST_FROM),
			chosen
		}]
	};
}
/** Entries of a mapping in the order of their keys, as templates walk them. */
function entriesIn(value) {
	if (value.kind === "dict") return [...value.entries].toSorted(byKey);
	if (value.kind !== "map") return [];
	return value.entries.map(({ key, value: held }) => [keyText(key), held]).toSorted(byKey);
}
const byKey = ([one], [other]) => one < other ? -1 : one > other ? 1 : 0;
function itemsIn(value) {
	return value.kind === "list" || value.kind === "items" ? value.items : [];
}
/** Whether a mapping has a key. */
const hasKey = (value, key) => value.kind === "dict" ? value.entries.has(key) : value.kind === "map" && indexOf$1(value).has(key);
/** The value of a key; values of charts are asked again and again. */
function held(value, key) {
	if (value.kind === "unknown") return UNKNOWN;
	if (value.kind === "dict") return value.entries.get(key) ?? (value.open ? UNKNOWN : NIL);
	return value.kind === "map" ? indexOf$1(value).get(key) ?? NIL : NIL;
}
const indexOf$1 = keptFor((node) => new Map(node.entries.map((entry) => [keyText(entry.key), entry.value])));
// src/effective/helm/chart/about-chart.ts
const NAMES$2 = {
	apiVersion: "APIVersion",
	appVersion: "AppVersion",
	kubeVersion: "KubeVersion"
};
/** `.Chart`, whose scalars are texts whatever they look like: an `appVersion: 1.10` is the text 1.1. */
function aboutChart(about) {
	const entries = entriesOf$1(about).flatMap(({ key, value }) => {
		const name = NAMES$2[key.text] ?? `${key.text.slice(0, 1).toUpperCase()}${key.text.slice(1)}`;
		return value.kind === "scalar" && isNull(value) ? [] : [[name, asText$1(value)]];
	});
	return {
		kind: "dict",
		entries: new Map(entries)
	};
}
function asText$1(value) {
	if (value.kind !== "scalar" || kindOf(value) === "text") return value;
	return {
		kind: "text",
		pieces: [{
			text: kindOf(value) === "number" ? String(numberOf(value.text)) : value.text,
			from: [value]
		}]
	};
}
// src/effective/helm/chart/archive.ts
/** What a chart's archive may grow to: helm itself takes no more than 100 MiB. */
const LARGEST_CONTENT = 64 * LARGEST_FILE;
const BLOCK = 512;
const MOST_FILES$1 = 1e4;
/**
* The files of a chart's archive by their paths in the chart, without the folder that all are in. undefined for what is
* no such archive, or one that is made to fill the memory. Links and paths out of it are left out.
*/
function filesInArchive(packed) {
	const tar = unpacked(packed);
	if (!tar) return void 0;
	const files = /* @__PURE__ */ new Map();
	for (const { name, content } of membersOf$1(tar)) {
		const path = inChart(name);
		if (path !== void 0) files.set(path, content);
		if (files.size >= MOST_FILES$1) break;
	}
	return files;
}
function* membersOf$1(tar) {
	let long;
	for (let at = 0; at + BLOCK <= tar.length;) {
		const header = headerAt(tar, at);
		if (!header) return;
		const content = tar.subarray(at + BLOCK, at + BLOCK + header.size);
		at += BLOCK + Math.ceil(header.size / BLOCK) * BLOCK;
		if (header.type === "L") long = textOf$2(content);
		else if (header.type === "x") long = paxPath(textOf$2(content)) ?? long;
		else {
			if (header.type === "0" || header.type === "") yield {
				name: long ?? header.name,
				content
			};
			long = void 0;
		}
	}
}
function unpacked(packed) {
	try {
		return gunzipSync(packed, { maxOutputLength: LARGEST_CONTENT });
	} catch {
		return;
	}
}
/** POSIX ustar. */
function headerAt(tar, at) {
	const name = textOf$2(tar.subarray(at, at + 100));
	const size = Number.parseInt(textOf$2(tar.subarray(at + 124, at + 136)).trim(), 8);
	const type = textOf$2(tar.subarray(at + 156, at + 157));
	const prefix = textOf$2(tar.subarray(at + 257, at + 262)) === "ustar" ? textOf$2(tar.subarray(at + 345, at + 500)) : "";
	if (name === "" || !(size >= 0) || at + BLOCK + size > tar.length) return void 0;
	return {
		name: prefix === "" ? name : `${prefix}/${name}`,
		size,
		type
	};
}
function textOf$2(bytes) {
	const end = bytes.indexOf(0);
	return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString("utf8");
}
/** `27 path=web/templates/x.yaml` */
const paxPath = (text) => /^\d+ path=(.*)$/m.exec(text)?.[1];
function inChart(name) {
	const [, ...segments] = name.replace(/^\.\//, "").split("/");
	return segments.some((one) => one === "" || one === "." || one === "..") || name.startsWith("/") || segments.length === 0 || isTooLong(name) ? void 0 : segments.join("/");
}
// src/effective/helm/chart/chart-tree.ts
/** The charts that lie in a folder's own folders are among its paths. */
function folderTree(files, folder, paths) {
	const inside = (path) => inFolder(folder, path);
	return {
		place: folder,
		paths,
		text: (path) => files.file(inside(path)),
		root: (path) => files.file(inside(path))?.documents[0],
		bytes: (path) => files.bytes(inside(path))
	};
}
/** Everything in an archive stands, for people, at its beginning. */
function archiveTree(place, packed) {
	const content = filesInArchive(packed);
	return content && treeOf(place, content);
}
function treeOf(place, content) {
	const source = {
		path: place,
		text: "",
		exact: false
	};
	const textOf = (path) => {
		const bytes = content.get(path);
		return bytes && bytes.length <= 1048576 ? Buffer.from(bytes).toString("utf8") : void 0;
	};
	return {
		place,
		paths: [...content.keys()],
		text: (path) => {
			const text = textOf(path);
			return text === void 0 ? void 0 : {
				...source,
				text
			};
		},
		root: (path) => {
			const text = textOf(path);
			return text === void 0 ? void 0 : readYaml(source, text, () => 0).documents[0]?.root;
		},
		bytes: (path) => content.get(path)
	};
}
/** What lies in a folder of a tree, as a tree of its own. */
function below(tree, folder) {
	const lead = `${folder}/`;
	return {
		place: tree.place.endsWith(".tgz") ? tree.place : inFolder(tree.place, folder),
		paths: tree.paths.flatMap((path) => path.startsWith(lead) ? [path.slice(lead.length)] : []),
		text: (path) => tree.text(lead + path),
		root: (path) => tree.root(lead + path),
		bytes: (path) => tree.bytes(lead + path)
	};
}
// src/effective/helm/chart/chart.ts
/** Nobody nests charts deeper, nor brings more of them in one. */
const DEEPEST$10 = 8;
const MOST_CHARTS = 300;
/** undefined where no chart is. */
function readChart(tree, beside) {
	return chartIn(tree, {
		beside,
		left: { charts: MOST_CHARTS },
		depth: 0
	});
}
function chartIn(tree, reading) {
	const about = tree.root("Chart.yaml");
	reading.left.charts -= 1;
	if (about?.kind !== "map" || reading.left.charts < 0 || reading.depth > DEEPEST$10) return void 0;
	const dependencies = dependenciesOf(about, tree.root("requirements.yaml"));
	const inside = {
		...reading,
		depth: reading.depth + 1
	};
	const bundled = bundledIn(tree, inside);
	const asked = dependencies.flatMap((dependency) => {
		const chart = bundled.find(({ name }) => name === dependency.name) ?? besideOf(tree, dependency, inside);
		return chart ? [{
			chart,
			dependency
		}] : [];
	});
	const names = new Set(dependencies.map(({ name }) => name));
	const unasked = bundled.filter(({ name }) => !names.has(name));
	const found = new Set(asked.map(({ dependency }) => dependency.name));
	return {
		place: tree.place,
		name: textAt$1(about, "name") ?? "",
		isLibrary: textAt$1(about, "type") === "library",
		about,
		values: tree.root("values.yaml"),
		templates: templatesIn(tree),
		charts: [...asked, ...unasked.map((chart) => ({
			chart,
			dependency: void 0
		}))],
		missing: dependencies.flatMap(({ name }) => found.has(name) ? [] : [name])
	};
}
function dependenciesOf(about, requirements) {
	return [...itemsAt(about, "dependencies"), ...itemsAt(requirements, "dependencies")].flatMap((item) => {
		const name = textAt$1(item, "name");
		if (name === void 0) return [];
		const tags = itemsAt(item, "tags").flatMap((tag) => textOf$3(tag) ?? []);
		const repository = textAt$1(item, "repository");
		const condition = textAt$1(item, "condition");
		return [{
			name,
			key: textAt$1(item, "alias") ?? name,
			repository,
			condition,
			tags
		}];
	});
}
function bundledIn(tree, reading) {
	const unpacked = [...new Set(tree.paths.flatMap((path) => /^charts\/([^/]+)\/Chart\.yaml$/.exec(path)?.[1] ?? []))].flatMap((name) => chartIn(below(tree, `charts/${name}`), reading) ?? []);
	const packed = tree.paths.filter((path) => /^charts\/[^/]+\.tgz$/.test(path)).flatMap((path) => {
		const bytes = tree.bytes(path);
		const place = tree.place.endsWith(".tgz") ? tree.place : [tree.place, path].filter(Boolean).join("/");
		const inner = bytes && reading.left.charts > 0 ? archiveTree(place, bytes) : void 0;
		return (inner && chartIn(inner, reading)) ?? [];
	});
	return [...unpacked, ...packed];
}
function besideOf(tree, { repository }, reading) {
	if (!repository?.startsWith("file://") || tree.place.endsWith(".tgz")) return void 0;
	const found = reading.beside(tree.place, repository.slice(7));
	return found && chartIn(found, reading);
}
function templatesIn(tree) {
	return tree.paths.filter((path) => path.startsWith("templates/") && /\.(?:ya?ml|tpl|json|txt)$/.test(path)).flatMap((path) => {
		const source = tree.text(path);
		return source ? [{
			path,
			source
		}] : [];
	});
}
/** Whether helm renders a template, or it only defines some. */
const isRendered = (path) => {
	const name = path.slice(path.lastIndexOf("/") + 1);
	return !name.startsWith("_") && !name.endsWith(".txt");
};
const keyOf$4 = ({ chart, dependency }) => dependency?.key ?? chart.name;
/** Whether there is a subchart, by its condition and tags; undefined where the values do not say. */
function isEnabled(dependency, values, root) {
	for (const condition of dependency?.condition?.split(",") ?? []) {
		const said = textOf$3(condition.trim().split(".").reduce((node, key) => valueAt(node, key), values));
		if (said !== void 0 && /^(?:true|false)$/i.test(said)) return /^true$/i.test(said);
	}
	const tags = dependency?.tags.flatMap((tag) => textAt$1(valueAt(root, "tags"), tag) ?? []) ?? [];
	return tags.length === 0 || tags.some((tag) => /^true$/i.test(tag));
}
// src/effective/helm/image-lines.ts
/** For what is not known, and for each fork: for private use, so nobody writes them. */
const HOLE = "";
const FORK = "";
const KEY$1 = /^[\s\uE001]*(?:- +)*["']?image["']?:(?:[ \t\uE001]+|$)/;
/** Objects whose texts nobody pulls. */
const HOLDS_TEXTS = /* @__PURE__ */ new Set([
	"ConfigMap",
	"Secret",
	"CustomResourceDefinition"
]);
/** The images in what templates write. */
function imageLinesIn(pieces) {
	const found = [];
	const lines = linesOf$2(pieces);
	let [kind, name] = ["", ""];
	for (const [index, line] of lines.entries()) {
		if (/^[\uE001]*---/.test(line.text)) [kind, name] = ["", ""];
		const said = /^[\uE001]*kind: *["']?(\w+)/.exec(line.text)?.[1];
		if (said !== void 0) [kind, name] = [said, ""];
		const named = /^[\uE001]* {2}name: *["']?([\w.-]+)/.exec(line.text)?.[1];
		if (named !== void 0 && name === "") name = named;
		const match = HOLDS_TEXTS.has(kind) ? null : KEY$1.exec(line.text);
		if (!match) continue;
		const value = valueIn(line, match[0].length, lines[index + 1]);
		if (value) found.push({
			value,
			key: keyIn(line),
			kind,
			name
		});
	}
	return found;
}
/** What the key was written by. */
const keyIn = ({ pieces }) => pieces.find(({ text }) => text !== void 0 && /image/.test(text));
const textOf$1 = ({ text, fork }) => text ?? (fork ? FORK : HOLE);
function linesOf$2(pieces) {
	const lines = [];
	let held = [];
	const end = () => {
		lines.push({
			pieces: held,
			text: held.map(textOf$1).join("")
		});
		held = [];
	};
	for (const piece of pieces) {
		if (piece.text === void 0 || !piece.text.includes("\n")) {
			held.push(piece);
			continue;
		}
		let start = 0;
		for (const part of piece.text.split("\n")) {
			if (start > 0) end();
			if (part !== "") held.push(cut$1(piece, start, start + part.length));
			start += part.length + 1;
		}
	}
	end();
	return lines;
}
/** A part of what was written; its place, where each character of it has one. */
function cut$1(piece, from, to) {
	const { text = "", at, from: values } = piece;
	const span = at?.source.exact && values.length === 0 && at.end - at.start === text.length ? {
		source: at.source,
		start: at.start + from,
		end: at.start + to
	} : at;
	return {
		...piece,
		text: text.slice(from, to),
		at: span
	};
}
function valueIn(line, from, next) {
	const value = trimmed$1(sliced(line, from, line.text.length));
	const text = value.map(textOf$1).join("");
	if (/^[|>][-+]?$/.test(text)) return next && trimmed$1(next.pieces);
	if (text === "" || /^[{&*!]/.test(text)) return void 0;
	return unquoted$2(value, text);
}
function sliced({ pieces }, from, to) {
	const parts = [];
	let at = 0;
	for (const piece of pieces) {
		const length = textOf$1(piece).length;
		const [start, end] = [Math.max(from - at, 0), Math.min(to - at, length)];
		if (start < end) parts.push(piece.text === void 0 ? piece : cut$1(piece, start, end));
		at += length;
	}
	return parts;
}
/** Without space, comments and forks around it. */
function trimmed$1(pieces) {
	const text = pieces.map(textOf$1).join("");
	const comment = text.search(/[ \t]#/);
	const whole = comment < 0 ? text : text.slice(0, comment);
	let [from, to] = [0, whole.length];
	while (from < to && isSpace(whole[from])) from += 1;
	while (to > from && isSpace(whole[to - 1])) to -= 1;
	return sliced({ pieces }, from, to);
}
const isSpace = (character = "") => character === FORK || character.trim() === "";
function unquoted$2(pieces, text) {
	const [quote = ""] = text;
	return (quote === "\"" || quote === "'") && text.length > 1 && text.endsWith(quote) ? sliced({ pieces }, 1, text.length - 1) : pieces;
}
// src/effective/helm/template/function.ts
/** Says of a text that an action chose it from several. */
function chosenBy(value, { at }) {
	if (value.kind !== "text" && !(value.kind === "scalar" && kindOf(value) === "text")) return value;
	return {
		kind: "text",
		pieces: printed(value).pieces.map((piece) => ({
			...piece,
			chosen: piece.chosen ?? at
		}))
	};
}
// src/effective/helm/template/choices.ts
const answer = (truth) => truth === void 0 ? UNKNOWN : bool(truth);
const coalesce = (args, call) => {
	for (const one of args) {
		const truth = truthOf(one);
		if (truth === void 0) return UNKNOWN;
		if (truth) return chosenBy(one, call);
	}
	return NIL;
};
const both$1 = (stopsAt) => (args, call) => {
	for (const one of args) {
		const truth = truthOf(one);
		if (truth === void 0) return UNKNOWN;
		if (truth === stopsAt) return chosenBy(one, call);
	}
	return args.at(-1);
};
/** Whether two values are the same, where both are known. */
function same(one, other) {
	if (!one || !other) return void 0;
	const kinds = [kindOf(one), kindOf(other)];
	if (kinds.includes("unknown")) return void 0;
	if (kinds[0] !== kinds[1]) return false;
	if (kinds[0] === "nil") return true;
	const [first, second] = [known$2(one), known$2(other)];
	return first === void 0 || second === void 0 ? void 0 : first === second;
}
const eq = ([first, ...others]) => {
	const found = others.map((other) => same(first, other));
	if (found.includes(true)) return bool(true);
	return found.includes(void 0) ? UNKNOWN : bool(false);
};
const not = (of) => (args, call) => {
	const truth = truthOf(of(args, call) ?? UNKNOWN);
	return answer(truth === void 0 ? void 0 : !truth);
};
const compared = (holds) => ([one, other]) => {
	if (!one || !other || kindOf(one) !== "number" || kindOf(other) !== "number") return void 0;
	return bool(holds(Number(known$2(one)), Number(known$2(other))));
};
const KINDS = {
	nil: "invalid",
	bool: "bool",
	number: "float64",
	text: "string",
	map: "map",
	list: "slice"
};
const TYPES = {
	...KINDS,
	map: "map[string]interface {}",
	list: "[]interface {}"
};
const isOne = (names) => ([name, value]) => {
	const kind = value && kindOf(value);
	const wanted = name && known$2(name);
	if (kind === void 0 || kind === "unknown" || wanted === void 0) return void 0;
	if (kind === "number" && /^int/.test(wanted)) return void 0;
	return bool(names[kind] === wanted);
};
/** Functions that choose between values, or say how they are. */
const CHOICES = {
	default: ([fallback, value], call) => {
		const truth = truthOf(value ?? NIL);
		if (truth === void 0) return void 0;
		return chosenBy((truth ? value : fallback) ?? NIL, call);
	},
	coalesce,
	ternary: ([yes, no, condition], call) => {
		const truth = condition && truthOf(condition);
		if (truth === void 0) return void 0;
		return chosenBy((truth ? yes : no) ?? NIL, call);
	},
	or: both$1(true),
	and: both$1(false),
	not: ([value]) => answer(value && invert(truthOf(value))),
	empty: ([value]) => answer(value && invert(truthOf(value))),
	eq,
	ne: not(eq),
	lt: compared((one, other) => one < other),
	le: compared((one, other) => one <= other),
	gt: compared((one, other) => one > other),
	ge: compared((one, other) => one >= other),
	kindIs: isOne(KINDS),
	typeIs: isOne(TYPES),
	required: ([, value]) => value
};
const invert = (truth) => truth === void 0 ? void 0 : !truth;
// src/effective/helm/template/collections.ts
const dictOf = (entries) => ({
	kind: "dict",
	entries: new Map(entries)
});
const list = (items) => ({
	kind: "items",
	items
});
const dict$1 = (args) => {
	const entries = [];
	for (let index = 0; index < args.length; index += 2) {
		const key = known$2(args[index] ?? UNKNOWN);
		if (key === void 0) return void 0;
		entries.push([key, args[index + 1] ?? plain$1("")]);
	}
	return dictOf(entries);
};
/** Nobody nests values deeper. */
const DEEPEST$9 = 60;
/** What the first says wins; of two mappings all of both. */
function merge$1(values, depth = 0) {
	const maps = values.filter((one) => kindOf(one) === "map");
	if (values.some((one) => kindOf(one) === "unknown") || depth > DEEPEST$9) return UNKNOWN;
	const merged = /* @__PURE__ */ new Map();
	for (const one of maps) for (const [key, value] of entriesIn(one)) {
		const before = merged.get(key);
		if (before && kindOf(before) === "map" && kindOf(value) === "map") merged.set(key, merge$1([before, value], depth + 1));
		else if (!before || truthOf(before) === false) merged.set(key, value);
	}
	return {
		kind: "dict",
		entries: merged
	};
}
const overwriting = (args) => merge$1(args.toReversed());
const index = ([value, ...steps], call) => {
	let at = value ?? UNKNOWN;
	for (const step of steps) {
		const name = known$2(step);
		if (name === void 0 || kindOf(at) === "unknown") return void 0;
		at = kindOf(at) === "list" ? itemsIn(at)[Number(name)] ?? NIL : call.field(at, name);
	}
	return at;
};
const dig = (args, call) => {
	const [value, fallback, ...steps] = args.toReversed();
	let at = value ?? UNKNOWN;
	for (const step of steps.toReversed()) {
		const name = known$2(step);
		if (name === void 0 || kindOf(at) === "unknown") return void 0;
		at = call.field(at, name);
		if (kindOf(at) === "nil") return fallback;
	}
	return at;
};
const keyed = (use) => ([value, key]) => {
	const name = key && known$2(key);
	return name === void 0 || !value || kindOf(value) === "unknown" ? void 0 : use(name, value);
};
const chosenKeys = (isWanted) => ([value, ...keys]) => {
	if (!value || kindOf(value) !== "map") return void 0;
	const names = keys.map(known$2);
	return dictOf(entriesIn(value).filter(([name]) => isWanted(name, names)));
};
const listed = (use) => ([value]) => value && kindOf(value) === "list" ? use(itemsIn(value)) : void 0;
const set$1 = ([value, key, to], call) => {
	const name = key && known$2(key);
	if (!value || !to || name === void 0) return void 0;
	call.set(value, name, to);
	return value;
};
/** Lists could double with every line. */
const MOST_ITEMS = 2e4;
const concat = (args) => {
	const size = args.reduce((sum, one) => sum + itemsIn(one).length, 0);
	return args.every((one) => ["list", "nil"].includes(kindOf(one))) && size <= MOST_ITEMS ? list(args.flatMap(itemsIn)) : void 0;
};
const splitList = ([separator, value]) => {
	const [cut, whole] = [separator && known$2(separator), value && known$2(value)];
	if (!value || cut === void 0 || whole === void 0) return void 0;
	return list(whole.split(cut).map((part) => made$1(part, value)));
};
const split = (args, call) => {
	const parts = splitList(args, call);
	return parts && dictOf(itemsIn(parts).map((part, at) => [`_${at}`, part]));
};
/** Functions over lists and mappings (Go, sprig and Helm). */
const COLLECTIONS = {
	dict: dict$1,
	list,
	tuple: list,
	merge: (args) => merge$1(args),
	mustMerge: (args) => merge$1(args),
	mergeOverwrite: overwriting,
	mustMergeOverwrite: overwriting,
	deepCopy: ([value]) => value,
	mustDeepCopy: ([value]) => value,
	index,
	dig,
	get: (args, call) => keyed((name, value) => orEmpty(call.field(value, name)))(args, call),
	hasKey: (args, call) => keyed((name, value) => bool(hasKey(value, name) || kindOf(call.field(value, name)) !== "nil"))(args, call),
	set: set$1,
	unset: ([value, key], call) => {
		const name = key && known$2(key);
		if (value && name !== void 0) call.set(value, name, NIL);
		return value;
	},
	pick: chosenKeys((name, names) => names.includes(name)),
	omit: chosenKeys((name, names) => !names.includes(name)),
	keys: ([value]) => value && kindOf(value) === "map" ? list(entriesIn(value).map(([name]) => plain$1(name))) : void 0,
	values: ([value]) => value && kindOf(value) === "map" ? list(entriesIn(value).map(([, one]) => one)) : void 0,
	first: listed((items) => items[0] ?? NIL),
	last: listed((items) => items.at(-1) ?? NIL),
	rest: listed((items) => list(items.slice(1))),
	initial: listed((items) => list(items.slice(0, -1))),
	uniq: listed(list),
	compact: listed((items) => list(items.filter((one) => truthOf(one) !== false))),
	append: ([value, one]) => value && one && kindOf(value) === "list" ? list([...itemsIn(value), one]) : void 0,
	concat,
	splitList,
	split,
	has: ([wanted, value]) => {
		const name = wanted && known$2(wanted);
		const names = value && itemsIn(value).map(known$2);
		return name === void 0 || !names || names.includes(void 0) ? void 0 : bool(names.includes(name));
	},
	len: ([value]) => {
		if (value && kindOf(value) === "map") return number(entriesIn(value).length);
		if (value && kindOf(value) === "list") return number(itemsIn(value).length);
		const whole = value && known$2(value);
		return whole === void 0 ? void 0 : number(Buffer.byteLength(whole));
	},
	lookup: () => dictOf([])
};
const orEmpty = (value) => kindOf(value) === "nil" ? plain$1("") : value;
// src/effective/helm/template/yaml-text.ts
/** Nobody writes more with one action; values that stand for each other could double with every level. */
const MOST_PIECES = 2e4;
/** `toYaml`: each value keeps where it comes from. */
function yamlOf(value) {
	const pieces = [];
	write(value, "", pieces);
	const first = pieces[0];
	return {
		kind: "text",
		pieces: first?.text?.startsWith("\n") ? [{
			...first,
			text: first.text.slice(1)
		}, ...pieces.slice(1)] : pieces
	};
}
function write(value, pad, into) {
	if (into.length > MOST_PIECES || pad.length > 120) {
		into.push({
			text: void 0,
			from: []
		});
		return;
	}
	const kind = kindOf(value);
	if (kind === "map") writeMap(value, pad, into);
	else if (kind === "list") writeList(value, pad, into);
	else if (kind === "nil") into.push(literal$1(" null"));
	else into.push(literal$1(" "), ...kind === "text" ? quoted$2(value) : kind === "number" ? [digits(value)] : printed(value).pieces);
}
/** By way of JSON, which has no exponent for what is that small. */
function digits(value) {
	if (value.kind === "scalar") return {
		text: String(numberOf(value.text)),
		from: [value]
	};
	return literal$1(String(value.kind === "number" ? value.value : 0));
}
const literal$1 = (text) => ({
	text,
	from: []
});
function writeMap(value, pad, into) {
	const entries = entriesIn(value);
	if (entries.length === 0) into.push(literal$1(" {}"));
	for (const [key, one] of entries) {
		into.push(literal$1(`\n${pad}${isPlain$3(key) ? key : JSON.stringify(key)}:`));
		write(one, `${pad}  `, into);
	}
}
function writeList(value, pad, into) {
	const items = value.kind === "list" || value.kind === "items" ? value.items : [];
	if (items.length === 0) into.push(literal$1(" []"));
	for (const item of items) {
		into.push(literal$1(`\n${pad}-`));
		const from = into.length;
		write(item, `${pad}  `, into);
		const first = into[from];
		if (first?.text?.startsWith(`\n${pad}  `)) into[from] = {
			...first,
			text: ` ${first.text.slice(pad.length + 3)}`
		};
	}
}
const isPlain$3 = (text) => /^[A-Za-z_/][\w./-]*$/.test(text) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(text);
function quoted$2(value) {
	const { pieces } = printed(value);
	const isWhole = pieces.every(({ text }) => text !== void 0 && /^[\w./@:-]*$/.test(text));
	const [first] = pieces;
	if (isWhole && /^[A-Za-z_/]/.test(first?.text ?? "") && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(first?.text ?? "")) return pieces;
	return [
		literal$1("\""),
		...pieces.map(escaped$1),
		literal$1("\"")
	];
}
const escaped$1 = (piece) => piece.text === void 0 ? piece : {
	...piece,
	text: JSON.stringify(piece.text).slice(1, -1)
};
// src/effective/helm/template/texts.ts
/** Of known texts another one; of others one of which only is known what it was made of. */
const text = (make) => (args) => {
	const texts = args.map(known$2);
	return texts.every((one) => one !== void 0) ? made$1(make(...texts), ...args) : made$1(void 0, ...args);
};
const question = (ask) => (args) => {
	const texts = args.map(known$2);
	return texts.every((one) => one !== void 0) ? bool(ask(...texts)) : void 0;
};
/** The same for each part, so that each keeps where it comes from. */
const mapped = (value, change) => ({
	kind: "text",
	pieces: printed(value).pieces.map((piece) => piece.text === void 0 ? piece : {
		...piece,
		text: change(piece.text)
	})
});
const join$1 = (...values) => ({
	kind: "text",
	pieces: values.flatMap((value) => printed(value).pieces)
});
/** Space at both ends goes; what is not known at one end may have some. */
function trimmed(value) {
	const pieces = [...printed(value).pieces];
	cutEdge(pieces, 0, 1, (one) => one.trimStart());
	cutEdge(pieces, pieces.length - 1, -1, (one) => one.trimEnd());
	return {
		kind: "text",
		pieces
	};
}
function cutEdge(pieces, from, step, cut) {
	for (let index = from; index >= 0 && index < pieces.length; index += step) {
		const piece = pieces[index];
		if (!piece || piece.text === void 0 && !piece.fork) return;
		if (piece.text === void 0) continue;
		pieces[index] = {
			...piece,
			text: cut(piece.text)
		};
		if (pieces[index]?.text !== "") return;
	}
}
const indent = (lead) => ([count, value]) => {
	if (!count || !value) return void 0;
	const size = Number(known$2(count));
	const pad = " ".repeat(size >= 0 && size < 100 ? size : 0);
	return join$1(plain$1(`${lead}${pad}`), mapped(value, (one) => one.replaceAll("\n", `\n${pad}`)));
};
/** `%s`, `%v`, `%d` and `%q`; of others nothing is known. */
const printf = ([format, ...args]) => {
	const pattern = format && known$2(format);
	if (pattern === void 0) return made$1(void 0, ...args);
	let next = 0;
	const parts = pattern.split(/(%[-+#0]?\d*(?:\.\d+)?[a-zA-Z%])/).map((part) => {
		if (!part.startsWith("%")) return plain$1(part);
		if (part === "%%") return plain$1("%");
		const value = args[next];
		next += 1;
		return value ? formatted(part, value) : made$1(void 0);
	});
	return join$1(...parts);
};
function formatted(verb, value) {
	const kind = kindOf(value);
	if (verb === "%v") return value;
	if (verb === "%s") return kind === "text" ? value : made$1(void 0, value);
	if (verb === "%q" && kind === "text") return join$1(plain$1("\""), value, plain$1("\""));
	if (verb === "%d" && value.kind === "number") return value;
	return made$1(void 0, value);
}
const quote = (args) => join$1(...args.filter((one) => kindOf(one) !== "nil").map((one) => join$1(plain$1("\""), mapped(one, (inner) => JSON.stringify(inner).slice(1, -1)), plain$1("\""))));
/** Nobody makes more of a text. */
const LONGEST_REPLACED = 1e6;
const replace$2 = (args) => {
	const [old, next, whole] = args.map(known$2);
	if (old === void 0 || next === void 0 || whole === void 0) return made$1(void 0, ...args);
	if (old === "") return made$1(whole, ...args);
	const parts = whole.split(old);
	if (parts.length * next.length > LONGEST_REPLACED) return void 0;
	return made$1(parts.join(next), ...args);
};
const without = (set, side, whole) => {
	let [start, end] = [0, whole.length];
	while (side !== "end" && start < end && set.includes(whole[start] ?? "")) start += 1;
	while (side !== "start" && end > start && set.includes(whole[end - 1] ?? "")) end -= 1;
	return whole.slice(start, end);
};
const toInteger = ([value]) => {
	const whole = value && known$2(value);
	return whole !== void 0 && /^[-+]?\d{1,15}(?:\.\d+)?$/.test(whole) ? number(Math.trunc(Number(whole))) : void 0;
};
const asText = ([value]) => {
	if (!value) return void 0;
	return kindOf(value) === "nil" ? plain$1("<nil>") : join$1(value);
};
/** Go puts a space between two values neither of which is a text. */
const print = (args) => join$1(...args.flatMap((one, index) => {
	const before = args[index - 1];
	return before && kindOf(before) !== "text" && kindOf(one) !== "text" ? [plain$1(" "), one] : [one];
}));
const toYaml = ([value]) => value && yamlOf(value);
/** Functions that make texts of texts (Go, sprig and Helm). */
const TEXTS = {
	print,
	printf,
	quote,
	squote: (args) => join$1(plain$1("'"), ...args, plain$1("'")),
	toString: asText,
	trim: ([value]) => value && trimmed(value),
	trimAll: text((set = "", whole = "") => without(set, "both", whole)),
	trimPrefix: text((lead = "", whole = "") => whole.startsWith(lead) ? whole.slice(lead.length) : whole),
	trimSuffix: text((tail = "", whole = "") => tail !== "" && whole.endsWith(tail) ? whole.slice(0, -tail.length) : whole),
	replace: replace$2,
	lower: text((whole = "") => whole.toLowerCase()),
	upper: text((whole = "") => whole.toUpperCase()),
	trunc: text((count = "", whole = "") => Number(count) < 0 ? whole.slice(Number(count)) : whole.slice(0, Number(count))),
	contains: question((part = "", whole = "") => whole.includes(part)),
	hasPrefix: question((part = "", whole = "") => whole.startsWith(part)),
	hasSuffix: question((part = "", whole = "") => whole.endsWith(part)),
	indent: indent(""),
	nindent: indent("\n"),
	join: ([separator, list]) => {
		const items = list && itemsIn(list);
		return items && separator ? join$1(...items.flatMap((one, index) => index === 0 ? [one] : [separator, one])) : void 0;
	},
	int: toInteger,
	int64: toInteger,
	toYaml,
	toYamlPretty: toYaml,
	toJson: toYaml,
	mustToYaml: toYaml
};
// src/effective/helm/template/expressions.ts
const FUNCTIONS = {
	...CHOICES,
	...TEXTS,
	...COLLECTIONS
};
/** Evaluates the expressions of actions. */
var Expressions = class {
	#templates;
	#meter;
	/** What `set` has changed, by what it was changed in. */
	#changed = /* @__PURE__ */ new Map();
	constructor(templates, meter) {
		this.#templates = templates;
		this.#meter = meter;
	}
	pipe({ variables, declares, commands }, place) {
		let value;
		this.#meter.inside(() => {
			for (const command of commands) value = this.#command(command, value, place);
		});
		const [name] = variables;
		if (name !== void 0 && variables.length === 1) {
			if (declares) place.scope.declare(name, value ?? NIL);
			else place.scope.assign(name, value ?? NIL);
		}
		return value ?? NIL;
	}
	#command([first, ...rest], piped, place) {
		if (!first || !this.#meter.mayGoOn()) return UNKNOWN;
		const more = piped === void 0 ? [] : [piped];
		if (first.kind === "call") return this.#call(first.name, [...rest.map((one) => this.#operand(one, place)), ...more], place.at);
		const value = this.#operand(first, place);
		return rest.length > 0 ? UNKNOWN : value;
	}
	#operand(operand, place) {
		if (operand.kind === "dot") return this.#follow(place.dot, operand.path);
		this.#meter.charge(place.scope.size / 100);
		if (operand.kind === "variable") return this.#follow(place.scope.get(operand.name), operand.path);
		if (operand.kind === "pipe") return this.#follow(this.pipe(operand.pipe, place), operand.path);
		if (operand.kind === "number") return numberAs(operand.text);
		if (operand.kind === "call") return this.#call(operand.name, [], place.at);
		const start = operand.start + 1;
		const at = {
			source: place.source,
			start,
			end: start + operand.text.length
		};
		return {
			kind: "text",
			pieces: [{
				text: operand.text,
				from: [],
				at
			}]
		};
	}
	#follow(value, path) {
		return path.reduce((at, key) => this.#field(at, key), value);
	}
	#field(value, key) {
		return this.#changed.get(value)?.get(key) ?? held(value, key);
	}
	#call(name, args, at) {
		if (name === "true" || name === "false") return {
			kind: "bool",
			value: name === "true"
		};
		if (name === "nil") return NIL;
		this.#meter.taken(args);
		const [first = UNKNOWN, second = NIL] = args;
		if (name === "include") return this.#templates.include(known$2(first), second);
		if (name === "tpl") return this.#templates.tpl(first, second);
		if (name === "fromYaml" || name === "fromJson") return this.#parsed(known$2(first));
		const run = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : void 0;
		return this.#meter.paid(run?.(args, this.#asked(at)) ?? UNKNOWN);
	}
	#asked(at) {
		return {
			at,
			field: (value, key) => this.#field(value, key),
			set: (value, key, to) => {
				const changed = this.#changed.get(value) ?? /* @__PURE__ */ new Map();
				this.#changed.set(value, changed.set(key, to));
			}
		};
	}
	#parsed(text) {
		if (text === void 0) return UNKNOWN;
		this.#meter.charge(text.length);
		if (!this.#meter.mayGoOn()) return UNKNOWN;
		const { documents, faults } = readYaml({
			path: "",
			text,
			exact: false
		});
		if (faults.length > 0) return UNKNOWN;
		return documents[0]?.root ?? NIL;
	}
};
function numberAs(text) {
	const value = Number(text.replaceAll("_", ""));
	return Number.isNaN(value) ? plain$1(text.slice(1, -1)) : number(value);
}
// src/effective/helm/template/meter.ts
/** Of one text, its parts and its characters; of a list or mapping what is in it. */
const MOST_PARTS = 2e4;
const LONGEST_TEXT$2 = 1e6;
/** Blocks, parentheses and named templates within each other. */
const DEEPEST$8 = 400;
/** Keeps the work on templates of others within bounds. */
var Meter = class {
	#budget;
	#nesting = 0;
	constructor(budget) {
		this.#budget = budget;
	}
	mayGoOn() {
		this.#budget.steps -= 1;
		return this.#budget.steps > 0 && this.#nesting < DEEPEST$8;
	}
	charge(steps) {
		this.#budget.steps -= steps;
	}
	/** Runs what is within something. */
	inside(run) {
		this.#nesting += 1;
		const result = run();
		this.#nesting -= 1;
		return result;
	}
	/** What is longer costs more, and what is too long is not known: texts could double with every line. */
	paid(value) {
		const { parts, length } = sizeOf$1(value);
		this.charge(parts + length / 1e3);
		return isMade(value) && (parts > MOST_PARTS || length > LONGEST_TEXT$2) ? UNKNOWN : value;
	}
	/** A function looks at all that it is given. */
	taken(values) {
		for (const value of values) {
			const { parts, length } = sizeOf$1(value);
			this.charge(parts / 16 + length / 1e3);
		}
	}
};
/** Values are as large as their files, whatever a template does. */
const isMade = ({ kind }) => kind === "text" || kind === "dict" || kind === "items";
function sizeOf$1(value) {
	if (value.kind === "text") {
		const length = value.pieces.reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
		return {
			parts: value.pieces.length,
			length
		};
	}
	if (value.kind === "dict") return {
		parts: value.entries.size,
		length: 0
	};
	if (value.kind === "map") return {
		parts: value.entries.length,
		length: 0
	};
	if (value.kind === "items" || value.kind === "list") return {
		parts: value.items.length,
		length: 0
	};
	return {
		parts: 0,
		length: value.kind === "scalar" ? value.text.length : 0
	};
}
// src/effective/helm/template/tokens.ts
/** Why a template cannot be read. */
var TemplateFault = class extends Error {
	offset;
	constructor(message, offset) {
		super(message);
		this.offset = offset;
	}
};
const TOKEN = /(\s+)|(-?\}\})|"((?:[^"\\\n]|\\.)*)"|`([^`]*)`|('(?:[^'\\\n]|\\.)+')|(\$\w*)|(\.[A-Za-z_]\w*)|([A-Za-z_]\w*)|([+-]?\d[\w.]*)|(:=|[=|(),.])/y;
/** Cuts a Go template (package text/template) into texts and actions; comments are left out. @throws TemplateFault */
function itemsOf$1(template) {
	const items = [];
	let at = 0;
	let trims = false;
	while (at < template.length) {
		const open = template.indexOf("{{", at);
		const until = open < 0 ? template.length : open;
		const trimsBefore = open >= 0 && /^-\s/.test(template.slice(open + 2, open + 4));
		pushText(items, template, {
			from: at,
			until,
			before: trims,
			behind: trimsBefore
		});
		if (open < 0) break;
		const action = actionAt(template, open, open + (trimsBefore ? 3 : 2));
		if (action.tokens) items.push({
			kind: "action",
			tokens: action.tokens,
			start: open,
			end: action.end
		});
		at = action.end;
		trims = action.trims;
	}
	return items;
}
function pushText(items, template, { from, until, before, behind }) {
	const whole = template.slice(from, until);
	const start = before ? whole.length - whole.trimStart().length : 0;
	const text = behind ? whole.slice(start).trimEnd() : whole.slice(start);
	if (text !== "") items.push({
		kind: "text",
		text,
		start: from + start
	});
}
function actionAt(template, open, from) {
	if (template.slice(from, from + 4).trimStart().startsWith("/*")) return commentAt$1(template, open);
	const tokens = [];
	let joined = false;
	TOKEN.lastIndex = from;
	for (;;) {
		const start = TOKEN.lastIndex;
		const match = TOKEN.exec(template);
		if (!match) throw new TemplateFault("an action is cut, or has a sign that is none", open);
		const [, space, end] = match;
		if (end !== void 0) return {
			tokens,
			end: TOKEN.lastIndex,
			trims: end.startsWith("-")
		};
		if (space === void 0) tokens.push({
			...wordOf(match),
			start,
			joined
		});
		joined = space === void 0;
	}
}
function commentAt$1(template, open) {
	const close = template.indexOf("*/", open);
	const end = close < 0 ? -1 : template.indexOf("}}", close);
	if (end < 0) throw new TemplateFault("a comment is cut", open);
	return {
		tokens: void 0,
		end: end + 2,
		trims: template[end - 1] === "-"
	};
}
function wordOf(match) {
	const [, , , quoted, raw, letter, variable, field, name, number, sign] = match;
	if (quoted !== void 0) return {
		kind: "text",
		text: unescaped(quoted)
	};
	if (raw !== void 0) return {
		kind: "text",
		text: raw
	};
	if (variable !== void 0) return {
		kind: "variable",
		text: variable
	};
	if (field !== void 0) return {
		kind: "field",
		text: field.slice(1)
	};
	if (name !== void 0) return {
		kind: "name",
		text: name
	};
	return sign === void 0 ? {
		kind: "number",
		text: number ?? letter ?? ""
	} : {
		kind: "sign",
		text: sign
	};
}
const ESCAPES = {
	n: "\n",
	t: "	",
	r: "\r"
};
const unescaped = (text) => text.replaceAll(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/g, (_, unicode, hex, one) => {
	const code = unicode ?? hex;
	return code === void 0 ? ESCAPES[one ?? ""] ?? one ?? "" : String.fromCodePoint(parseInt(code, 16));
});
// src/effective/helm/template/parse.ts
/** Nobody nests blocks or parentheses deeper. */
const DEEPEST$7 = 100;
/** Reads a Go template. @throws TemplateFault */
function parseTemplate(text) {
	return new Parser(itemsOf$1(text)).read();
}
var Parser = class {
	#items;
	#defines = /* @__PURE__ */ new Map();
	#next = 0;
	#depth = 0;
	constructor(items) {
		this.#items = items;
	}
	read() {
		const { nodes, ended } = this.#list();
		if (ended) throw new TemplateFault(`{{ ${wordAt(ended, 0)} }} ends nothing`, ended.start);
		return {
			body: nodes,
			defines: this.#defines
		};
	}
	/** Up to the `end` or `else` of a block. */
	#list() {
		const nodes = [];
		for (let item = this.#items[this.#next]; item; item = this.#items[this.#next]) {
			this.#next += 1;
			if (item.kind === "text") {
				nodes.push({
					kind: "text",
					text: item.text,
					at: {
						start: item.start,
						end: item.start + item.text.length
					}
				});
				continue;
			}
			const word = wordAt(item, 0);
			if (word === "end" || word === "else") return {
				nodes,
				ended: item
			};
			const node = this.#action(item, word);
			if (node) nodes.push(node);
		}
		return {
			nodes,
			ended: void 0
		};
	}
	#action(item, word) {
		const { tokens, start, end } = item;
		const at = {
			start,
			end
		};
		if (word === "if" || word === "with" || word === "range") return this.#block(word, item, 1);
		if (word === "define") {
			this.#defines.set(tokens[1]?.text ?? "", this.#body(item).body);
			return;
		}
		if (word === "break" || word === "continue") return void 0;
		if (word !== "template" && word !== "block") return {
			kind: "action",
			pipe: pipeOf(tokens, at),
			at
		};
		const name = tokens[1]?.text ?? "";
		if (word === "block") this.#defines.set(name, this.#body(item).body);
		return {
			kind: "template",
			name,
			pipe: tokens.length > 2 ? pipeOf(tokens.slice(2), at) : void 0,
			at
		};
	}
	#block(kind, item, from) {
		const at = {
			start: item.start,
			end: item.end
		};
		return {
			kind,
			pipe: pipeOf(item.tokens.slice(from), at),
			...this.#body(item),
			at
		};
	}
	#body(item) {
		this.#depth += 1;
		if (this.#depth > DEEPEST$7) throw new TemplateFault("blocks are nested too deeply", item.start);
		const { nodes: body, ended } = this.#list();
		const otherwise = this.#otherwise(item, ended);
		this.#depth -= 1;
		return {
			body,
			otherwise
		};
	}
	#otherwise(item, ended) {
		if (!ended) throw new TemplateFault(`{{ ${wordAt(item, 0)} }} has no end`, item.start);
		if (wordAt(ended, 0) === "end") return [];
		const word = wordAt(ended, 1);
		if (word === "if" || word === "with") return [this.#block(word, ended, 2)];
		return this.#body(ended).body;
	}
};
const wordAt = ({ tokens }, index) => {
	const token = tokens[index];
	return token?.kind === "name" ? token.text : "";
};
const isSign = (token, text) => token?.kind === "sign" && token.text === text;
function pipeOf(tokens, at) {
	const reader = new Expression(tokens, at);
	const pipe = reader.pipe();
	if (!reader.done) throw new TemplateFault("an action has more than one expression", at.start);
	return pipe;
}
var Expression = class {
	#tokens;
	#at;
	#next = 0;
	#depth = 0;
	constructor(tokens, at) {
		this.#tokens = tokens;
		this.#at = at;
	}
	get done() {
		return this.#next >= this.#tokens.length;
	}
	pipe() {
		this.#depth += 1;
		if (this.#depth > DEEPEST$7) throw new TemplateFault("parentheses are nested too deeply", this.#at.start);
		const { variables, declares } = this.#variables();
		const commands = [this.#command()];
		while (this.#take("|")) commands.push(this.#command());
		this.#depth -= 1;
		return {
			variables,
			declares,
			commands
		};
	}
	#variables() {
		const from = this.#next;
		const names = [];
		while (this.#tokens[this.#next]?.kind === "variable") {
			names.push(this.#tokens[this.#next]?.text ?? "");
			this.#next += 1;
			if (this.#take(",")) continue;
			if (this.#take(":=")) return {
				variables: names,
				declares: true
			};
			if (this.#take("=")) return {
				variables: names,
				declares: false
			};
			break;
		}
		this.#next = from;
		return {
			variables: [],
			declares: false
		};
	}
	#take(sign) {
		if (!isSign(this.#tokens[this.#next], sign)) return false;
		this.#next += 1;
		return true;
	}
	#command() {
		const operands = [];
		for (let token = this.#tokens[this.#next]; token; token = this.#tokens[this.#next]) {
			if (token.kind === "sign" && token.text !== "(" && token.text !== ".") break;
			this.#next += 1;
			operands.push(this.#operand(token));
		}
		if (operands.length === 0) throw new TemplateFault("an action says nothing", this.#at.start);
		return operands;
	}
	#operand(token) {
		if (token.kind === "field") return {
			kind: "dot",
			path: [token.text, ...this.#fields()]
		};
		if (token.kind === "variable") return {
			kind: "variable",
			name: token.text,
			path: this.#fields()
		};
		if (token.kind === "text") return {
			kind: "text",
			text: token.text,
			start: token.start
		};
		if (token.kind === "number") return {
			kind: "number",
			text: token.text
		};
		if (token.kind === "name") return {
			kind: "call",
			name: token.text
		};
		if (token.text === ".") return {
			kind: "dot",
			path: []
		};
		const pipe = this.pipe();
		if (!this.#take(")")) throw new TemplateFault("a parenthesis is not closed", token.start);
		return {
			kind: "pipe",
			pipe,
			path: this.#fields()
		};
	}
	/** `.a.b` directly behind something. */
	#fields() {
		const path = [];
		for (let token = this.#tokens[this.#next]; token?.kind === "field" && token.joined;) {
			path.push(token.text);
			this.#next += 1;
			token = this.#tokens[this.#next];
		}
		return path;
	}
};
// src/effective/helm/template/scope.ts
/** The variables of a template, the innermost last. */
var Scope = class {
	#names = ["$"];
	#values;
	constructor(root) {
		this.#values = [root];
	}
	get size() {
		return this.#names.length;
	}
	get(name) {
		const index = this.#names.lastIndexOf(name);
		return this.#values[index] ?? UNKNOWN;
	}
	declare(name, value) {
		this.#names.push(name);
		this.#values.push(value);
	}
	assign(name, value) {
		const index = this.#names.lastIndexOf(name);
		if (index >= 0) this.#values[index] = value;
	}
	mark() {
		return this.#names.length;
	}
	/** Forgets what was declared since. */
	leave(mark) {
		this.#names.length = mark;
		this.#values.length = mark;
	}
	values() {
		return [...this.#values];
	}
	restore(values) {
		this.#names.length = values.length;
		this.#values.splice(0, this.#values.length, ...values);
	}
};
// src/effective/helm/template/evaluate.ts
/** Nobody nests named templates deeper. */
const DEEPEST$6 = 60;
/** Evaluates the templates of a chart as far as its values say what comes out; what nobody knows leaves a hole. */
var Evaluation = class {
	#named;
	#meter;
	#expressions;
	#depth = 0;
	constructor(named, budget) {
		this.#named = named;
		this.#meter = new Meter(budget);
		const templates = {
			include: (name, dot) => this.#include(name, dot),
			tpl: (template, dot) => this.#tpl(template, dot)
		};
		this.#expressions = new Expressions(templates, this.#meter);
	}
	/** What a template writes. */
	run({ body, source }, dot) {
		const out = [];
		this.#nodes(body, {
			source,
			scope: new Scope(dot),
			dot,
			out
		});
		return out;
	}
	#nodes(nodes, frame) {
		this.#meter.inside(() => {
			for (const node of nodes) this.#node(node, frame);
		});
	}
	#node(node, frame) {
		const at = spanOf$1(frame.source, node.at);
		if (!this.#meter.mayGoOn()) frame.out.push(HOLE$1);
		else if (node.kind === "text") this.#write(frame, [{
			text: node.text,
			from: [],
			at
		}]);
		else if (node.kind === "action") this.#action(node.pipe, frame, at);
		else if (node.kind === "template") {
			const dot = node.pipe ? this.#expressions.pipe(node.pipe, {
				...frame,
				at
			}) : NIL;
			this.#write(frame, printed(this.#include(node.name, dot)).pieces);
		} else this.#block(node, frame, at);
	}
	#block(node, frame, at) {
		const mark = frame.scope.mark();
		const value = this.#expressions.pipe(node.pipe, {
			...frame,
			at
		});
		if (node.kind === "range") this.#range(node, value, frame);
		else this.#branch(node, value, frame);
		frame.scope.leave(mark);
	}
	#write({ out }, pieces) {
		this.#meter.charge(pieces.length);
		for (const piece of pieces) out.push(piece);
	}
	#action(pipe, frame, at) {
		const value = this.#expressions.pipe(pipe, {
			...frame,
			at
		});
		if (pipe.variables.length > 0 || kindOf(value) === "nil") return;
		this.#write(frame, printed(value).pieces.map((piece) => ({
			...piece,
			at: piece.at ?? at
		})));
	}
	#branch(node, value, frame) {
		const truth = truthOf(value);
		const inner = node.kind === "with" ? {
			...frame,
			dot: value
		} : frame;
		if (truth === true) this.#nodes(node.body, inner);
		else if (truth === false) this.#nodes(node.otherwise, frame);
		else this.#eitherWay(frame, [() => this.#nodes(node.body, inner), () => this.#nodes(node.otherwise, frame)]);
	}
	/** What is written one way or the other, each beside a fork; names that differ are not known. */
	#eitherWay({ scope, out }, ways) {
		const before = scope.values();
		this.#meter.charge(before.length);
		const after = ways.map((way) => {
			scope.restore(before);
			out.push(FORK$1);
			way();
			return scope.values();
		});
		out.push(FORK$1);
		scope.restore(before.map((_, index) => agreed(after.map((values) => values[index] ?? UNKNOWN))));
	}
	#range(node, value, frame) {
		const kind = kindOf(value);
		const pairs = pairsOf$1(value);
		if (kind === "unknown" || kind !== "nil" && !pairs) this.#eitherWay(frame, [() => this.#once(node, [UNKNOWN, UNKNOWN], frame), () => this.#nodes(node.otherwise, frame)]);
		else if (!pairs || pairs.length === 0) this.#nodes(node.otherwise, frame);
		else for (const pair of pairs) if (this.#meter.mayGoOn()) this.#once(node, pair, frame);
	}
	#once({ pipe, body }, [key, value], frame) {
		const mark = frame.scope.mark();
		const [first, second] = pipe.variables;
		if (second !== void 0) frame.scope.declare(first ?? "", key);
		const name = second ?? first;
		if (name !== void 0) frame.scope.declare(name, value);
		this.#nodes(body, {
			...frame,
			dot: value
		});
		frame.scope.leave(mark);
	}
	#include(name, dot) {
		const named = name === void 0 ? void 0 : this.#named.get(name);
		if (!named || this.#depth >= DEEPEST$6) return UNKNOWN;
		this.#depth += 1;
		const pieces = this.run(named, dot);
		this.#depth -= 1;
		return this.#meter.paid({
			kind: "text",
			pieces
		});
	}
	/** A value that is a template itself; what it says of its own comes from the value. */
	#tpl(template, dot) {
		const text = known$2(template);
		if (text === void 0) return UNKNOWN;
		if (!text.includes("{{")) return template;
		this.#meter.charge(text.length);
		if (this.#depth >= DEEPEST$6 || !this.#meter.mayGoOn()) return UNKNOWN;
		this.#depth += 1;
		const pieces = this.#parsedRun(text, dot);
		this.#depth -= 1;
		const [from] = printed(template).pieces.flatMap((piece) => piece.from);
		const own = from ? [from] : [];
		const of = (piece) => ({
			...piece,
			at: void 0,
			from: piece.from.length > 0 ? piece.from : own
		});
		return pieces ? this.#meter.paid({
			kind: "text",
			pieces: pieces.map(of)
		}) : UNKNOWN;
	}
	#parsedRun(text, dot) {
		try {
			const source = {
				path: "",
				text,
				exact: false
			};
			return this.run({
				body: parseTemplate(text).body,
				source
			}, dot);
		} catch (error) {
			if (error instanceof TemplateFault) return void 0;
			throw error;
		}
	}
};
const spanOf$1 = (source, { start, end }) => ({
	source,
	start,
	end
});
function agreed([first = UNKNOWN, ...others]) {
	const text = known$2(first);
	return others.every((one) => one === first || text !== void 0 && known$2(one) === text) ? first : UNKNOWN;
}
function pairsOf$1(value) {
	const kind = kindOf(value);
	if (kind === "map") return entriesIn(value).map(([key, one]) => [plain$1(key), one]);
	if (kind === "list") return itemsIn(value).map((one, index) => [number(index), one]);
}
// src/effective/helm/template/mentions.ts
const OF_IMAGES = /image|container|pod|extra|raw|object|manifest|deploy/i;
/** Most templates of a chart write nothing that is pulled, and need not be evaluated to know it. */
function mentionsOf$1(nodes) {
	const found = {
		images: false,
		calls: /* @__PURE__ */ new Set()
	};
	walk$3(nodes, found);
	return found;
}
function walk$3(nodes, found) {
	for (const node of nodes) {
		if (node.kind === "text") found.images ||= OF_IMAGES.test(node.text);
		if (node.kind === "template") found.calls.add(node.name);
		if ("pipe" in node && node.pipe) inPipe(node.pipe, found);
		if ("body" in node) {
			walk$3(node.body, found);
			walk$3(node.otherwise, found);
		}
	}
}
function inPipe({ commands }, found) {
	for (const command of commands) {
		call(command, found);
		for (const operand of command) inOperand(operand, found);
	}
}
function inOperand(operand, found) {
	if (operand.kind === "pipe") inPipe(operand.pipe, found);
	if ("path" in operand) found.images ||= operand.path.some((key) => OF_IMAGES.test(key));
	if (operand.kind === "text" || operand.kind === "variable") found.images ||= OF_IMAGES.test("text" in operand ? operand.text : operand.name);
}
/** A template whose name is worked out may be any. */
function call([first, second], found) {
	if (first?.kind !== "call" || first.name !== "include") return;
	if (second?.kind === "text") found.calls.add(second.text);
	else found.images = true;
}
/** Whether templates, with all that they call, may write an image. */
function mayWriteImages(own, named) {
	const names = new Set(own.calls);
	if (own.images) return true;
	for (const name of names) {
		const one = named(name);
		if (one?.images) return true;
		for (const next of one?.calls ?? []) names.add(next);
	}
	return false;
}
// src/effective/helm/values.ts
const isNothing$2 = (node) => node.kind === "scalar" && isNull(node);
/** Values over others, as helm puts those of a release over a chart's own: a null takes a key away. */
function over(wins, under) {
	if (wins?.kind !== "map") return wins && !isNothing$2(wins) ? wins : under;
	if (under?.kind !== "map") return wins;
	return joined$5(wins, under, true);
}
/** Values files over each other: a null stays, for what it takes away may be the chart's. */
function overFile(wins, under) {
	if (wins?.kind !== "map") return under ?? wins;
	if (under?.kind !== "map") return wins;
	return joined$5(wins, under, false);
}
function joined$5(wins, under, takes) {
	const own = new Map(wins.entries.map((entry) => [entry.key.text, entry]));
	const known = /* @__PURE__ */ new Set();
	const entries = [];
	for (const entry of under.entries) {
		known.add(entry.key.text);
		const winner = own.get(entry.key.text);
		if (!winner) entries.push(entry);
		else if (!(takes && isNothing$2(winner.value))) entries.push(both(winner, entry, takes));
	}
	for (const entry of wins.entries) if (!known.has(entry.key.text)) entries.push(entry);
	return {
		...wins,
		entries
	};
}
function both(winner, { value }, takes) {
	if (winner.value.kind !== "map" || value.kind !== "map") return winner;
	return {
		key: winner.key,
		value: joined$5(winner.value, value, takes)
	};
}
/** A mapping with one entry put in place of another, or more. */
function withEntry$1(node, entry) {
	const others = node.entries.filter(({ key }) => key.text !== entry.key.text);
	return {
		...node,
		entries: [...others, entry]
	};
}
/** The values of a subchart: what the chart above says of it over its own, and what is for all of them. */
function valuesBelow(above, key, own) {
	const values = over(entryAt(above, key)?.value, own);
	const global = entryAt(above, "global");
	if (global?.value.kind !== "map") return values;
	const merged = over(global.value, entryAt(values, "global")?.value) ?? global.value;
	const entry = {
		key: global.key,
		value: merged
	};
	if (values?.kind !== "map") return {
		...global.value,
		entries: [entry]
	};
	return withEntry$1(values, entry);
}
// src/effective/helm/release.ts
/** The charts of a release, the whole one first. */
function partsOf$3({ chart, values }) {
	const root = over(values, chart.values);
	const parts = [];
	const add = (one, path, held) => {
		parts.push({
			chart: one,
			path,
			values: held
		});
		for (const sub of one.charts) {
			const key = keyOf$4(sub);
			if (isEnabled(sub.dependency, held, root)) add(sub.chart, [...path, key], valuesBelow(held, key, sub.chart.values));
		}
	};
	add(chart, [], root);
	return parts;
}
/** What the templates of all charts write. @param replaced Values that are to be others, to see what becomes of it. */
function imagesOf$1(release, parts, { budget, replaced = /* @__PURE__ */ new Map() }) {
	const { templates, named, unread } = templatesOf$1(parts);
	const evaluation = new Evaluation(named, budget);
	return {
		images: numbered(templates.flatMap(({ part, template }) => {
			const values = replaced.size > 0 ? withOthers(part.values, replaced) : part.values;
			return imageLinesIn(evaluation.run(template, dotOf(release, part.chart, values))).map((line) => ({
				...line,
				part
			}));
		})),
		unread
	};
}
function numbered(images) {
	const counts = /* @__PURE__ */ new Map();
	return images.map((image) => {
		const at = image.key?.at;
		const place = `${image.part.path.join(".")}:${at?.source.path ?? ""}:${at?.start ?? 0}`;
		const count = (counts.get(place) ?? 0) + 1;
		counts.set(place, count);
		return {
			...image,
			site: `${place}#${count}`
		};
	});
}
/** All charts share their definitions, and those of the chart that brings another one win. */
function templatesOf$1(parts) {
	const templates = [];
	const named = /* @__PURE__ */ new Map();
	const unread = [];
	for (const part of parts.toReversed()) for (const { path, source } of part.chart.templates) {
		const read = parsedOf(source);
		if ("fault" in read) {
			unread.push(read.fault);
			continue;
		}
		for (const [name, body] of read.defines) named.set(name, {
			body,
			source
		});
		if (!part.chart.isLibrary && isRendered(path)) templates.push({
			part,
			template: {
				body: read.body,
				source
			}
		});
	}
	const said = (name) => {
		const one = named.get(name);
		return one && mentions(one.body);
	};
	return {
		templates: templates.filter(({ template }) => mayWriteImages(mentions(template.body), said)).toReversed(),
		named,
		unread
	};
}
const mentions = keptFor(mentionsOf$1);
const parsedOf = keptFor((source) => {
	try {
		return parseTemplate(source.text);
	} catch (error) {
		if (!(error instanceof TemplateFault)) throw error;
		return { fault: {
			source,
			start: error.offset,
			end: error.offset
		} };
	}
});
function dotOf({ name, namespace }, chart, values) {
	const release = [
		["Name", name === void 0 ? UNKNOWN : plain$1(name)],
		["Namespace", namespace === void 0 ? UNKNOWN : plain$1(namespace)],
		["Service", plain$1("Helm")],
		["IsInstall", bool(true)],
		["IsUpgrade", bool(false)],
		["Revision", number(1)]
	];
	return dict([
		["Values", values ?? dict([])],
		["Chart", aboutChart(chart.about)],
		["Release", dict(release)],
		["Capabilities", UNKNOWN],
		["Files", UNKNOWN],
		["Template", UNKNOWN],
		["Subcharts", UNKNOWN]
	]);
}
const dict = (entries) => ({
	kind: "dict",
	entries: new Map(entries)
});
/** The same values with others in the place of some. */
function withOthers(node, replaced) {
	if (node?.kind === "scalar") return replaced.get(node) ?? node;
	if (node?.kind !== "map") return node;
	const entries = entriesOf$1(node).map(({ key, value }) => ({
		key,
		value: withOthers(value, replaced) ?? value
	}));
	return {
		...node,
		entries
	};
}
// src/effective/helm/services.ts
/** undefined for what is not known in all its parts. */
function referenceOf(pieces) {
	return pieces.every(({ text }) => text !== void 0) ? pieces.map(({ text }) => text).join("") : void 0;
}
const REPOSITORY = /^(?:repository|name|image|imageName|repo|path)$|Repository$|Image$/;
const REGISTRY = /^(?:registry|host|hub|imageRegistry)$|Registry$/;
/** @param globalRegistry The registry of all services. */
function serviceOf(written, globalRegistry) {
	const { part } = written;
	const keys = keysOf(part);
	const used = [...new Set(written.value.flatMap(({ from }) => from))];
	const local = used.filter((node) => keys.has(node) && !isGlobal(keys.get(node), part));
	const named = (name) => local.find((node) => name.test(keys.get(node)?.at(-1) ?? ""));
	const leading = named(REPOSITORY) ?? named(REGISTRY) ?? local[0];
	const path = leading && keys.get(leading);
	const values = path && heldUnder(part.values, path.slice(part.path.length, -1));
	const rendered = referenceOf(written.value);
	return {
		image: {
			key: keyOf$3(path, written),
			registry: scalarAt$1(values, "registry") ?? named(REGISTRY),
			repository: scalarAt$1(values, "repository") ?? named(REPOSITORY),
			tag: scalarAt$1(values, "tag") ?? named(/^(?:tag|version)$|Tag$|Version$/),
			digest: scalarAt$1(values, "digest") ?? named(/^(?:digest|sha)$|Digest$/),
			rendered,
			evidence: rendered === void 0 ? "none" : "templates",
			wins: globalRegistry && used.includes(globalRegistry) ? "global" : void 0,
			decidedAt: decidedAt(written.value)
		},
		written
	};
}
/** A text that is a whole image is called by its own key. */
function keyOf$3(path, { key, kind, name }) {
	if (!path) return key?.at?.source.path ?? `${kind}/${name}`;
	return /^(?:repository|registry|tag|name|digest|host|version)$/.test(path.at(-1) ?? "") ? path.slice(0, -1).join(".") : path.join(".");
}
/** By an index: many services may stand in one mapping. */
function heldUnder(values, keys) {
	return keys.reduce((at, key) => held(at, key), values ?? NIL);
}
function scalarAt$1(values, key) {
	const node = values && held(values, key);
	return node?.kind === "scalar" && textOf$3(node) !== void 0 ? node : void 0;
}
/** The action that chose the beginning of the reference, where its registry is; else the one that wrote it. */
function decidedAt(pieces) {
	const first = pieces.find(({ text }) => text === void 0 || text !== "");
	return pieces.find(({ chosen }) => chosen)?.chosen ?? first?.at;
}
/** Of the two that may say the registry, those that a service says itself: emptied, the other one shows. */
function localRegistryOf({ registry, repository }) {
	if (registry?.text) return [registry];
	return repository?.text ? [repository] : [];
}
// src/effective/helm/services-of.ts
/** Of one chart: real ones take a few ten thousand. */
const MOST_STEPS$3 = 4e5;
/** Reads the templates of a chart for the images that they write, and for which registry wins. */
function rendered(release, all) {
	const budget = { steps: Math.min(all.steps, MOST_STEPS$3) };
	const found = renderedWithin(release, budget);
	all.steps -= Math.min(all.steps, MOST_STEPS$3) - budget.steps;
	return found;
}
function renderedWithin(release, budget) {
	const parts = partsOf$3(release);
	const [root] = parts;
	const globalRegistry = globalRegistryIn(root?.values);
	const { images } = imagesOf$1(release, parts, { budget });
	return {
		services: judged(release, {
			services: images.map((written) => serviceOf(written, globalRegistry?.at)),
			globalRegistry,
			budget,
			parts
		}),
		globalRegistry,
		values: root?.values
	};
}
/**
* Where a service names a registry and all of them do, and its own is what is written: whether the other one would show
* if it named none. What never looks at the other one has no say in this.
*/
function judged(release, { services, globalRegistry, parts, budget }) {
	const open = new Set(services.filter(({ image }) => image.rendered !== void 0 && image.wins === void 0));
	const locals = globalRegistry ? [...open].flatMap(({ image }) => localRegistryOf(image)) : [];
	if (!globalRegistry || locals.length === 0) return services;
	const { images } = imagesOf$1(release, parts, {
		budget,
		replaced: new Map(locals.map((node) => [node, emptied(node)]))
	});
	const shows = new Set(images.filter(({ value }) => value.some(({ from }) => from.includes(globalRegistry.at))).map(({ site }) => site));
	return services.map((service) => open.has(service) && shows.has(service.written.site) ? {
		...service,
		image: {
			...service.image,
			wins: "local"
		}
	} : service);
}
const emptied = (node) => ({
	...node,
	text: "",
	style: "double"
});
// src/effective/helm/shapes.ts
/** Nobody nests values deeper. */
const DEEPEST$5 = 40;
/**
* Images by the shape of their keys: `image: {registry, repository, tag, digest}`, `image: name:tag`, `imageName`.
* Templates would say what becomes of them.
*/
function shapedImages(values) {
	const found = [];
	walk$2(values, [], found);
	return found;
}
function walk$2(node, path, found) {
	if (path.length > DEEPEST$5) return;
	if (node?.kind === "list") for (const [at, item] of node.items.entries()) walk$2(item, [...path, String(at)], found);
	if (node?.kind !== "map") return;
	const parts = path.at(-1) === "global" ? void 0 : partsOf$2(node, path);
	if (parts) found.push(shaped(parts, path.join(".")));
	for (const { key, value } of node.entries) {
		const at = [...path, key.text];
		if (value.kind === "scalar") {
			if (isImageText(key.text, value)) found.push(whole(value, at.join(".")));
		} else walk$2(value, at, found);
	}
}
/** A mapping that is an image: it says a repository and one thing more, or is called so. */
function partsOf$2(node, path) {
	const at = (key) => {
		const value = valueAt(node, key);
		return value?.kind === "scalar" && textOf$3(value) !== void 0 ? value : void 0;
	};
	const isCalled = /image$/i.test(path.at(-1) ?? "");
	const repository = at("repository") ?? (isCalled ? at("name") : void 0);
	const parts = {
		registry: at("registry"),
		repository,
		tag: at("tag"),
		digest: at("digest")
	};
	if (!(parts.tag ?? parts.digest ?? parts.registry ?? (isCalled ? repository : void 0)) || repository === void 0 && !isCalled) return void 0;
	return /^(?:https?|oci|git|ssh):\/\//.test(repository?.text ?? "") ? void 0 : parts;
}
const isImageText = (key, { text }) => /^image$|Image$|^imageName$/.test(key) && /^[\w.${}:@/-]+$/.test(text) && /[/:]/.test(text) && !text.includes("://");
function shaped(parts, key) {
	const { registry, repository, tag, digest } = parts;
	const image = {
		key,
		...parts,
		rendered: void 0,
		evidence: "none",
		wins: void 0,
		decidedAt: void 0
	};
	if (!repository?.text) return {
		image,
		at: void 0
	};
	const lead = registry?.text ? `${withoutLastSlashes(registry.text)}/` : "";
	const own = splitReference(repository.text);
	const text = joinReference({
		image: `${lead}${own.name}`,
		tag: tag?.text || own.tag,
		digest: digest?.text || own.digest
	});
	return {
		image,
		at: {
			...repository,
			text,
			image: {
				name: registry?.text ? registry : repository,
				tag: tag?.text ? tag : own.tag === void 0 ? void 0 : repository,
				digest: digest?.text ? digest : own.digest === void 0 ? void 0 : repository,
				written: repository,
				entries: []
			}
		}
	};
}
const whole = (node, key) => ({
	image: {
		key,
		registry: void 0,
		repository: node,
		tag: void 0,
		digest: void 0,
		rendered: void 0,
		evidence: "none",
		wins: void 0,
		decidedAt: void 0
	},
	at: node
});
// src/effective/helm/sited.ts
/** Where the images of a release are decided, with the lines that decide their parts. */
function sitedImages$1(services, { origin, certain }) {
	return services.flatMap(({ image, written }) => {
		if (image.rendered === void 0) return [];
		const at = composed$1(image.rendered, written.value, image.repository);
		if (!at) return [];
		const object = written.name === "" ? image.key : `${written.kind}/${written.name}`;
		return [{
			site: {
				at,
				field: image.key,
				reach: "none",
				known: certain ? "certain" : "assumed"
			},
			object,
			namespace: origin.namespace,
			origins: [origin]
		}];
	});
}
function composed$1(text, pieces, repository) {
	const { name, tag, digest } = splitReference(text);
	const spans = {
		from: 0,
		to: name.includes("/") ? name.indexOf("/") : name.length
	};
	const behind = name.length + 1 + (tag?.length ?? 0);
	const tagAt = tag === void 0 ? void 0 : placeOf$4(pieces, {
		from: name.length + 1,
		to: behind
	});
	const digestFrom = text.length - (digest?.length ?? 0);
	const digestAt = digest === void 0 ? void 0 : placeOf$4(pieces, {
		from: digestFrom,
		to: text.length
	});
	const nameAt = placeOf$4(pieces, spans);
	if (!nameAt) return void 0;
	const written = placeOf$4(pieces, {
		from: 0,
		to: name.length
	}, repository) ?? nameAt;
	return {
		...written,
		text,
		image: {
			name: nameAt,
			tag: tagAt,
			digest: digestAt,
			written,
			entries: []
		}
	};
}
/** The value that a part of the reference comes from; else the template itself, where that says it. */
function placeOf$4(pieces, { from, to }, preferred) {
	let at = 0;
	const within = pieces.filter(({ text = "" }) => {
		const start = at;
		at += text.length;
		return text !== "" && start < Math.max(to, from + 1) && at > from;
	});
	const values = within.flatMap((piece) => piece.from);
	const found = values.find((node) => node === preferred) ?? values[0];
	if (found) return found;
	const written = within.find((piece) => piece.at);
	return written?.at && literal(written.at, written.text ?? "");
}
/** What a template says itself, as a scalar in its place. */
const literal = ({ source, start, end }, text) => ({
	kind: "scalar",
	source,
	start,
	end,
	text,
	style: "plain",
	tag: void 0
});
// src/effective/helm/deliver.ts
/** Of a chart of the repository: what its templates make of the values. */
function deliverChart(chart, delivering) {
	const { origin, name, given, budget } = delivering;
	const certain = delivering.certain && given.certain && chart.missing.length === 0;
	const { namespace } = origin;
	const found = rendered({
		origin,
		chart,
		name,
		namespace,
		values: given.values,
		certain
	}, budget);
	return {
		use: {
			origin,
			chart: chart.place,
			services: distinct(found.services.map(({ image }) => image)),
			globalRegistry: found.globalRegistry,
			values: found.values,
			release: callOf(delivering),
			bundle: bundleOf(chart),
			failure: void 0
		},
		images: sitedImages$1(found.services, {
			origin,
			certain
		}),
		roles: rolesIn(found.values, delivering)
	};
}
/** Of a chart that is not here: what the values look like. */
function deliverValues(values, delivering) {
	const { origin } = delivering;
	const shaped = shapedImages(values);
	return {
		use: {
			origin,
			chart: void 0,
			services: shaped.map(({ image }) => image),
			globalRegistry: globalRegistryIn(values),
			values,
			release: callOf(delivering),
			bundle: void 0,
			failure: void 0
		},
		images: shaped.flatMap(({ image, at }) => at ? [{
			site: {
				at,
				field: image.key,
				reach: "none",
				known: "assumed"
			},
			object: image.key,
			namespace: origin.namespace,
			origins: [origin]
		}] : []),
		roles: rolesIn(values, delivering)
	};
}
/** Charts hand annotations on as they are, but nobody says so. */
function rolesIn(values, { origin }) {
	return (values ? roleSitesIn(values) : []).map((site) => ({
		site,
		object: site.key,
		origins: [origin],
		known: "assumed"
	}));
}
const callOf = ({ origin, name, given }) => ({
	name,
	namespace: origin.namespace,
	files: given.files,
	inline: given.inline,
	object: given.object,
	parameters: given.parameters,
	isComplete: given.certain
});
/** A service whose image stands in several objects is one. */
function distinct(services) {
	return [...new Map(services.map((one) => [`${one.key}\n${one.rendered ?? ""}`, one])).values()];
}
// src/effective/helm/not-known.ts
const TAG = "!not-known";
/** A scalar in place of a value that only a cluster or another repository knows: nothing is made of it. */
const notKnown = (node) => ({
	...node,
	text: "",
	tag: TAG
});
const isNotKnown = (node) => node.tag === TAG;
// src/effective/argocd/parameters.ts
/** As the field `goTemplate` says: Go's templates, or placeholders alone. */
function fillWith(set, isGoTemplate, budget) {
	if (isGoTemplate) {
		const dot = nested(set);
		return (text) => isTemplate$1(text) ? evaluated(text, dot, budget) : text;
	}
	return (text) => {
		const filled = isTemplate$1(text) ? fill$1(text, set) : text;
		return filled.includes("\0") ? void 0 : filled;
	};
}
function evaluated(text, dot, budget) {
	try {
		const source = {
			path: "",
			text,
			exact: false
		};
		const texts = new Evaluation(/* @__PURE__ */ new Map(), budget).run({
			body: parseTemplate(text).body,
			source
		}, dot).map((piece) => piece.text);
		return texts.includes(void 0) ? void 0 : texts.join("");
	} catch (error) {
		if (error instanceof TemplateFault) return void 0;
		throw error;
	}
}
/** `values.tag` is `.values.tag`; the path of a folder is a mapping with `path`, `basename` and `segments`. */
function nested({ values, open }) {
	const root = {
		below: /* @__PURE__ */ new Map(),
		text: void 0
	};
	for (const [name, text] of values) {
		let at = root;
		for (const key of name.split(".")) {
			const next = at.below.get(key) ?? {
				below: /* @__PURE__ */ new Map(),
				text: void 0
			};
			at.below.set(key, next);
			at = next;
		}
		at.text = text;
	}
	return valueOfBranch(root, open);
}
function valueOfBranch({ below, text }, open) {
	if (below.size === 0 && text !== void 0) return plain$1(text);
	const entries = new Map([...below].map(([key, one]) => [key, valueOfBranch(one, open)]));
	const segments = [...below].filter(([key]) => /^\d+$/.test(key)).map(([, one]) => plain$1(one.text ?? ""));
	if (segments.length > 0 && below.has("basename")) entries.set("segments", {
		kind: "items",
		items: segments
	});
	return {
		kind: "dict",
		entries,
		open
	};
}
/** A node with its templates filled in: what is the same stays the same node. */
function filled$2(node, fillIn) {
	if (node.kind === "scalar") return filledScalar$1(node, fillIn);
	if (node.kind === "list") {
		const items = node.items.map((item) => filled$2(item, fillIn));
		return items.every((item, at) => item === node.items[at]) ? node : {
			...node,
			items
		};
	}
	const entries = node.entries.map((entry) => {
		const value = filled$2(entry.value, fillIn);
		return value === entry.value ? entry : {
			...entry,
			value
		};
	});
	return entries.every((entry, at) => entry === node.entries[at]) ? node : {
		...node,
		entries
	};
}
function filledScalar$1(node, fillIn) {
	if (!isTemplate$1(node.text)) return node;
	const text = fillIn(node.text);
	const source = {
		...node.source,
		exact: false
	};
	return text === void 0 ? notKnown(node) : {
		...node,
		source,
		text
	};
}
// src/effective/argocd/applications.ts
/** Each application of a set is much like the others, and nobody has more of one kind. */
const MOST_OF_ONE = 500;
const isApplication = ({ apiVersion, kind }) => apiVersion.startsWith("argoproj.io/") && (kind === "Application" || kind === "ApplicationSet");
function applicationsOf({ root, kind }, { surroundings, budget }) {
	const file = root.source.path;
	const spec = valueAt(root, "spec");
	if (!spec) return [];
	if (kind === "Application") return [applicationIn(file, root)].flatMap((one) => one ?? []);
	const isGoTemplate = textAt$1(spec, "goTemplate") === "true";
	return itemsAt(spec, "generators").flatMap((generator) => {
		const template = templateFor(generator, valueAt(spec, "template"));
		return parameterSets([plainOf(generator)], surroundings).slice(0, MOST_OF_ONE).flatMap((set) => {
			const fillIn = fillWith(set, isGoTemplate, budget);
			return made(file, {
				template,
				patch: valueAt(spec, "templatePatch"),
				set,
				fillIn
			}) ?? [];
		});
	});
}
/** A generator may change the template for the applications that it makes. */
function templateFor(generator, template) {
	const [asked] = entriesOf$1(generator);
	return overFile(valueAt(asked?.value, "template"), template);
}
function made(file, { template, patch, fillIn }) {
	if (!template) return void 0;
	const patched = patch?.kind === "scalar" ? patchOf(patch, fillIn) : void 0;
	const whole = overFile(patched, filled$2(template, fillIn));
	const application = whole && applicationIn(file, whole);
	if (!application) return void 0;
	const isPatchKnown = patch === void 0 || patched !== void 0;
	return {
		...application,
		certain: isPatchKnown
	};
}
/** A text that makes a mapping for each application. */
function patchOf(patch, fillIn) {
	const text = fillIn(patch.text);
	if (text === void 0) return void 0;
	const read = readYaml({
		...patch.source,
		exact: false
	}, text, () => patch.start);
	return read.faults.length === 0 ? read.documents[0]?.root : void 0;
}
function applicationIn(file, root) {
	const spec = valueAt(root, "spec");
	if (!spec) return void 0;
	const name = valueUnder(root, ["metadata", "name"]);
	return {
		file,
		name: name?.kind === "scalar" && !isNotKnown(name) ? name.text : void 0,
		spec,
		annotations: valueUnder(root, ["metadata", "annotations"]),
		certain: true
	};
}
// src/effective/objects-in.ts
/** The objects of a file, with those of lists; nothing of what is a patch or values, which names no kind or nobody. */
function objectsIn$1(file) {
	return file.kind === "yaml" ? file.documents.flatMap(objectsOf$1) : [];
}
function objectsOf$1(root) {
	const kind = textAt$1(root, "kind");
	const apiVersion = textAt$1(root, "apiVersion");
	if (root.kind !== "map" || kind === void 0 || apiVersion === void 0) return [];
	if (kind.endsWith("List") && valueAt(root, "items")?.kind === "list") return itemsAt(root, "items").flatMap((item) => textAt$1(item, "kind")?.endsWith("List") ? [] : objectsOf$1(item));
	const metadata = valueAt(root, "metadata");
	const name = textAt$1(metadata, "name") ?? textAt$1(metadata, "generateName");
	if (name === void 0) return [];
	return [{
		root,
		apiVersion,
		kind,
		namespace: namespaceOf(metadata),
		name
	}];
}
function namespaceOf(metadata) {
	const node = valueAt(metadata, "namespace");
	return node?.kind === "scalar" && !isNull(node) && node.text !== "" ? node.text : void 0;
}
// src/effective/argocd/directory.ts
/** `directory` of a source of Argo CD. */
const optionsIn = (directory) => ({
	recurse: textAt$1(directory, "recurse") === "true",
	include: textAt$1(directory, "include"),
	exclude: textAt$1(directory, "exclude")
});
/** The objects of a folder without a kustomization or chart. */
function directoryObjects(folder, options, files) {
	const isWanted = filterOf(folder, options);
	return files.paths.flatMap((path) => {
		const file = isWanted(path) ? files.file(path) : void 0;
		return file ? objectsIn$1(file) : [];
	});
}
function filterOf(folder, { recurse, include, exclude }) {
	const lead = folder === "" ? "" : `${folder}/`;
	const [included, excluded] = [globOf(include), globOf(exclude)];
	return (path) => {
		if (!path.startsWith(lead) || !/\.(?:ya?ml|json)$/.test(path)) return false;
		if (!recurse && parentOf(path) !== folder) return false;
		const inside = path.slice(lead.length);
		return (included?.(inside) ?? true) && !(excluded?.(inside) ?? false);
	};
}
/** Argo CD takes a glob, whose star also stands for slashes: `{a,b}/*.yaml`. */
function globOf(pattern) {
	if (pattern === void 0 || pattern === "" || isTooLong(pattern)) return void 0;
	return (0, import_picomatch.default)(pattern, {
		bash: true,
		dot: true
	});
}
// src/effective/helm/assign.ts
/** Each is put over all before it, and nobody sets more of them. */
const MOST_PARAMETERS = 500;
/** Parameters with a `name` and a `value`, as Argo CD gives them to helm's `--set`; the node of each value stays in its place. */
function assignments(items) {
	const read = items.slice(0, MOST_PARAMETERS).map((item) => {
		const isText = textAt$1(item, "forceString") === "true";
		const name = valueAt(item, "name");
		const value = valueAt(item, "value");
		if (name?.kind !== "scalar") return void 0;
		const given = value?.kind === "scalar" ? value : {
			...name,
			text: "",
			style: "double"
		};
		return {
			node: assigned(name, typed(given, isText)),
			isKnown: !isNotKnown(given),
			assignment: `${name.text}=${escaped(given.text)}`,
			isText
		};
	});
	const known = read.flatMap((one) => one ?? []);
	return {
		values: known.reduce((under, { node }) => overFile(node, under), void 0),
		list: known.map(({ assignment, isText }) => ({
			assignment,
			isText
		})),
		certain: items.length <= MOST_PARAMETERS && read.every((one) => one?.node !== void 0 && one.isKnown)
	};
}
/** A comma is none between two values but in a list (Argo CD, util/helm, `cleanSetParameters`). */
const escaped = (value) => value.startsWith("{") && value.endsWith("}") ? value : value.replaceAll(/(?<!\\),/g, String.raw`\,`);
/** helm's strvals knows true, false, null and integers; all else is a text, and each integer keeps its digits. */
function typed(node, isText) {
	if (isNotKnown(node)) return node;
	const isWord = /^(?:true|false|null|0|-?[1-9]\d{0,5})$/.test(node.text);
	return {
		...node,
		tag: void 0,
		style: isWord && !isText ? "plain" : "double"
	};
}
/** `a.b\.c=1` as mappings; undefined for an index, which makes a list. */
function assigned(name, value) {
	const keys = name.text.split(/(?<!\\)\./).map((key) => key.replaceAll("\\.", "."));
	if (keys.some((key) => key === "" || /[[\]{}]/.test(key)) || value.text.startsWith("{") || keys.length > 50) return void 0;
	return keys.reduceRight((held, key) => mapping({
		...name,
		text: key
	}, held), value);
}
function mapping(key, value) {
	const entries = [{
		key,
		value
	}];
	const { source, start, end } = key;
	return {
		kind: "map",
		source,
		start,
		end,
		entries,
		flow: false,
		tag: void 0
	};
}
// src/effective/argocd/sources.ts
/** A scalar that says something that is known. */
function saidAt(node, ...keys) {
	const found = valueUnder(node, keys);
	return found?.kind === "scalar" && textOf$3(found) !== void 0 && !isNotKnown(found) ? found : void 0;
}
function sourcesOf(application, files) {
	const namespace = saidAt(application.spec, "destination", "namespace")?.text || void 0;
	return nodesOf(application.spec).flatMap((written) => {
		const at = saidAt(written, "path");
		if (!at || valueAt(written, "chart")) return [];
		const path = inTree(at.text);
		return [{
			application,
			path,
			node: overridden(written, path, application, files),
			at,
			namespace
		}];
	});
}
function nodesOf(spec) {
	const sources = itemsAt(spec, "sources");
	const source = valueAt(spec, "source") ?? valueUnder(spec, ["sourceHydrator", "drySource"]);
	return sources.length > 0 ? sources : source ? [source] : [];
}
/** Parameters that are kept beside what is deployed win: those of one application over those of all (Argo CD, "Parameter Overrides"). */
function overridden(written, path, { name }, files) {
	return [".argocd-source.yaml", ...name === void 0 ? [] : [`.argocd-source-${name}.yaml`]].reduce((node, one) => {
		const override = files.file(inFolder(path, one))?.documents[0];
		return override?.kind === "map" ? overFile(override, node) ?? node : node;
	}, written);
}
// src/effective/argocd/helm-source.ts
/** The values that an Application gives to a chart: files, then `valuesObject` or `values`, then parameters. */
function givenBy$1(source, around) {
	const helm = valueAt(source.node, "helm");
	const named = itemsAt(helm, "valueFiles").map((item) => fileOf$1(item, source, around));
	const files = named.flatMap((one) => one ?? []);
	const inline = inlineIn(helm);
	const parameters = assignments(itemsAt(helm, "parameters"));
	return {
		values: [
			...files.map((path) => around.files.file(path)?.documents[0]),
			inline?.root,
			parameters.values
		].reduce((under, layer) => overFile(layer, under), void 0),
		certain: named.every((one) => one !== void 0) && inline?.certain !== false && parameters.certain && itemsAt(helm, "fileParameters").length === 0,
		files,
		inline: inline?.text,
		object: void 0,
		parameters: parameters.list
	};
}
/** undefined for one that is not here, or not known. */
function fileOf$1(item, source, around) {
	if (item.kind !== "scalar" || isNotKnown(item)) return void 0;
	const text = item.text;
	if (/^[a-z]+:\/\//i.test(text)) return void 0;
	const [, ref, rest = ""] = /^\$([^/]+)\/(.*)$/.exec(text) ?? [];
	if (ref !== void 0 && !isRefHere(ref, source)) return void 0;
	const path = inTree(ref === void 0 ? text.startsWith("/") ? text : posix.join(source.path, text) : rest);
	if (/[*?{[]/.test(path)) return globbed(path, around);
	if (around.files.file(path)) return [path];
	return textAt$1(valueAt(source.node, "helm"), "ignoreMissingValueFiles") === "true" ? [] : void 0;
}
const isRefHere = (ref, { application }) => nodesOf(application.spec).some((one) => saidAt(one, "ref")?.text === ref);
function globbed(pattern, { files }) {
	if (isTooLong(pattern)) return void 0;
	const isMatch = (0, import_picomatch.default)(pattern);
	return files.paths.filter((path) => isMatch(path));
}
/** Argo CD takes `valuesObject` before `values`. */
function inlineIn(helm) {
	const object = valueAt(helm, "valuesObject");
	if (entriesOf$1(object).length > 0 && object) return {
		root: object,
		text: JSON.stringify(jsonOf(object)),
		certain: !hasGap(object)
	};
	const text = valueAt(helm, "values");
	if (text?.kind !== "scalar" || text.text.trim() === "") return void 0;
	if (isNotKnown(text)) return {
		root: void 0,
		text: "",
		certain: false
	};
	const { documents, faults } = readNested(text);
	return {
		root: documents[0]?.root,
		text: text.text,
		certain: faults.length === 0
	};
}
function hasGap(node) {
	if (node.kind === "scalar") return isNotKnown(node);
	if (node.kind === "list") return node.items.some(hasGap);
	return node.entries.some(({ value }) => hasGap(value));
}
// src/effective/argocd/deliver.ts
const NOTHING$2 = {
	deployed: [],
	uses: [],
	images: [],
	roles: [],
	folders: []
};
function joined$4(deliveries) {
	return {
		deployed: deliveries.flatMap((one) => one.deployed),
		uses: deliveries.flatMap((one) => one.uses),
		images: deliveries.flatMap((one) => one.images),
		roles: deliveries.flatMap((one) => one.roles),
		folders: [...new Set(deliveries.flatMap((one) => one.folders))]
	};
}
/** What the Applications among these objects deploy, as far as it lies in this repository. */
function argocdDelivery(objects, around) {
	return joined$4([...new Set(objects)].filter(isApplication).flatMap((object) => applicationsOf(object, around).map((one) => delivered(one, around))));
}
function delivered(application, around) {
	const local = sourcesOf(application, around.files).map((source) => fromSource(source, around));
	const charts = nodesOf(application.spec).filter((node) => saidAt(node, "chart"));
	return joined$4([...local, ...charts.map((node) => fromRemoteChart(node, application, around))]);
}
const originOf$2 = (file, namespace) => ({
	root: file,
	kind: "argocd",
	namespace
});
function fromSource(source, around) {
	const { application, path, node, namespace } = source;
	const origin = {
		...originOf$2(application.file, namespace),
		folder: path
	};
	const chart = valueAt(node, "plugin") ? void 0 : around.charts.at(path);
	if (chart) {
		const given = givenBy$1(source, around);
		const name = saidAt(node, "helm", "releaseName")?.text ?? application.name;
		const { certain } = application;
		const { use, images, roles } = deliverChart(chart, {
			origin,
			name,
			given,
			certain,
			budget: around.budget
		});
		return {
			...NOTHING$2,
			uses: [use],
			images,
			roles,
			folders: [path]
		};
	}
	if (!around.folders.has(path) || valueAt(node, "plugin")) return NOTHING$2;
	const built = around.build(path, overridesIn$1(valueAt(node, "kustomize")));
	if (built) {
		const inNamespace = {
			...origin,
			namespace: built.origin.namespace ?? namespace
		};
		return {
			...NOTHING$2,
			deployed: [{
				...built,
				origin: inNamespace
			}],
			folders: [path]
		};
	}
	const objects = directoryObjects(path, optionsIn(valueAt(node, "directory")), around.files);
	if (objects.length === 0) return NOTHING$2;
	return {
		...NOTHING$2,
		deployed: [{
			origin,
			objects,
			unknown: []
		}],
		folders: [path]
	};
}
/** Of a chart that lies elsewhere only the values are here. */
function fromRemoteChart(node, application, around) {
	const at = saidAt(node, "chart");
	if (!at) return NOTHING$2;
	const origin = originOf$2(application.file, saidAt(application.spec, "destination", "namespace")?.text);
	const given = givenBy$1({
		application,
		path: "",
		node,
		at,
		namespace: origin.namespace
	}, around);
	if (!given.values) return NOTHING$2;
	const delivering = {
		origin,
		name: application.name,
		given,
		certain: false,
		budget: around.budget
	};
	const { use, images, roles } = deliverValues(given.values, delivering);
	return {
		...NOTHING$2,
		uses: [use],
		images,
		roles
	};
}
function overridesIn$1(kustomize) {
	const texts = (key) => itemsAt(kustomize, key).filter((item) => item.kind === "scalar");
	return {
		images: texts("images"),
		patches: itemsAt(kustomize, "patches"),
		namespace: saidAt(kustomize, "namespace"),
		namePrefix: saidAt(kustomize, "namePrefix"),
		nameSuffix: saidAt(kustomize, "nameSuffix"),
		components: texts("components")
	};
}
// src/effective/argocd/image-updater.ts
const LIST = "argocd-image-updater.argoproj.io/image-list";
function updatersIn(objects) {
	const updaters = /* @__PURE__ */ new Map();
	for (const object of objects) {
		if (!isApplication(object)) continue;
		const lead = object.kind === "Application" ? [] : ["spec", "template"];
		const list = textAt$1(valueUnder(object.root, [
			...lead,
			"metadata",
			"annotations"
		]), LIST);
		if (list === void 0) continue;
		const { path } = object.root.source;
		updaters.set(path, [...updaters.get(path) ?? [], ...list.split(",").map(nameIn)]);
	}
	return updaters;
}
/** `alias=registry/name:constraint` */
const nameIn = (item) => splitReference(item.slice(item.indexOf("=") + 1).trim()).name;
/** A name in it may leave out the registry, or be a template of an ApplicationSet. */
const isUpdatedBy = (updaters) => ({ name, origins }) => origins.some(({ root }) => updaters.get(root)?.some((one) => one === name.text || name.text.endsWith(`/${one}`) || one.includes("{{")));
// src/effective/flux/helm-release.ts
function configMapsIn(objects) {
	const maps = /* @__PURE__ */ new Map();
	for (const { root, kind, name, namespace } of objects) {
		const data = kind === "ConfigMap" ? valueAt(root, "data") : void 0;
		if (data) maps.set(`${namespace ?? ""}/${name}`, data);
	}
	return maps;
}
/** A ConfigMap in the namespace of what names it; the file of either may leave the namespace to a kustomization. */
function dataOf$2(configMaps, name, { namespace }) {
	return configMaps.get(`${namespace ?? ""}/${name}`) ?? configMaps.get(`/${name}`);
}
/** `valuesFrom` in their order, and `values` over them; under all of it the values files of the chart that it names. */
function givenByRelease(object, configMaps, around) {
	const spec = valueAt(object.root, "spec");
	const files = itemsAt(valueAt(valueAt(spec, "chart"), "spec"), "valuesFiles").flatMap((item) => item.kind === "scalar" ? [inTree(item.text)] : []);
	const own = files.map((path) => {
		const values = around.files.file(path)?.documents[0];
		return {
			values,
			certain: values !== void 0
		};
	});
	const from = itemsAt(spec, "valuesFrom").map((item) => layerFrom(item, object, configMaps));
	const layers = [
		...own,
		...from,
		{
			values: valueAt(spec, "values"),
			certain: true
		}
	];
	const given = layers.reduce((under, { values }) => overFile(values, under), void 0);
	return {
		values: given,
		certain: layers.every(({ certain }) => certain),
		files,
		inline: void 0,
		object: given,
		parameters: []
	};
}
/** A Secret is not in git, or not to be read. */
function layerFrom(item, object, configMaps) {
	const value = valueAt(saidAt(item, "kind")?.text === "ConfigMap" ? dataOf$2(configMaps, saidAt(item, "name")?.text, object) : void 0, saidAt(item, "valuesKey")?.text ?? "values.yaml");
	if (value?.kind !== "scalar") return {
		values: void 0,
		certain: false
	};
	const target = saidAt(item, "targetPath");
	if (target) {
		const { values, certain } = assignments([parameter(item, {
			name: target,
			value
		})]);
		return {
			values,
			certain
		};
	}
	const { documents, faults } = readNested(value);
	return {
		values: documents[0]?.root,
		certain: faults.length === 0
	};
}
function parameter(item, fields) {
	const { source, start, end } = item;
	return {
		kind: "map",
		source,
		start,
		end,
		entries: Object.entries(fields).map(([text, value]) => ({
			key: {
				kind: "scalar",
				source,
				start,
				end: start,
				text,
				style: "plain",
				tag: void 0
			},
			value
		})),
		flow: false,
		tag: void 0
	};
}
// src/effective/flux/images.ts
/** Entries of `images:` as the texts that Argo CD writes for them, each in the place of what it sets. */
function argocdImages(items) {
	return items.flatMap((item) => {
		const [name, newName, tag, digest] = [
			"name",
			"newName",
			"newTag",
			"digest"
		].map((key) => saidAt(item, key));
		const at = tag ?? digest ?? newName;
		if (!name || !at) return [];
		const to = joinReference({
			image: newName?.text ?? name.text,
			tag: tag?.text,
			digest: digest?.text
		});
		return [{
			...at,
			source: {
				...at.source,
				exact: false
			},
			text: `${name.text}=${to}`
		}];
	});
}
// src/effective/flux/substitute.ts
/** undefined where Flux fills in nothing. */
function substitutionsOf(object, configMaps) {
	const postBuild = valueAt(valueAt(object.root, "spec"), "postBuild");
	if (!postBuild) return void 0;
	const from = itemsAt(postBuild, "substituteFrom").flatMap((item) => saidAt(item, "kind")?.text === "ConfigMap" ? entriesOf$1(dataOf$2(configMaps, saidAt(item, "name")?.text, object)) : []);
	const known = /* @__PURE__ */ new Map();
	for (const { key, value } of [...from, ...entriesOf$1(valueAt(postBuild, "substitute"))]) if (value.kind === "scalar" && textOf$3(value) !== void 0 && !value.text.includes("${")) known.set(key.text, value);
	return known;
}
/** Objects with what is known filled in; what has no variable stays the same node. */
function substituted$1(objects, substitutions) {
	return objects.map((object) => {
		if (isLeftAlone(object)) return object;
		const root = filled$1(object.root, substitutions);
		return root === object.root ? object : {
			...object,
			root
		};
	});
}
/** `kustomize.toolkit.fluxcd.io/substitute: disabled` */
function isLeftAlone({ root }) {
	const metadata = valueAt(root, "metadata");
	return ["annotations", "labels"].some((key) => saidAt(valueAt(metadata, key), "kustomize.toolkit.fluxcd.io/substitute")?.text === "disabled");
}
function filled$1(node, known) {
	if (node.kind === "scalar") return node.text.includes("${") ? filledScalar(node, known) : node;
	if (node.kind === "list") {
		const items = node.items.map((item) => filled$1(item, known));
		return items.every((item, at) => item === node.items[at]) ? node : {
			...node,
			items
		};
	}
	const entries = node.entries.map((entry) => {
		const value = filled$1(entry.value, known);
		return value === entry.value ? entry : {
			...entry,
			value
		};
	});
	return entries.every((entry, at) => entry === node.entries[at]) ? node : {
		...node,
		entries
	};
}
/** Flux knows the shell's `${name}`, `${name:=default}` and `${name:-default}`; what else it knows is left as it is. */
const VARIABLE = /\$\{([A-Za-z_]\w*)(?::[=-]([^${}]*))?\}/g;
function filledScalar(node, known) {
	const text = node.text.replaceAll(VARIABLE, (written, name, fallback) => known.get(name)?.text ?? fallback ?? written);
	if (text === node.text) return node;
	const source = {
		...node.source,
		exact: false
	};
	return isComposed(node) ? {
		...node,
		text
	} : {
		...node,
		source,
		text
	};
}
// src/effective/flux/deliver.ts
/** What the HelmReleases and Kustomizations of Flux among these objects deploy, as far as it lies in this repository. */
function fluxDelivery(objects, around) {
	const configMaps = configMapsIn(objects);
	return joined$4(objects.map((object) => {
		if (isOf$1(object, "helm.toolkit.fluxcd.io/", "HelmRelease")) return fromRelease(object, configMaps, around);
		if (isOf$1(object, "kustomize.toolkit.fluxcd.io/", "Kustomization")) return fromKustomization(object, configMaps, around);
		return NOTHING$2;
	}));
}
const isOf$1 = ({ apiVersion, kind }, group, wanted) => kind === wanted && apiVersion.startsWith(group);
const originOf$1 = (object, namespace) => ({
	root: object.root.source.path,
	kind: "flux",
	namespace: namespace ?? object.namespace
});
function fromRelease(object, configMaps, around) {
	const spec = valueAt(object.root, "spec");
	const origin = originOf$1(object, saidAt(spec, "targetNamespace")?.text);
	const given = givenByRelease(object, configMaps, around);
	const name = saidAt(spec, "releaseName")?.text ?? object.name;
	const path = chartPath(object, around);
	const chart = path === void 0 ? void 0 : around.charts.at(path);
	const delivering = {
		origin,
		name,
		given,
		certain: itemsAt(spec, "postRenderers").length === 0,
		budget: around.budget
	};
	const { use, images, roles } = chart ? deliverChart(chart, delivering) : deliverValues(given.values, delivering);
	return {
		...NOTHING$2,
		uses: [use],
		images,
		roles,
		folders: chart ? [chart.place] : []
	};
}
/** A chart of a git repository is a path; one of a Helm repository is a name, which a folder may have by chance. */
function chartPath({ root }, { charts }) {
	const source = saidAt(root, "spec", "chart", "spec", "sourceRef", "kind")?.text;
	const chart = saidAt(root, "spec", "chart", "spec", "chart")?.text;
	if (chart === void 0 || source === "HelmRepository") return void 0;
	const path = inTree(chart);
	return charts.at(path) ? path : void 0;
}
function fromKustomization(object, configMaps, around) {
	const spec = valueAt(object.root, "spec");
	const at = saidAt(spec, "path");
	const path = inTree(at?.text ?? "");
	if (at === void 0 || !around.folders.has(path)) return NOTHING$2;
	const origin = {
		...originOf$1(object, saidAt(spec, "targetNamespace")?.text),
		folder: path
	};
	const built = around.build(path, overridesIn(object)) ?? generated(path, origin, around);
	if (!built || built.objects.length === 0) return NOTHING$2;
	const substitutions = substitutionsOf(object, configMaps);
	const objects = substitutions ? substituted$1(built.objects, substitutions) : built.objects;
	const substitutes = substitutions !== void 0;
	const deployed = {
		...built,
		objects,
		origin: {
			...origin,
			...substitutes ? { substitutes } : {}
		}
	};
	return {
		...NOTHING$2,
		deployed: [deployed],
		folders: [path]
	};
}
/** Where no kustomization is, Flux makes one of all manifests below. */
function generated(path, origin, around) {
	return {
		origin,
		objects: directoryObjects(path, { recurse: true }, around.files),
		unknown: []
	};
}
function overridesIn({ root }) {
	const spec = valueAt(root, "spec");
	return {
		images: argocdImages(itemsAt(spec, "images")),
		patches: itemsAt(spec, "patches"),
		namespace: saidAt(spec, "targetNamespace"),
		namePrefix: saidAt(spec, "namePrefix"),
		nameSuffix: saidAt(spec, "nameSuffix"),
		components: itemsAt(spec, "components").filter((item) => item.kind === "scalar")
	};
}
// src/effective/helm/chart/paths.ts
/** The path that another one leads to from a folder; undefined for one that leads out of the repository. */
function pathFrom(folder, path) {
	if (path.startsWith("/")) return void 0;
	const found = posix.join(folder || ".", path).replace(/\/$/, "");
	if (found === ".." || found.startsWith("../")) return void 0;
	return found === "." ? "" : found;
}
// src/effective/helm/alone.ts
const NOTHING_GIVEN = {
	values: void 0,
	certain: true,
	files: [],
	inline: void 0,
	object: void 0,
	parameters: []
};
/** Nobody keeps values for more places beside one chart. */
const MOST_FILES = 200;
/**
* Charts that nothing of the repository deploys: with their own values, and with each values file that lies with them.
* Somebody may give them others, so all of it is assumed.
*/
function chartsAlone(used, alone) {
	const { files, charts } = alone;
	const read = charts.folders.flatMap((folder) => charts.at(folder) ?? []);
	const brought = new Set(read.flatMap(chartsBelow));
	return read.flatMap((chart) => {
		if (chart.isLibrary || used.has(chart.place) || brought.has(chart.place)) return [];
		const beside = valuesBeside(chart.place, files).slice(0, MOST_FILES);
		return (beside.length > 0 ? beside.map((path) => givenBy([path], files)) : [NOTHING_GIVEN]).map((one) => {
			return deliverChart(chart, {
				origin: {
					root: one.files[0] ?? chart.place,
					kind: "helm"
				},
				name: void 0,
				given: one,
				certain: false,
				budget: alone.budget
			});
		});
	});
}
const chartsBelow = ({ charts }) => charts.flatMap(({ chart }) => [chart.place, ...chartsBelow(chart)]);
/** A file that is called values, with a word before or behind that. */
function isValues(path) {
	const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
	if (!/\.ya?ml$/.test(name) || name.includes(".schema.")) return false;
	return name.split(/[._-]/).includes("values");
}
/** `values-prod.yaml`, `prod.values.yaml`, `values/prod.yaml` of a chart. */
function valuesBeside(folder, { paths }) {
	const lead = folder === "" ? "" : `${folder}/`;
	return paths.filter((path) => {
		if (!path.startsWith(lead) || !/\.ya?ml$/.test(path)) return false;
		const inside = path.slice(lead.length);
		if (inside === "values.yaml") return false;
		return inside.includes("/") ? /^(?:values|env|envs|environments)\/[^/]+$/.test(inside) : isValues(inside);
	});
}
function givenBy(paths, files) {
	const values = paths.map((path) => files.file(path)?.documents[0]).reduce((under, layer) => overFile(layer, under), void 0);
	return {
		...NOTHING_GIVEN,
		values,
		files: paths
	};
}
/** Values files of charts that are not here: only their shape says what is an image. */
function valuesAlone(used, { files, charts, budget }) {
	const folders = new Set(charts.folders);
	return files.paths.filter((path) => isValues(path) && !used.has(path) && !isInChart(path, folders)).flatMap((path) => {
		const given = givenBy([path], files);
		if (!given.values || textAt$1(given.values, "apiVersion") !== void 0) return [];
		const origin = {
			root: path,
			kind: "helm"
		};
		const { use, images, roles } = deliverValues(given.values, {
			origin,
			name: void 0,
			given,
			certain: false,
			budget
		});
		return [{
			use,
			images: images.map((image) => ({
				...image,
				origins: []
			})),
			roles: roles.map((role) => ({
				...role,
				origins: []
			}))
		}];
	});
}
function isInChart(path, charts) {
	for (let folder = parentOf(path);; folder = parentOf(folder)) {
		if (charts.has(folder)) return true;
		if (folder === "") return false;
	}
}
/** `helmCharts` of kustomizations whose charts are in the repository; of others the values. */
function chartsOfKustomizations(kustomizations, alone) {
	return [...kustomizations.values()].flatMap((kustomization) => itemsAt(kustomization.root, "helmCharts").map((item) => inflated(item, kustomization, alone)));
}
function inflated(item, { folder, root }, { files, charts, budget }) {
	const home = textAt$1(valueAt(root, "helmGlobals"), "chartHome") ?? "charts";
	const name = textAt$1(item, "name") ?? "";
	const place = pathFrom(folder, inFolder(home, name));
	const paths = [textAt$1(item, "valuesFile"), ...itemsAt(item, "additionalValuesFiles").map(textOf$3)].flatMap((one) => one === void 0 ? [] : pathFrom(folder, one) ?? []);
	const given = givenBy(paths, files);
	const inline = valueAt(item, "valuesInline");
	const isHere = paths.every((path) => files.file(path));
	const values = overFile(inline, given.values);
	const delivering = {
		origin: {
			root: folder,
			kind: "kustomize",
			namespace: textAt$1(item, "namespace")
		},
		name: textAt$1(item, "releaseName"),
		given: {
			...given,
			values,
			object: inline,
			certain: isHere
		},
		certain: true,
		budget
	};
	const chart = place === void 0 ? void 0 : charts.at(place);
	return chart ? deliverChart(chart, delivering) : deliverValues(values, delivering);
}
// src/effective/helm/chart/charts.ts
function openCharts(files) {
	const holders = files.paths.filter((path) => path === "Chart.yaml" || path.endsWith("/Chart.yaml")).map(parentOf);
	const known = new Set(holders);
	const folders = holders.filter((folder) => !isBundled(folder, known));
	const inside = filesBelow(files.paths, folders);
	const charts = /* @__PURE__ */ new Map();
	const treeOf = (folder) => {
		const paths = inside.get(folder);
		return paths && folderTree(files, folder, paths);
	};
	const beside = (chart, path) => {
		const folder = pathFrom(chart, path);
		return folder === void 0 || folder === chart || isAround(folder, chart) ? void 0 : treeOf(folder);
	};
	return {
		folders,
		at(place) {
			if (!charts.has(place)) {
				const bytes = place.endsWith(".tgz") ? files.bytes(place) : void 0;
				const tree = bytes ? archiveTree(place, bytes) : treeOf(place);
				charts.set(place, tree && readChart(tree, beside));
			}
			return charts.get(place);
		}
	};
}
const isAround = (folder, chart) => folder === "" || chart.startsWith(`${folder}/`);
/** Whether it lies in the `charts/` of another chart. */
function isBundled(folder, charts) {
	const above = parentOf(folder);
	return /(?:^|\/)charts$/.test(above) && folder !== "" && charts.has(parentOf(above));
}
/** The files of each chart, by their paths in it. */
function filesBelow(paths, folders) {
	const below = new Map(folders.map((folder) => [folder, []]));
	for (const path of paths) for (let folder = parentOf(path);; folder = parentOf(folder)) {
		below.get(folder)?.push(path.slice(folder === "" ? 0 : folder.length + 1));
		if (folder === "") break;
	}
	return below;
}
// src/effective/delivery.ts
/** Of all templates of a repository together; real ones take a few ten thousand steps for a chart. */
const MOST_STEPS$2 = 5e6;
/** What Argo CD, Flux and Helm bring to clusters beside the kustomizations themselves. */
function deliveryOf({ files, kustomizations, build, objects }) {
	const charts = openCharts(files);
	const budget = { steps: MOST_STEPS$2 };
	const around = aroundOf({
		files,
		charts,
		build,
		budget
	});
	const alone = {
		files,
		charts,
		budget
	};
	const deployed = joined$4([
		argocdDelivery(objects, around),
		fluxDelivery(objects, around),
		ofCharts(chartsOfKustomizations(kustomizations, alone))
	]);
	const used = new Set(deployed.uses.flatMap(({ chart, release }) => [...chart === void 0 ? [] : [chart], ...release.files]));
	const others = [...chartsAlone(used, alone), ...valuesAlone(used, alone)];
	const isUpdated = isUpdatedBy(updatersIn(objects));
	return {
		...joined$4([deployed, ofCharts(others)]),
		isUpdated
	};
}
const ofCharts = (charts) => ({
	...NOTHING$2,
	uses: charts.map(({ use }) => use),
	images: charts.flatMap(({ images }) => images),
	roles: charts.flatMap(({ roles }) => roles)
});
// src/effective/manifests.ts
/** Files of objects that nothing in the repository includes: whoever applies them applies the file. */
function deployedManifests(files, included) {
	return files.paths.flatMap((path) => {
		if (isKustomization(path) || included.has(path)) return [];
		const file = files.file(path);
		const objects = file ? objectsIn$1(file) : [];
		if (!file || objects.length === 0) return [];
		const at = filledInAt(file.text, objects);
		return [{
			origin: {
				root: path,
				kind: "manifest"
			},
			objects,
			unknown: at ? [{
				message: "another program fills this file in",
				at,
				alters: true
			}] : []
		}];
	});
}
// src/effective/deployments.ts
/**
* What reaches clusters: as Applications and Flux deploy it where they do, and else every kustomization that nothing uses,
* and every manifest that nothing includes.
*/
function deploymentsOf(files, engine) {
	const roots = engine.roots.map((root) => engine.build(root));
	const manifests = deployedManifests(files, engine.reached);
	const objects = [...roots, ...manifests].flatMap((one) => one.objects);
	const { kustomizations } = engine;
	const build = (folder, overrides) => kustomizations.has(folder) ? builtWith(overrides, (said) => engine.build(folder, said)) : void 0;
	const delivered = deliveryOf({
		files,
		kustomizations,
		build,
		objects
	});
	const folders = new Set(delivered.folders);
	const included = new Set(delivered.deployed.flatMap((one) => one.objects.map(({ root }) => root.source.path)));
	return {
		deployed: [
			...roots.filter(({ origin }) => !folders.has(origin.root)),
			...manifests.filter(({ origin }) => !included.has(origin.root)),
			...delivered.deployed
		],
		delivered
	};
}
/** What is added by a text that nobody here can fill in is left out, and may change anything. */
function builtWith(overrides, build) {
	const { images, patches, components, namespace, namePrefix, nameSuffix } = overrides;
	const isKnown = (node) => !gapIn(node);
	const built = build({
		images: images.filter(isKnown),
		patches: patches.filter(isKnown),
		components: components.filter(isKnown),
		...namespace && isKnown(namespace) && { namespace },
		...namePrefix && isKnown(namePrefix) && { namePrefix },
		...nameSuffix && isKnown(nameSuffix) && { nameSuffix }
	});
	const gap = [
		...images,
		...patches,
		...components
	].map(gapIn).find((at) => at !== void 0);
	if (!gap) return built;
	const unknown = {
		message: "what is filled in here is not known",
		at: gap,
		alters: true
	};
	return {
		...built,
		unknown: [...built.unknown, unknown]
	};
}
function gapIn(node) {
	if (node.kind === "scalar") return isNotKnown(node) ? node : void 0;
	const below = node.kind === "list" ? node.items : node.entries.map(({ value }) => value);
	for (const one of below) {
		const gap = gapIn(one);
		if (gap) return gap;
	}
}
// src/effective/images.ts
/** Images of what is deployed, each once for the lines that decide it. */
function effectiveImages(sited, isUpdated) {
	const known = /* @__PURE__ */ new Map();
	for (const one of sited) {
		const key = keyOf$2(one.site);
		const same = known.get(key);
		if (same) same.push(one);
		else known.set(key, [one]);
	}
	return [...known.values()].map(merged$3).map((image) => ({
		...image,
		updated: isMarked(image) || isUpdated(image)
	})).toSorted((one, other) => byPlace$1(one.written, other.written));
}
/** Where images of a deployment stand. */
function imagesIn({ origin, objects }, sitesOf) {
	return objects.flatMap((object) => sitesOf(object).images.map((site) => ({
		site: isFilledInLater$1(object.apiVersion) ? {
			...site,
			known: "assumed"
		} : site,
		object: `${object.kind}/${object.name}`,
		namespace: object.namespace ?? origin.namespace,
		origins: [origin]
	})));
}
function keyOf$2({ at, field }) {
	const { name, tag, digest, written } = partsOf$1(at);
	return [
		at.text,
		field,
		...[
			written,
			name,
			tag,
			digest
		].map(placeKey)
	].join("\n");
}
/** What decided each part; all of it the scalar itself where no entry rewrote it. */
function partsOf$1(at) {
	if (isComposed(at)) return at.image;
	return {
		name: at,
		tag: at,
		digest: at,
		written: at,
		entries: []
	};
}
function merged$3(same) {
	const [first] = same;
	if (!first) throw new Error("a group of images is empty");
	const { site, object } = first;
	const { at, field, reach } = site;
	const text = isNull(at) ? "" : at.text;
	const split = splitReference(text);
	const { name, tag, digest, written, entries } = partsOf$1(at);
	return {
		text,
		name: {
			text: split.name,
			at: name
		},
		tag: part(split.tag, tag ?? at),
		digest: part(split.digest, digest ?? at),
		written,
		entries,
		object,
		field,
		reach,
		namespace: theOnly(same.map(({ namespace }) => namespace)),
		origins: mergedOrigins(same.flatMap(({ origins }) => origins)),
		known: same.some((one) => one.site.known === "certain") ? "certain" : "assumed"
	};
}
const part = (text, at) => text === void 0 ? void 0 : {
	text,
	at
};
function theOnly(values) {
	return values.every((value) => value === values[0]) ? values[0] : void 0;
}
/** Flux's image automation writes where it finds this comment. */
function isMarked({ name, tag, digest }) {
	return [
		name,
		tag,
		digest
	].some((one) => one !== void 0 && lineBehind(one.at).includes("\"$imagepolicy\""));
}
function lineBehind({ source, end }) {
	const next = source.text.indexOf("\n", end);
	return source.text.slice(end, next < 0 ? void 0 : next);
}
// src/effective/kustomize/build/scope.ts
const known$1 = new Map(Object.entries({
	v1: [
		"ComponentStatus",
		"Namespace",
		"Node",
		"NodeProxyOptions",
		"PersistentVolume"
	],
	"admissionregistration.k8s.io/v1": ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
	"admissionregistration.k8s.io/v1beta1": ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"],
	"apiextensions.k8s.io/v1": ["CustomResourceDefinition"],
	"apiextensions.k8s.io/v1beta1": ["CustomResourceDefinition"],
	"apiregistration.k8s.io/v1": ["APIService"],
	"apiregistration.k8s.io/v1beta1": ["APIService"],
	"certificates.k8s.io/v1": ["CertificateSigningRequest"],
	"certificates.k8s.io/v1beta1": ["CertificateSigningRequest"],
	"flowcontrol.apiserver.k8s.io/v1beta1": ["FlowSchema", "PriorityLevelConfiguration"],
	"networking.k8s.io/v1": ["IngressClass"],
	"networking.k8s.io/v1beta1": ["IngressClass"],
	"node.k8s.io/v1": ["RuntimeClass"],
	"node.k8s.io/v1beta1": ["RuntimeClass"],
	"policy/v1beta1": ["PodSecurityPolicy"],
	"rbac.authorization.k8s.io/v1": ["ClusterRole", "ClusterRoleBinding"],
	"rbac.authorization.k8s.io/v1beta1": ["ClusterRole", "ClusterRoleBinding"],
	"scheduling.k8s.io/v1": ["PriorityClass"],
	"scheduling.k8s.io/v1beta1": ["PriorityClass"],
	"storage.k8s.io/v1": [
		"CSIDriver",
		"CSINode",
		"StorageClass",
		"VolumeAttachment"
	],
	"storage.k8s.io/v1beta1": [
		"CSIDriver",
		"CSINode",
		"StorageClass",
		"VolumeAttachment"
	]
}));
const isClusterScoped = (apiVersion, kind) => known$1.get(apiVersion)?.includes(kind) === true;
// src/effective/kustomize/build/resource.ts
const NO_NAMESPACE = "_non_namespaceable_";
function resourceOf(root, before = []) {
	return {
		root,
		id: identityOf(root),
		before
	};
}
function identityOf(root) {
	const apiVersion = textAt$1(root, "apiVersion") ?? "";
	const slash = apiVersion.indexOf("/");
	const kind = textAt$1(root, "kind") ?? "";
	const metadata = valueAt(root, "metadata");
	return {
		group: slash < 0 ? "" : apiVersion.slice(0, slash),
		version: apiVersion.slice(slash + 1),
		kind,
		name: textAt$1(metadata, "name") ?? "",
		namespace: isClusterScoped(apiVersion, kind) ? NO_NAMESPACE : textAt$1(metadata, "namespace") || "default"
	};
}
/** With another root, known by what it was before where that name is one that it had. */
const changed = (resource, root) => resourceOf(root, resource.before);
const renamed = (resource, root) => resourceOf(root, [...resource.before, resource.id]);
const isSame$1 = (one, other) => one.kind === other.kind && one.name === other.name && one.namespace === other.namespace && one.group === other.group && one.version === other.version;
/** Whether it is, or was once, known by that (kustomize api, `GetMatchingResourcesByAnyId`). */
const isKnownAs = ({ id, before }, wanted) => isSame$1(id, wanted) || before.some((old) => isSame$1(old, wanted));
const keyOf$1 = ({ group, version, kind, namespace, name }) => [
	group,
	version,
	kind,
	namespace,
	name
].join("\n");
const titleOf = ({ kind, name }) => `${kind}/${name}`;
function objectOf$1({ root, id }) {
	return {
		root,
		apiVersion: textAt$1(root, "apiVersion") ?? "",
		kind: id.kind,
		namespace: textAt$1(valueAt(root, "metadata"), "namespace"),
		name: id.name
	};
}
// src/effective/kustomize/build/rewrite.ts
/** The same tree with another node at a path that is there: what lies beside the path is shared. */
function withNodeAt(node, path, value, from = 0) {
	const step = path[from];
	if (node.kind === "map" && typeof step === "string") {
		const entry = node.entries.find(({ key }) => key.text === step);
		return withEntry(node, step, from === path.length - 1 || !entry ? value : withNodeAt(entry.value, path, value, from + 1));
	}
	if (node.kind !== "list" || typeof step !== "number") return node;
	const old = node.items[step];
	const item = from === path.length - 1 || !old ? value : withNodeAt(old, path, value, from + 1);
	return item === void 0 ? {
		...node,
		items: node.items.toSpliced(step, 1)
	} : {
		...node,
		items: node.items.with(step, item)
	};
}
/** With another value of a key, at its place or behind the others; without the key where there is no value. */
function withEntry(map, name, value, key) {
	const at = map.entries.findIndex((entry) => entry.key.text === name);
	const old = map.entries[at];
	if (value === void 0) return old ? {
		...map,
		entries: map.entries.toSpliced(at, 1)
	} : map;
	if (old?.value === value) return map;
	const entry = {
		key: key ?? old?.key ?? keyAt(value, name),
		value
	};
	const entries = old ? map.entries.with(at, entry) : [...map.entries, entry];
	return {
		...map,
		entries
	};
}
/** A key that nobody wrote stands where its value does. */
const keyAt = (value, text) => scalarAt(value, text);
/** A text that nobody wrote as it is, whatever it looks like: it stands where that does which decided it. */
function scalarAt({ source, start, end }, text) {
	return {
		kind: "scalar",
		source,
		start,
		end,
		text,
		style: "double",
		tag: void 0
	};
}
function mapAt({ source, start, end }, entries) {
	return {
		kind: "map",
		source,
		start,
		end,
		entries,
		flow: false,
		tag: void 0
	};
}
function listAt({ source, start, end }, items) {
	return {
		kind: "list",
		source,
		start,
		end,
		items,
		flow: false,
		tag: void 0
	};
}
/** With what a function makes of the value under keys, where there is a mapping to hold it, or it can be made. */
function withValueUnder(map, keys, make) {
	const [key, ...rest] = keys;
	if (key === void 0) return map;
	const old = map.entries.find((entry) => entry.key.text === key)?.value;
	if (rest.length === 0) return withEntry(map, key, make(old));
	if (old && old.kind !== "map") {
		if (old.kind !== "scalar" || old.text !== "") return map;
	}
	const inner = withValueUnder(old?.kind === "map" ? old : mapAt(map, []), rest, make);
	return inner.entries.length === 0 && !old ? map : withEntry(map, key, inner);
}
// src/effective/kustomize/patch/misfit.ts
/** Why a patch or a replacement does not fit what it is to change: kustomize would stop. */
var Misfit = class extends Error {
	at;
	/** Something is not there: where more is known than here it may well be. */
	isMissing;
	constructor(message, at, { isMissing = false } = {}) {
		super(message);
		this.at = at;
		this.isMissing = isMissing;
	}
};
// src/effective/kustomize/build/size.ts
/** As many as the reader takes in one document. */
const MOST_NODES = 1e6;
const DEEPEST$4 = 500;
const ONE = {
	nodes: 1,
	depth: 1
};
/** How many nodes a walk meets, those that are shared as often as they are met. */
const sizeOf = (node) => node.kind === "scalar" ? ONE : sizeWithin(node);
const sizeWithin = keptFor((node) => {
	let { nodes, depth } = ONE;
	const count = (child) => {
		const size = sizeOf(child);
		nodes += size.nodes;
		depth = Math.max(depth, size.depth + 1);
	};
	if (node.kind === "list") node.items.forEach(count);
	else for (const { value } of node.entries) count(value);
	return {
		nodes,
		depth
	};
});
/**
* A value can be copied into what it is copied from, again and again: what doubles each time is stopped.
*
* @throws Misfit
*/
function checkSize(node, at) {
	const { nodes, depth } = sizeOf(node);
	if (nodes > MOST_NODES || depth > DEEPEST$4) throw new Misfit("what comes of it is too large", at);
	return node;
}
/** No field holds so much; a text can be put into itself, too. */
const LONGEST_TEXT$1 = 1e6;
/** @throws Misfit */
function checkLength(text, at) {
	if (text.length > LONGEST_TEXT$1) throw new Misfit("what comes of it is too long", at);
	return text;
}
// src/effective/kustomize/read/field.ts
/** The value of a field as kustomize finds it: in any case, and of two spellings the last (Go's encoding/json). */
function fieldOf(node, name) {
	if (node?.kind !== "map") return void 0;
	return node.entries.findLast(({ key }) => key.text === name || isSpelling(key.text, name))?.value;
}
/** Folding takes long, and most keys of one length differ in their first letter. */
const isSpelling = (key, name) => key.length === name.length && mayBeginAlike(key, name) && foldKey(key) === foldKey(name);
/** Of ASCII, letters in both cases differ in one bit alone. */
function mayBeginAlike(key, name) {
	const first = key.charCodeAt(0);
	return first >= 128 || (first | 32) === (name.charCodeAt(0) | 32);
}
function listIn(node, name) {
	return itemsOf$2(fieldOf(node, name));
}
function textIn$1(node, name) {
	return textOf$3(fieldOf(node, name)) ?? "";
}
/** A scalar that says something. */
function scalarIn$1(node, name) {
	const value = fieldOf(node, name);
	return value?.kind === "scalar" && textOf$3(value) ? value : void 0;
}
const isMap = (node) => node.kind === "map";
const isScalar = (node) => node.kind === "scalar";
const isTrue = (node) => textOf$3(node)?.toLowerCase() === "true";
// src/effective/kustomize/generate/sources.ts
/** The data of a generated object, each value at the place that decides it (kustomize api, kv/kv.go). */
function dataOf$1(generator, work) {
	const envs = [...listIn(generator, "envs"), fieldOf(generator, "env")].filter((node) => node !== void 0);
	return [
		...named$2(envs).flatMap((at) => linesOf$1(at, work)),
		...named$2(listIn(generator, "literals")).flatMap(literalOf$1),
		...named$2(listIn(generator, "files")).flatMap((at) => fileOf(at, work))
	];
}
const named$2 = (nodes) => nodes.filter(isScalar).filter((node) => !isNull(node));
/** A part of a scalar, at its very place where that can be told. */
function partOf(scalar, from, to) {
	const { source, start, end, text, style } = scalar;
	const quote = style === "single" || style === "double" ? 1 : 0;
	const isAsWritten = source.exact && source.text.slice(start + quote, end - quote) === text;
	const part = scalarAt(scalar, text.slice(from, to));
	return isAsWritten ? {
		...part,
		start: start + quote + from,
		end: start + quote + to
	} : part;
}
function literalOf$1(literal) {
	const equals = literal.text.indexOf("=");
	if (equals <= 0) return [];
	const value = unquoted$1(literal.text, equals + 1);
	return [{
		key: partOf(literal, 0, equals),
		value: partOf(literal, value.from, value.to)
	}];
}
/** Quotation marks around all of a value are not part of it. */
function unquoted$1(text, from) {
	const [first, last] = [text[from], text.at(-1)];
	return text.length - from >= 2 && first === last && (first === "\"" || first === "'") ? {
		from: from + 1,
		to: text.length - 1
	} : {
		from,
		to: text.length
	};
}
function fileOf(at, work) {
	const equals = at.text.indexOf("=");
	const file = work.readText(at, at.text.slice(equals + 1));
	if (!file) return [];
	const key = equals < 0 ? at.text.slice(at.text.lastIndexOf("/") + 1) : at.text.slice(0, equals);
	const source = {
		...file,
		exact: true
	};
	return [{
		key: scalarAt(at, key),
		value: textAt(source, 0, file.text.length)
	}];
}
const textAt = (source, start, end) => ({
	kind: "scalar",
	source,
	start,
	end,
	text: source.text.slice(start, end),
	style: "double",
	tag: void 0
});
/** `KEY=value` line by line. */
function linesOf$1(at, work) {
	const file = work.readText(at);
	if (!file) return [];
	const source = {
		...file,
		exact: true
	};
	return [...file.text.matchAll(/^\uFEFF?[^\S\n]*([^#=\s][^=\n]*)(=?)([^\n]*)/gm)].map((line) => {
		const [whole, key = "", equals = "", value = ""] = line;
		const end = line.index + whole.length;
		const start = end - value.length;
		const written = value.endsWith("\r") ? 1 : 0;
		const keyStart = start - equals.length - key.length;
		return {
			key: textAt(source, keyStart, keyStart + key.length),
			value: textAt(source, start, end - written)
		};
	});
}
// src/effective/kustomize/generate/generate.ts
/** The config maps and secrets that a kustomization makes; kustomize adds a hash of their contents to their names. */
function generate(work) {
	const { root } = work.opened;
	const options = fieldOf(root, "generatorOptions");
	for (const item of listIn(root, "configMapGenerator").filter(isMap)) add$1(work, item, objectOf(item, {
		kind: "ConfigMap",
		options,
		work
	}));
	for (const item of listIn(root, "secretGenerator").filter(isMap)) add$1(work, item, objectOf(item, {
		kind: "Secret",
		options,
		work
	}));
}
/** The same as a plug-in that is configured in a file of its own, whose metadata are those of the object. */
function generateOne(work, config, kind) {
	const metadata = valueAt(config, "metadata");
	const named = ["name", "namespace"].reduce((held, key) => {
		const value = valueAt(metadata, key);
		return value ? withEntry(held, key, value) : held;
	}, config);
	add$1(work, named, objectOf(named, {
		kind,
		options: void 0,
		work
	}));
}
function objectOf(item, { kind, options, work }) {
	if (!scalarIn$1(item, "name")) {
		work.notes.note(`a generator of a ${kind} has no name`, item);
		return;
	}
	const data = dataOf$1(item, work).map((entry) => kind === "Secret" ? encoded(entry) : entry);
	const type = kind === "Secret" ? fieldOf(item, "type") ?? scalarAt(item, "Opaque") : void 0;
	return mapAt(item, [
		pair(item, "apiVersion", scalarAt(item, "v1")),
		pair(item, "kind", scalarAt(item, kind)),
		pair(item, "metadata", metadataOf(item, options)),
		...type ? [pair(item, "type", type)] : [],
		...data.length > 0 ? [pair(item, "data", mapAt(item, unique(data)))] : []
	]);
}
const pair = (at, key, value) => ({
	key: scalarAt(at, key),
	value
});
const unique = (data) => [...new Map(data.map((entry) => [entry.key.text, entry])).values()];
function encoded({ key, value }) {
	return {
		key,
		value: scalarAt(value, Buffer.from(textOf$3(value) ?? "").toString("base64"))
	};
}
function metadataOf(item, global) {
	const options = fieldOf(item, "options");
	const pairs = (field) => {
		const entries = [fieldOf(global, field), fieldOf(options, field)].filter((node) => node?.kind === "map").flatMap((node) => node?.kind === "map" ? node.entries : []);
		return entries.length === 0 ? [] : [pair(item, field, mapAt(item, unique(entries)))];
	};
	return mapAt(item, [
		...["name", "namespace"].flatMap((key) => {
			const value = fieldOf(item, key);
			return value && !(value.kind === "scalar" && isNull(value)) ? [pair(item, key, value)] : [];
		}),
		...pairs("labels"),
		...pairs("annotations")
	]);
}
/** Adds an object, or changes the one of that name as `behavior` says. */
function add$1(work, item, root) {
	if (!root) return;
	const resource = resourceOf(root);
	const behavior = textIn$1(item, "behavior");
	if (!work.spend(work.resources.length, item)) return;
	const old = work.resources.filter((one) => isKnownAs(one, resource.id));
	if (behavior !== "merge" && behavior !== "replace") {
		work.add([{
			resources: [resource],
			at: scalarIn$1(item, "name") ?? scalarAt(item, "")
		}]);
		return;
	}
	const [first] = old;
	if (!first || old.length > 1) {
		work.notes.missing(`there is no one ${resource.id.name} to ${behavior} into`, item);
		return;
	}
	if (!work.spend(sizeOf(first.root).nodes, item)) return;
	work.resources = work.resources.map((one) => one === first ? joined$3(first, resource, behavior) : one);
}
/** Either way the object keeps its name and what it is labelled with. */
function joined$3(old, more, behavior) {
	const metadata = joinedMaps(valueAt(more.root, "metadata"), valueAt(old.root, "metadata"));
	const labelled = ["labels", "annotations"].reduce((held, field) => {
		const [before, added] = [old, more].map(({ root }) => valueUnder(root, ["metadata", field]));
		const pairs = joinedMaps(before, added);
		return held?.kind === "map" && pairs ? withEntry(held, field, pairs) : held;
	}, metadata);
	const named = withEntry(more.root, "metadata", labelled);
	const data = joinedMaps(valueAt(old.root, "data"), valueAt(more.root, "data"));
	return resourceOf(behavior === "merge" && data ? withEntry(named, "data", data) : named, old.before);
}
function joinedMaps(one, other) {
	if (one?.kind !== "map" || other?.kind !== "map") return other ?? one;
	return {
		...one,
		entries: unique([...one.entries, ...other.entries])
	};
}
// src/effective/kustomize/read/find.ts
const NAMES$1 = new Set(KUSTOMIZATION_NAMES);
/** All folders with a kustomization that can be read, sorted. */
function findKustomizations(files) {
	const paths = files.paths.filter((path) => NAMES$1.has(path.slice(path.lastIndexOf("/") + 1)));
	const opened = [...new Set(paths.map(parentOf))].toSorted().flatMap((folder) => {
		const one = open(folder, files);
		return one ? [[folder, one]] : [];
	});
	return new Map(opened);
}
function open(folder, files) {
	const [file, second] = KUSTOMIZATION_NAMES.flatMap((name) => files.file(inFolder(folder, name)) ?? []);
	const root = file?.documents.find((document) => document.kind === "map");
	if (!file || root?.kind !== "map") return void 0;
	const doubled = second ? [{
		message: `${where(folder)} has two kustomizations`,
		at: startOf(second)
	}] : [];
	return {
		folder,
		file,
		root,
		isComponent: isComponent(root),
		unknown: [...doubled, ...faultsIn(file)]
	};
}
/** Where it has no kind, its version says what it is (kustomize api, types/kustomization.go). */
function isComponent(root) {
	const kind = textIn$1(root, "kind");
	return kind === "Component" || kind === "" && textIn$1(root, "apiVersion") === "kustomize.config.k8s.io/v1alpha1";
}
/** Of a file that others name, too. */
function faultsIn(file) {
	if (file.kind === "template") return [{
		message: `${file.path} is a template, and what it says is decided elsewhere`,
		at: startOf(file)
	}];
	return file.faults.map(({ message, offset }) => ({
		message: `${file.path} cannot be read: ${message}`,
		at: {
			source: file,
			start: offset,
			end: offset
		}
	}));
}
const startOf = (file) => ({
	source: file,
	start: 0,
	end: 0
});
const where = (folder) => folder || "the root of the repository";
// src/effective/kustomize/images/field-spec.ts
/** A list of them as a configuration has it. */
function fieldSpecOf(node) {
	const written = textIn$1(node, "path");
	return {
		group: textIn$1(node, "group"),
		version: textIn$1(node, "version"),
		kind: textIn$1(node, "kind"),
		written,
		path: splitPath(written, "/").map((step) => step.replace(/\[\]$/, "")),
		create: isTrue(fieldOf(node, "create"))
	};
}
const specFor = (path, kind = "") => ({
	group: "",
	version: "",
	kind,
	written: path,
	path: path.split("/"),
	create: false
});
/** At a separator that no backslash stands before (kustomize kyaml, utils/pathsplitter.go). */
function splitPath(path, separator) {
	const [first = "", ...rest] = path.split(separator);
	const steps = rest.length > 0 && first === "" ? [] : [first];
	for (const step of rest) {
		const last = steps.at(-1);
		if (last?.endsWith("\\")) steps[steps.length - 1] = `${last.slice(0, -1)}${separator}${step}`;
		else steps.push(step);
	}
	return steps;
}
const isOfKind = (spec, id) => (spec.kind === "" || spec.kind === id.kind) && (spec.group === "" || spec.group === id.group) && (spec.version === "" || spec.version === id.version);
const isSameSpec = (one, other) => one.written === other.written && [
	"kind",
	"group",
	"version"
].every((key) => other[key] === "" || one[key] === other[key]);
/** Those that are not there yet, behind those that are. */
function mergeSpecs(specs, more) {
	if (specs === more || more.length === 0) return specs;
	const added = more.filter((spec, at) => ![...specs, ...more.slice(0, at)].some((one) => isSameSpec(one, spec)));
	return added.length === 0 ? specs : [...specs, ...added];
}
/**
* What stands at a field: lists on the way are gone through, item by item. undefined in it: a value in the way.
*
* @param behind Steps of the path that lead to the node.
*/
function placesOf(node, { path }, behind = []) {
	let places = [{
		path: behind,
		node
	}];
	for (const step of path.slice(behind.length)) places = places.flatMap((place) => place ? under$1(place, step) : [place]);
	return places;
}
function under$1({ path, node }, step) {
	if (node.kind === "list") return node.items.flatMap((item, at) => under$1({
		path: [...path, at],
		node: item
	}, step));
	if (node.kind === "scalar") return isNull(node) ? [] : [void 0];
	const found = node.entries.find(({ key }) => key.text === step);
	return found ? [{
		path: [...path, step],
		node: found.value
	}] : [];
}
// src/effective/kustomize/build/configure.ts
/** Nobody lists so many fields. */
const MOST_SPECS = 500;
/** Fields that `configurations:` add to those that kustomize knows. */
function configure(work) {
	for (const at of listIn(work.opened.root, "configurations").filter(isScalar)) {
		const file = work.read(at);
		work.notes.add(file?.unknown ?? []);
		for (const document of file?.documents ?? []) {
			const specsIn = (field) => {
				const nodes = listIn(document, field);
				if (nodes.length > MOST_SPECS) work.notes.note(`there are more than ${MOST_SPECS} fields in it`, at);
				return nodes.slice(0, MOST_SPECS).map(fieldSpecOf);
			};
			work.imageSpecs = mergeSpecs(work.imageSpecs, specsIn("images"));
			work.varSpecs = mergeSpecs(work.varSpecs, specsIn("varReference"));
		}
	}
}
// src/effective/kustomize/images/sites.ts
/** Where kustomize looks besides lists of containers (kustomize api, builtinpluginconsts/images.go). */
const IMAGE_SPECS = [
	"spec/containers/image",
	"spec/initContainers/image",
	"spec/volumes/image/reference",
	"spec/template/spec/containers/image",
	"spec/template/spec/initContainers/image",
	"spec/template/spec/volumes/image/reference"
].map((path) => specFor(path));
const CONTAINERS = /* @__PURE__ */ new Set(["containers", "initContainers"]);
/** Every list of containers at any depth, and then what the field specs say; nothing of a CustomResourceDefinition. */
function sitesOf$1(root, specs) {
	const id = identityOf(root);
	if (id.kind === "CustomResourceDefinition") return NONE;
	const finders = findersOf(specs);
	const parts = root.entries.flatMap(({ key, value }) => {
		if (value.kind === "scalar") return [];
		const part = finders(id, key.text)(value);
		return part === NONE ? [] : [part];
	});
	const [only, second] = parts;
	if (only && !second) return only;
	return {
		sites: parts.flatMap(({ sites }) => sites),
		odd: parts.flatMap(({ odd }) => odd)
	};
}
const NONE = {
	sites: [],
	odd: []
};
/**
* Looks through what stands under one key of an object: overlays change the metadata of what they share, and all of them
* get the same `spec`.
*/
const findersOf = keptFor((specs) => {
	const known = /* @__PURE__ */ new Map();
	return (id, key) => {
		const name = JSON.stringify([
			id.group,
			id.version,
			id.kind,
			key
		]);
		const finder = known.get(name) ?? keptFor((part) => find$2(part, key, specs.filter((spec) => isOfKind(spec, id) && spec.path[0] === key)));
		known.set(name, finder);
		return finder;
	};
});
function find$2(part, key, specs) {
	const sites = /* @__PURE__ */ new Map();
	const odd = [];
	const add = (path, node) => {
		if (node.kind !== "scalar") odd.push(node);
		else {
			const name = JSON.stringify(path);
			sites.set(name, {
				path,
				scalar: node,
				times: (sites.get(name)?.times ?? 0) + 1
			});
		}
	};
	const addContainers = (path, containers) => {
		for (const [at, item] of containers.entries()) {
			const image = valueAt(item, "image");
			if (item.kind !== "map") odd.push(item);
			else if (image) add([
				...path,
				at,
				"image"
			], image);
		}
	};
	walk$1(part, [key], addContainers);
	if (CONTAINERS.has(key) && part.kind === "list") addContainers([key], part.items);
	for (const place of specs.flatMap((spec) => placesOf(part, spec, [key]))) if (place) add(place.path, place.node);
	else odd.push(part);
	return sites.size === 0 && odd.length === 0 ? NONE : {
		sites: [...sites.values()],
		odd
	};
}
/**
* Whether a list of containers is somewhere in it: asked once of each node, however many overlays share it. Most nodes are
* scalars, of which nothing needs to be kept.
*/
const holdsContainers = (node) => node.kind !== "scalar" && isAboveContainers(node);
const isAboveContainers = keptFor((node) => {
	if (node.kind === "list") return node.items.some(holdsContainers);
	return node.entries.some(({ key, value }) => value.kind !== "scalar" && (value.kind === "list" && CONTAINERS.has(key.text) || isAboveContainers(value)));
});
/** Hands out every list of containers. */
function walk$1(node, path, found) {
	if (!holdsContainers(node)) return;
	if (node.kind === "list") {
		for (const [at, item] of node.items.entries()) walk$1(item, [...path, at], found);
		return;
	}
	if (node.kind !== "map") return;
	for (const { key, value } of node.entries) {
		const here = [...path, key.text];
		walk$1(value, here, found);
		if (CONTAINERS.has(key.text) && value.kind === "list") found(here, value.items);
	}
}
// src/effective/kustomize/build/layer.ts
const EMPTY = {
	resources: [],
	unknown: [],
	imageSpecs: IMAGE_SPECS,
	varSpecs: [],
	vars: [],
	loads: 0
};
// src/effective/kustomize/pattern/syntax.ts
/** What is not understood here, or what Go would not compile. */
var NotUnderstood = class extends Error {};
/** Nobody nests groups in the name of an image; a hostile one would nest them until the stack is full. */
const DEEPEST$3 = 50;
/** Go's own bound (regexp/syntax, "invalid repeat count"). */
const MOST_REPEATS = 1e3;
const CLASSES = {
	d: (unit) => unit >= 48 && unit <= 57,
	w: (unit) => unit >= 48 && unit <= 57 || unit >= 65 && unit <= 90 || unit >= 97 && unit <= 122 || unit === 95,
	s: (unit) => unit === 32 || unit >= 9 && unit <= 13 && unit !== 11
};
const CONTROLS = {
	n: 10,
	t: 9,
	r: 13,
	f: 12,
	v: 11,
	a: 7
};
const is = (wanted) => (unit) => unit === wanted;
/** Reads what people write of Go's syntax (RE2): no flags, names or properties of Unicode. */
var ExpressionReader = class {
	#text;
	#at = 0;
	#depth = 0;
	constructor(text) {
		this.#text = text;
	}
	/** @throws NotUnderstood */
	read() {
		const whole = this.#either();
		if (this.#at < this.#text.length) throw new NotUnderstood("a bracket is closed that was not opened");
		return whole;
	}
	#either() {
		this.#depth += 1;
		if (this.#depth > DEEPEST$3) throw new NotUnderstood("groups are nested too deep");
		const options = [this.#sequence()];
		while (this.#take("|")) options.push(this.#sequence());
		this.#depth -= 1;
		return options.length === 1 && options[0] ? options[0] : {
			kind: "either",
			options
		};
	}
	#sequence() {
		const items = [];
		while (this.#at < this.#text.length && !"|)".includes(this.#peek())) items.push(this.#repeated());
		return {
			kind: "sequence",
			items
		};
	}
	#repeated() {
		let item = this.#one();
		for (let count = this.#count(); count; count = this.#count()) {
			this.#take("?");
			item = {
				kind: "repeat",
				item,
				...count
			};
		}
		return item;
	}
	#count() {
		if (this.#take("*")) return {
			least: 0,
			most: Number.POSITIVE_INFINITY
		};
		if (this.#take("+")) return {
			least: 1,
			most: Number.POSITIVE_INFINITY
		};
		if (this.#take("?")) return {
			least: 0,
			most: 1
		};
		const braces = /\{(\d{1,4})(?:(,)(\d{0,4}))?\}/y;
		braces.lastIndex = this.#at;
		const [written, from, comma, to] = braces.exec(this.#text) ?? [];
		if (written === void 0) return void 0;
		this.#at += written.length;
		const least = Number(from);
		const most = comma === void 0 ? least : to === "" ? Number.POSITIVE_INFINITY : Number(to);
		if (least > MOST_REPEATS || Number.isFinite(most) && most > MOST_REPEATS || most < least) throw new NotUnderstood("it repeats too often");
		return {
			least,
			most
		};
	}
	#one() {
		const unit = this.#next();
		switch (unit) {
			case "^": return {
				kind: "edge",
				edge: "begin"
			};
			case "$": return {
				kind: "edge",
				edge: "end"
			};
			case ".": return {
				kind: "unit",
				test: (code) => code !== 10
			};
			case "(": return this.#group();
			case "[": return {
				kind: "unit",
				test: this.#set()
			};
			case "\\": return this.#escaped();
			case "*":
			case "+":
			case "?": throw new NotUnderstood("nothing is there to repeat");
			default: return {
				kind: "unit",
				test: is(unit.charCodeAt(0))
			};
		}
	}
	#group() {
		if (this.#take("?") && !this.#take(":")) throw new NotUnderstood("a group has flags or a name");
		const inner = this.#either();
		if (!this.#take(")")) throw new NotUnderstood("a group has no end");
		return inner;
	}
	#escaped() {
		const letter = this.#next();
		if (letter === "A") return {
			kind: "edge",
			edge: "begin"
		};
		if (letter === "z") return {
			kind: "edge",
			edge: "end"
		};
		return {
			kind: "unit",
			test: escapeOf(letter)
		};
	}
	#set() {
		const isNegated = this.#take("^");
		const tests = [];
		do
			tests.push(this.#member());
		while (!this.#take("]"));
		return (unit) => tests.some((test) => test(unit)) !== isNegated;
	}
	#member() {
		const first = this.#next();
		if (first === "[" && this.#peek() === ":") throw new NotUnderstood("a class has a name");
		const from = first === "\\" ? escapeOf(this.#next()) : is(first.charCodeAt(0));
		const range = /-([^\]\\])/y;
		range.lastIndex = this.#at;
		const last = first === "\\" ? void 0 : range.exec(this.#text)?.[1];
		if (last === void 0) return from;
		this.#at += 2;
		const [low, high] = [first.charCodeAt(0), last.charCodeAt(0)];
		if (high < low) throw new NotUnderstood("a range ends before it begins");
		return (unit) => unit >= low && unit <= high;
	}
	#peek() {
		return this.#text[this.#at] ?? "";
	}
	#next() {
		const unit = this.#peek();
		if (unit === "") throw new NotUnderstood("it ends too early");
		this.#at += 1;
		return unit;
	}
	#take(wanted) {
		if (this.#peek() !== wanted) return false;
		this.#at += 1;
		return true;
	}
};
function escapeOf(letter) {
	const known = CLASSES[letter.toLowerCase()];
	if (known) return letter === letter.toLowerCase() ? known : (unit) => !known(unit);
	const control = CONTROLS[letter];
	if (control !== void 0) return is(control);
	if (/[A-Za-z0-9]/.test(letter)) throw new NotUnderstood("an escape is not known");
	return is(letter.charCodeAt(0));
}
// src/effective/kustomize/pattern/pattern.ts
/** Nobody gets near: names of images and objects are short, and so are patterns for them. */
const MOST_STATES = 2e3;
const LONGEST_TEXT = 4096;
/** The same, of a whole text (kustomize api, types/selector.go, `anchorRegex`). */
function wholePattern(pattern) {
	return isPlain$2(pattern) ? (text) => text === pattern : compilePattern(`^(?:${pattern})$`);
}
/** Without anything that has a meaning in a regular expression. */
const isPlain$2 = (pattern) => !/[\\^$.|?*+()[\]{}]/.test(pattern);
/**
* A regular expression that somebody wrote in a kustomization, as Go's regexp finds it anywhere in a text. It is
* matched in time that grows with the text alone, as Go does: JavaScript's own would let one pattern stop an audit.
* undefined for one that is not understood.
*/
function compilePattern(pattern) {
	try {
		const program = new Program();
		program.add(new ExpressionReader(pattern).read(), 0);
		const { states, start } = program;
		return (text) => text.length <= LONGEST_TEXT && isFound(states, start, text);
	} catch (error) {
		if (error instanceof NotUnderstood) return void 0;
		throw error;
	}
}
/** States are added from the end to the beginning, so that each knows the one behind it; the first one is the end. */
var Program = class {
	states = [{ next: [] }];
	start = 0;
	add(expression, behind) {
		this.start = this.#enter(expression, behind);
		return this.start;
	}
	#enter(expression, behind) {
		switch (expression.kind) {
			case "unit": return this.#push({
				test: expression.test,
				next: [behind]
			});
			case "edge": return this.#push({
				edge: expression.edge,
				next: [behind]
			});
			case "sequence": return expression.items.reduceRight((next, item) => this.#enter(item, next), behind);
			case "either": return this.#push({ next: expression.options.map((option) => this.#enter(option, behind)) });
			case "repeat": return this.#repeat(expression, behind);
		}
	}
	#repeat({ item, least, most }, behind) {
		let entry = behind;
		if (most === Number.POSITIVE_INFINITY) {
			const next = [behind];
			entry = this.#push({ next });
			next.unshift(this.#enter(item, entry));
		} else for (let count = least; count < most; count += 1) entry = this.#push({ next: [this.#enter(item, entry), behind] });
		for (let count = 0; count < least; count += 1) entry = this.#enter(item, entry);
		return entry;
	}
	#push(state) {
		if (this.states.length >= MOST_STATES) throw new NotUnderstood("it is too long");
		this.states.push(state);
		return this.states.length - 1;
	}
};
/** All states that the machine can be in, one unit after the other. */
function isFound(states, start, text) {
	let active = /* @__PURE__ */ new Set();
	for (let at = 0; at <= text.length; at += 1) {
		const here = {
			begin: at === 0,
			end: at === text.length
		};
		enter(states, active, [start], here);
		if (active.has(0)) return true;
		const unit = text.charCodeAt(at);
		const following = [];
		for (const index of active) {
			const { test, next } = states[index] ?? { next: [] };
			if (test && at < text.length && test(unit)) following.push(...next);
		}
		active = /* @__PURE__ */ new Set();
		enter(states, active, following, {
			begin: false,
			end: at + 1 === text.length
		});
		if (active.has(0)) return true;
	}
	return false;
}
/** Adds states, and those that can be reached from them without a unit. */
function enter(states, active, wanted, here) {
	const open = [...wanted];
	for (let index = open.pop(); index !== void 0; index = open.pop()) {
		if (active.has(index)) continue;
		const { test, edge, next } = states[index] ?? { next: [] };
		if (edge && !here[edge]) continue;
		active.add(index);
		if (!test) open.push(...next);
	}
}
// src/effective/kustomize/images/entry.ts
const entryOf = keptFor((node) => {
	const name = scalarIn$1(node, "name");
	return {
		node,
		name,
		matches: name && imagePattern(name.text),
		newName: scalarIn$1(node, "newName"),
		newTag: scalarIn$1(node, "newTag"),
		digest: scalarIn$1(node, "digest"),
		tagSuffix: scalarIn$1(node, "tagSuffix")
	};
});
/** What may stand behind the name (kustomize api, internal/image/image.go, `IsImageMatched`). */
const TAIL = "(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$";
const BEHIND_NAME = /^(?::[\w.{}-]*)?(?:@sha256:[\w.{}-]*)?$/;
/**
* Whether an image is one that an entry names: kustomize takes the name for a regular expression, dots and all.
* undefined for one that is not understood.
*/
function imagePattern(name) {
	if (!isPlain$2(name.replaceAll(".", ""))) return compilePattern(`^${name}${TAIL}`);
	return (text) => isNamed$1(text, name) && BEHIND_NAME.test(text.slice(name.length));
}
/** Letter by letter, with any letter in place of a dot. */
function isNamed$1(text, name) {
	if (text.startsWith(name)) return true;
	if (text.length < name.length) return false;
	for (let at = 0; at < name.length; at += 1) if (name[at] !== "." && name[at] !== text[at]) return false;
	return true;
}
// src/effective/kustomize/images/origin.ts
/** The name up to the first colon or `@` behind the first slash (kustomize api, internal/image/image.go, `Split`). */
function splitImage(text) {
	const slash = Math.max(0, text.indexOf("/"));
	const at = text.indexOf("@", slash);
	const colon = text.indexOf(":", slash);
	if (at >= 0 && (at < colon || colon < 0)) return {
		name: text.slice(0, at),
		tag: "",
		digest: text.slice(at + 1)
	};
	if (colon < 0) return {
		name: text,
		tag: "",
		digest: ""
	};
	const end = at < 0 ? text.length : at;
	return {
		name: text.slice(0, colon),
		tag: text.slice(colon + 1, end),
		digest: text.slice(end + 1)
	};
}
function originOf(scalar) {
	if (isComposed(scalar)) return scalar.image;
	const { tag, digest } = splitImage(scalar.text);
	return {
		name: scalar,
		tag: tag === "" ? void 0 : scalar,
		digest: digest === "" ? void 0 : scalar,
		written: scalar,
		entries: []
	};
}
/** An image as an entry leaves it that matches it. A tag or a digest takes the place of both. */
function rewritten(scalar, entry) {
	const { name, tag, digest } = splitImage(scalar.text);
	const old = originOf(scalar);
	const parts = tagged({
		name,
		tag,
		digest,
		origin: old
	}, entry);
	const image = {
		...parts.origin,
		name: entry.newName ?? old.name,
		entries: old.entries.includes(entry.node) ? old.entries : [...old.entries, entry.node]
	};
	const text = joinReference({
		image: entry.newName?.text ?? parts.name,
		tag: parts.tag || void 0,
		digest: parts.digest || void 0
	});
	return {
		...scalar,
		text,
		image
	};
}
function tagged(parts, { newTag, digest, tagSuffix }) {
	if (newTag || digest) {
		const origin = {
			...parts.origin,
			tag: newTag,
			digest
		};
		return {
			...parts,
			tag: newTag?.text ?? "",
			digest: digest?.text ?? "",
			origin
		};
	}
	if (!tagSuffix) return parts;
	const origin = {
		...parts.origin,
		tag: tagSuffix,
		digest: void 0
	};
	return {
		...parts,
		tag: `${parts.tag}${tagSuffix.text}`,
		digest: "",
		origin
	};
}
// src/effective/kustomize/build/overrides.ts
/** A text that has no place of its own stands where the kustomization begins. */
const placed = (given, { opened }) => typeof given === "string" ? scalarAt(opened.root, given) : given;
/** A field of the kustomization, unless it was given. */
function settingOf(work, field) {
	const given = work.overrides[field];
	if (given !== void 0 && given !== "") return placed(given, work);
	return scalarIn$1(work.opened.root, field);
}
/** Entries of `images:`. Those that are given take the place of those of the same names, and all are sorted then. */
function imagesOf(work) {
	const { root } = work.opened;
	const own = [...listIn(root, "images"), ...listIn(root, "imageTags")].filter(isMap).map(entryOf);
	const { images: given = [] } = work.overrides;
	if (given.length === 0) return own;
	const named = new Map(own.map((entry) => [entry.name?.text ?? "", entry]));
	for (const image of given) {
		const entry = givenEntry(placed(image, work), named);
		named.set(entry.name?.text ?? "", entry);
	}
	return [...named].toSorted(([one], [other]) => one < other ? -1 : 1).map(([, entry]) => entry);
}
/** `[old=]name[:tag][@digest]`, as `kustomize edit set image` takes it: what is `*` stays as the entry has it. */
function givenEntry(at, own) {
	const equals = at.text.indexOf("=");
	const { name: image, tag, digest } = splitImage(at.text.slice(equals + 1));
	const name = equals < 0 ? image : at.text.slice(0, equals);
	const old = own.get(name);
	const said = (text, kept) => text === "*" ? kept : text === "" ? void 0 : scalarAt(at, text);
	const node = mapAt(at, [{
		key: scalarAt(at, "name"),
		value: scalarAt(at, name)
	}]);
	return {
		...entryOf(node),
		newName: equals < 0 ? void 0 : said(image, old?.newName),
		newTag: said(tag, old?.newTag),
		digest: said(digest, old?.digest)
	};
}
// src/effective/kustomize/change/metadata.ts
const WORKLOADS = /* @__PURE__ */ new Set([...[
	"Deployment",
	"ReplicaSet",
	"DaemonSet",
	"StatefulSet",
	"Job",
	"ReplicationController"
]]);
/** Metadata within an object that gets what all objects get (kustomize api, builtinpluginconsts/commonannotations.go). */
function templatesOf({ kind }) {
	if (WORKLOADS.has(kind)) return [[
		"spec",
		"template",
		"metadata"
	]];
	if (kind !== "CronJob") return [];
	return [[
		"spec",
		"jobTemplate",
		"metadata"
	], [
		"spec",
		"jobTemplate",
		"spec",
		"template",
		"metadata"
	]];
}
/** Labels or annotations for all objects. */
function addPairs(held, { pairs, of, inTemplates }) {
	const entries = entriesOf$1(pairs);
	if (!pairs || entries.length === 0) return;
	if (!held.spend(held.resources.length * entries.length * 20, pairs)) return;
	const add = (old) => {
		const map = old?.kind === "map" ? old : mapAt(pairs, []);
		return entries.reduce((made, { key, value }) => withEntry(made, key.text, value, key), map);
	};
	held.resources = held.resources.map((resource) => {
		const root = [["metadata"], ...inTemplates ? templatesOf(resource.id) : []].reduce((made, place) => withValueUnder(made, [...place, of], add), resource.root);
		return changed(resource, root);
	});
}
const SCALED = /* @__PURE__ */ new Set([
	"Deployment",
	"ReplicationController",
	"ReplicaSet",
	"StatefulSet"
]);
/** How many replicas the objects of a name are to have. */
function setReplicas(held, name, count) {
	if (!held.spend(held.resources.length, count)) return;
	held.resources = held.resources.map((resource) => {
		if (!(SCALED.has(resource.id.kind) && [resource.id, ...resource.before].some((id) => id.name === name)) || isNull(count)) return resource;
		return changed(resource, withValueUnder(resource.root, ["spec", "replicas"], () => count));
	});
}
// src/effective/kustomize/change/names.ts
/** Every object goes to a namespace, and a Namespace is called like it. */
function setNamespace(resources, namespace, notes) {
	const moved = resources.map((resource) => inNamespace(resource, namespace));
	const keys = /* @__PURE__ */ new Set();
	for (const { id } of moved) {
		const key = keyOf$1(id);
		if (keys.has(key)) notes.note(`${titleOf(id)} is there twice once all are in one namespace`, namespace);
		keys.add(key);
	}
	return moved;
}
function inNamespace(resource, namespace) {
	const { root, id } = resource;
	if (id.kind === "Namespace" && id.group === "" && id.version === "v1") return renamed(resource, withValueUnder(root, ["metadata", "name"], () => namespace));
	if (id.namespace === "_non_namespaceable_") return renamed(resource, root);
	return renamed(resource, withValueUnder(root, ["metadata", "namespace"], () => namespace));
}
/** Whose name stays what it is (kustomize api, `prefixFieldSpecsToSkip`). */
const isNamedForEver = ({ id, before }) => {
	const { kind, group } = before[0] ?? id;
	return kind === "CustomResourceDefinition" || kind === "Namespace" || kind === "APIService" && group === "apiregistration.k8s.io";
};
function rename(resources, change) {
	return resources.map((resource) => {
		const name = valueUnder(resource.root, ["metadata", "name"]);
		if (isNamedForEver(resource) || name?.kind !== "scalar") return resource;
		const next = {
			...scalarAt(name, change(name.text)),
			style: name.style
		};
		return renamed(resource, withValueUnder(resource.root, ["metadata", "name"], () => next));
	});
}
// src/effective/kustomize/images/apply.ts
/** Rewrites images as entries of `images:` say, one entry after the other. */
function applyImages(resources, { entries, specs }, desk) {
	const ready = entries.flatMap((entry) => readyOf(entry, desk.notes) ?? []);
	const matched = new Map(entries.map((entry) => [entry, /* @__PURE__ */ new Set()]));
	const change = (scalar, times) => ready.reduce((held, { entry, matches }) => {
		let image = held;
		for (let count = 0; count < times && matches(image.text); count += 1) {
			matched.get(entry)?.add(isComposed(image) ? image.image.written : image);
			image = rewritten(image, entry);
		}
		return image;
	}, scalar);
	const cost = ready.reduce((sum, { entry }) => sum + costOf(entry), 0);
	let isWhole = true;
	const rewrite = (resource) => {
		const [first] = entries;
		if (!first) return resource;
		if (isWhole && desk.spend(specs.length / 2, first.node)) {
			const { sites } = sitesOf$1(resource.root, specs);
			if (desk.spend((1 + sites.length) * cost, first.node)) return rewriteResource(resource, {
				specs,
				change
			}, desk.notes);
		}
		isWhole = false;
		return resource;
	};
	return {
		resources: entries.length === 0 ? resources : resources.map(rewrite),
		matched,
		isWhole
	};
}
/** An expression is matched letter by letter. */
const costOf = ({ name }) => name && isPlain$2(name.text.replaceAll(".", "")) ? 1 : 10;
function readyOf(entry, notes) {
	const { name, matches } = entry;
	if (name && !matches) notes.note("which images this name matches cannot be told", name);
	return matches && {
		entry,
		matches
	};
}
function rewriteResource(resource, { specs, change }, notes) {
	const { sites, odd } = sitesOf$1(resource.root, specs);
	for (const node of odd.slice(0, 1)) {
		const message = `${titleOf(resource.id)} has something else where kustomize looks for an image, and it stops there`;
		notes.note(message, node);
	}
	let root = resource.root;
	for (const { path, scalar, times } of sites) {
		const image = change(scalar, times);
		if (image === scalar) continue;
		const next = withNodeAt(root, path, image);
		if (next.kind === "map") root = next;
	}
	return root === resource.root ? resource : changed(resource, root);
}
// src/effective/kustomize/patch/equal.ts
/** Whether two nodes say the same: of numbers and words it is not known which type they have, only their text. */
function nodesEqual(one, other) {
	if (!one || !other) return isNothing$1(one) && isNothing$1(other);
	if (one === other) return true;
	if (one.kind === "map" && other.kind === "map") {
		const values = new Map(other.entries.map(({ key, value }) => [key.text, value]));
		return one.entries.length === other.entries.length && one.entries.every(({ key, value }) => nodesEqual(value, values.get(key.text)));
	}
	if (one.kind === "list" && other.kind === "list") return one.items.length === other.items.length && one.items.every((item, at) => nodesEqual(item, other.items[at]));
	if (one.kind !== "scalar" || other.kind !== "scalar") return false;
	return isNull(one) ? isNull(other) : one.text === other.text;
}
const isNothing$1 = (node) => !node || node.kind === "scalar" && isNull(node);
// src/effective/kustomize/patch/json-patch.ts
/**
* Applies operations of RFC 6902 one after the other, as evanphx/json-patch v4 does for kustomize: negative places
* count from the end of a list, and a value that is taken away must be there.
*
* @throws Misfit
*/
function applyOperations(object, operations) {
	const patched = operations.reduce((node, operation) => checkSize(applyOperation(node, operation), operation), object);
	if (patched.kind !== "map") throw new Misfit("nothing of the object is left", patched);
	return patched;
}
function applyOperation(object, operation) {
	const path = pointer(operation, "path");
	const value = valueAt(operation, "value");
	switch (textAt$1(operation, "op") ?? "") {
		case "add": return add(object, path, given(value, operation), operation);
		case "remove": return remove(object, path, operation);
		case "replace": return replace$1(object, path, given(value, operation), operation);
		case "move": {
			const from = pointer(operation, "from");
			const moved = found(object, from, operation);
			return add(remove(object, from, operation), path, moved, operation);
		}
		case "copy": return add(object, path, found(object, pointer(operation, "from"), operation), operation);
		case "test":
			if (!nodesEqual(find$1(object, path), value)) throw new Misfit(`the test of ${shownPath$1(path)} fails`, operation);
			return object;
		default: throw new Misfit("an operation is none of RFC 6902", operation);
	}
}
function pointer(operation, key) {
	const text = textAt$1(operation, key);
	if (text === void 0) throw new Misfit(`an operation has no ${key}`, operation);
	return text.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}
const shownPath$1 = (path) => `/${path.join("/")}`;
function given(value, operation) {
	if (value) return value;
	throw new Misfit("an operation has no value", operation);
}
function find$1(object, path) {
	return path.reduce((node, step) => node?.kind === "list" ? node.items.at(place(node, step) ?? node.items.length) : valueAt(node, step), object);
}
function found(object, path, operation) {
	const node = find$1(object, path);
	if (node) return node;
	throw new Misfit(`there is no ${shownPath$1(path)}`, operation);
}
/** Of an item that is there; negative ones count from the end. */
function place({ items }, step) {
	if (!/^-?\d{1,9}$/.test(step)) return void 0;
	const at = Number(step) < 0 ? items.length + Number(step) : Number(step);
	return at >= 0 && at < items.length ? at : void 0;
}
/** The steps of a path as those of the nodes, up to the last one. */
function parentPath(object, path, operation) {
	let node = object;
	const steps = [];
	for (const step of path.slice(0, -1)) {
		const at = node.kind === "list" ? place(node, step) : step;
		const next = at === void 0 ? void 0 : node.kind === "list" ? node.items[Number(at)] : valueAt(node, step);
		if (at === void 0 || !next) throw new Misfit(`there is no ${shownPath$1(path)} to put a value at`, operation);
		steps.push(at);
		node = next;
	}
	return [node, steps];
}
function add(object, path, value, operation) {
	if (path.length === 0) return value;
	const [parent, steps] = parentPath(object, path, operation);
	const step = path.at(-1) ?? "";
	if (parent.kind === "map") return withNodeAt(object, [...steps, step], value);
	if (parent.kind !== "list") throw new Misfit(`${shownPath$1(path)} is in no mapping or list`, operation);
	const { length } = parent.items;
	const at = step === "-" ? length : Number(step) < 0 ? length + Number(step) + 1 : Number(step);
	if (!/^(?:-|-?\d{1,9})$/.test(step) || at < 0 || at > length) throw new Misfit(`${shownPath$1(path)} is behind the end of the list`, operation);
	const grown = {
		...parent,
		items: parent.items.toSpliced(at, 0, value)
	};
	return steps.length === 0 ? grown : withNodeAt(object, steps, grown);
}
function remove(object, path, operation) {
	found(object, path, operation);
	return withNodeAt(object, nodePath(object, path, operation), void 0);
}
/** In a mapping what is missing is added: evanphx/json-patch v4 does not mind. */
function replace$1(object, path, value, operation) {
	if (path.length === 0) return value;
	const [parent] = parentPath(object, path, operation);
	if (parent.kind !== "map") found(object, path, operation);
	return withNodeAt(object, nodePath(object, path, operation), value);
}
function nodePath(object, path, operation) {
	const [parent, steps] = parentPath(object, path, operation);
	const step = path.at(-1) ?? "";
	return [...steps, parent.kind === "list" ? place(parent, step) ?? parent.items.length : step];
}
// src/effective/kustomize/patch/directive.ts
const KEY = "$patch";
/** What a mapping of a patch says of how it is to be merged, and the mapping without it. */
function directiveOf(map) {
	if (!valueAt(map, KEY)) return {
		directive: "merge",
		rest: map
	};
	const entries = map.entries.filter(({ key }) => key.text !== KEY);
	return {
		directive: named$1(textAt$1(map, KEY)),
		rest: {
			...map,
			entries
		}
	};
}
/** The same of a list: an item with nothing else in it speaks for the list. */
function itemDirectiveOf(list) {
	const speaker = list.items.find((item) => item.kind === "map" && valueAt(item, KEY) !== void 0);
	if (speaker?.kind !== "map" || speaker.entries.length > 1) return {
		directive: "merge",
		rest: list
	};
	const items = list.items.filter((item) => item !== speaker);
	return {
		directive: named$1(textAt$1(speaker, KEY)),
		rest: {
			...list,
			items
		}
	};
}
const named$1 = (text) => text === "delete" || text === "replace" ? text : "merge";
// src/effective/kustomize/patch/merge-items.ts
/**
* Items of a list that is merged by fields. Those of the patch come first, in its order, whether they are new or not
* (kyaml, yaml/walk/associative_sequence.go, as patches use it).
*/
function mergeItems({ old, patches }, keys, merge) {
	if (keys.length === 0) return mergePlain({
		old,
		patches
	});
	const find = indexOf(old, keys);
	const taken = /* @__PURE__ */ new Set();
	return [...patches.flatMap((patch) => {
		const found = find(patch);
		const item = found && old[found.at];
		if (found) taken.add(found.at);
		return (found?.isAlike ? item : mergeItem(item, patch, merge)) ?? [];
	}), ...old.filter((_, at) => !taken.has(at))];
}
/** An item that is to be replaced stays as it is: kustomize merges nothing into it, and keeps the old one. */
function mergeItem(old, patch, merge) {
	return old && patch.kind === "map" && directiveOf(patch).directive === "replace" ? old : merge(old, patch);
}
/** Finds the place of the item that a patch means; of several items the first is meant. */
function indexOf(items, [key = "", second]) {
	const places = /* @__PURE__ */ new Map();
	const keep = (name, at) => {
		if (!places.has(name)) places.set(name, at);
	};
	const otherOf = (item) => second === void 0 ? "" : textAt$1(item, second) ?? "";
	for (const [at, item] of items.entries()) {
		const value = textAt$1(item, key);
		if (value === void 0) continue;
		keep(JSON.stringify([value, otherOf(item)]), at);
		keep(JSON.stringify([value]), at);
	}
	return (patch) => {
		const value = textAt$1(patch, key);
		if (value === void 0) return void 0;
		const other = otherOf(patch);
		const exact = places.get(JSON.stringify([value, other]));
		if (exact !== void 0) return {
			at: exact,
			isAlike: false
		};
		const alike = places.get(JSON.stringify(other === "" ? [value] : [value, ""]));
		return alike === void 0 ? void 0 : {
			at: alike,
			isAlike: true
		};
	};
}
function mergePlain({ old, patches }) {
	const seen = /* @__PURE__ */ new Set();
	return [...patches, ...old].filter((item) => {
		if (item.kind !== "scalar") return true;
		const isNew = !seen.has(item.text);
		seen.add(item.text);
		return isNew;
	});
}
// src/effective/kustomize/patch/merge-keys.ts
const isMergedList = (shape) => Array.isArray(shape?.keys);
const by = (keys, items) => ({
	keys,
	...items && { items }
});
const METADATA = {
	finalizers: by([]),
	ownerReferences: by(["uid"])
};
const CONTAINER = {
	env: by(["name"]),
	ports: by(["containerPort", "protocol"]),
	volumeDevices: by(["devicePath"]),
	volumeMounts: by(["mountPath"])
};
const POD = {
	metadata: METADATA,
	spec: {
		containers: by(["name"], CONTAINER),
		initContainers: by(["name"], CONTAINER),
		ephemeralContainers: by(["name"], {
			env: by(["name"]),
			volumeDevices: by(["devicePath"]),
			volumeMounts: by(["mountPath"])
		}),
		hostAliases: by(["ip"]),
		imagePullSecrets: by(["name"]),
		topologySpreadConstraints: by(["topologyKey", "whenUnsatisfiable"]),
		volumes: by(["name"])
	}
};
const OBJECT = { metadata: METADATA };
const WORKLOAD = {
	metadata: METADATA,
	spec: { template: POD }
};
const CRON_JOB = {
	metadata: METADATA,
	spec: { jobTemplate: {
		metadata: METADATA,
		spec: { template: POD }
	} }
};
const WEBHOOKS = {
	metadata: METADATA,
	webhooks: by(["name"])
};
const SHAPES = {
	"v1/Pod": POD,
	"v1/PodTemplate": {
		metadata: METADATA,
		template: POD
	},
	"v1/ReplicationController": WORKLOAD,
	"v1/Service": {
		metadata: METADATA,
		spec: { ports: by(["port", "protocol"]) }
	},
	"v1/ServiceAccount": {
		metadata: METADATA,
		secrets: by(["name"])
	},
	"v1/Node": {
		metadata: METADATA,
		spec: { podCIDRs: by([]) }
	},
	"apps/v1/DaemonSet": WORKLOAD,
	"apps/v1/Deployment": WORKLOAD,
	"apps/v1/ReplicaSet": WORKLOAD,
	"apps/v1/StatefulSet": WORKLOAD,
	"batch/v1/Job": WORKLOAD,
	"batch/v1/CronJob": CRON_JOB,
	"batch/v1beta1/CronJob": CRON_JOB,
	"admissionregistration.k8s.io/v1/MutatingWebhookConfiguration": WEBHOOKS,
	"admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration": WEBHOOKS,
	"admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration": WEBHOOKS,
	"admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration": WEBHOOKS,
	"storage.k8s.io/v1/CSINode": {
		metadata: METADATA,
		spec: { drivers: by(["name"]) }
	},
	"storage.k8s.io/v1beta1/CSINode": {
		metadata: METADATA,
		spec: { drivers: by(["name"]) }
	}
};
/** Other kinds of those groups have no lists that are merged, their metadata aside. */
const KNOWN_GROUPS = /^(?:v1|apps\/v1|batch\/v1(?:beta1)?|policy\/v1(?:beta1)?|networking\.k8s\.io\/v1(?:beta1)?|rbac\.authorization\.k8s\.io\/v1(?:beta1)?|autoscaling\/(?:v1|v2beta[12])|storage\.k8s\.io\/v1(?:beta1)?)$/;
/** undefined for kinds of which nothing is merged. */
function shapeOf(apiVersion, kind) {
	const key = `${apiVersion}/${kind}`;
	return known.get(key) ?? (KNOWN_GROUPS.test(apiVersion) ? OBJECT : void 0);
}
const known = new Map(Object.entries(SHAPES));
// src/effective/kustomize/patch/merge.ts
/**
* A strategic merge of a patch into an object, as kustomize does it (kyaml, yaml/merge2): what the patch does not name
* is shared with the object. undefined where the patch deletes it.
*
* @throws Misfit
*/
function mergePatch(object, patch) {
	const merged = merge(object, patch, shapeOf(textAt$1(object, "apiVersion") ?? "", textAt$1(object, "kind") ?? ""));
	return merged?.kind === "map" ? merged : void 0;
}
const isNothing = (node) => node === void 0 || node.kind === "scalar" && isNull(node);
/** undefined for what the patch takes away. */
function merge(node, patch, shape) {
	if (isNothing(patch)) return void 0;
	if (node === void 0 || isNothing(node)) return added(patch, shape);
	if (node.kind !== patch.kind) throw new Misfit(`a ${nounOf(patch)} is to be merged into a ${nounOf(node)}`, patch);
	if (node.kind === "map" && patch.kind === "map") return mergeMaps(node, patch, isMergedList(shape) ? void 0 : shape);
	if (node.kind === "list" && patch.kind === "list") return isMergedList(shape) ? mergeLists(node, patch, shape) : patch;
	return patch;
}
const nounOf = ({ kind }) => ({
	map: "mapping",
	list: "list",
	scalar: "value"
})[kind];
function mergeMaps(node, patch, shape) {
	const { directive, rest } = directiveOf(patch);
	if (directive === "delete") return void 0;
	if (directive === "replace") return withoutNulls(rest, shape);
	const patched = new Map(rest.entries.map((entry) => [entry.key.text, entry]));
	const kept = node.entries.flatMap((entry) => {
		const change = patched.get(entry.key.text);
		if (!change) return [entry];
		patched.delete(entry.key.text);
		return mergedEntry(entry, change, shape?.[entry.key.text]);
	});
	const more = [...patched.values()].flatMap((entry) => addedEntry(entry, shape?.[entry.key.text]));
	return {
		...node,
		entries: [...kept, ...more]
	};
}
function mergedEntry(entry, change, shape) {
	const value = merge(entry.value, change.value, shape);
	return value === void 0 ? [] : [{
		key: entry.key,
		value
	}];
}
function addedEntry(entry, shape) {
	const value = isNothing(entry.value) ? void 0 : added(entry.value, shape);
	if (value === entry.value) return [entry];
	return value === void 0 ? [] : [{
		key: entry.key,
		value
	}];
}
/** What is new loses what says how it is to be merged, and what is null. */
function added(patch, shape) {
	if (patch.kind === "map") {
		const { directive, rest } = directiveOf(patch);
		return directive === "delete" ? void 0 : withoutNulls(rest, isMergedList(shape) ? void 0 : shape);
	}
	if (patch.kind !== "list" || !isMergedList(shape)) return patch;
	return mergeLists({
		...patch,
		items: []
	}, patch, shape);
}
function withoutNulls(map, shape) {
	const entries = map.entries.flatMap((entry) => addedEntry(entry, shape?.[entry.key.text]));
	return entries.length === map.entries.length && entries.every((entry, at) => entry === map.entries[at]) ? map : {
		...map,
		entries
	};
}
function mergeLists(node, patch, shape) {
	const { directive, rest } = itemDirectiveOf(patch);
	if (directive === "delete") return void 0;
	if (directive === "replace") return rest;
	const mergeItem = (old, item) => merge(old, item, shape.items);
	return {
		...node,
		items: mergeItems({
			old: node.items,
			patches: rest.items
		}, shape.keys, mergeItem)
	};
}
// src/effective/kustomize/patch/label-selector.ts
const everything = () => true;
/**
* A selector as kubectl takes it: `a=b`, `a!=b`, `a in (b, c)`, `a notin (b)`, `a`, `!a`, with commas between them.
* undefined for anything else.
*/
function readLabelSelector(text) {
	if (text.trim() === "") return everything;
	const tests = requirementsIn(text).map(readRequirement);
	const known = tests.filter((test) => test !== void 0);
	return known.length < tests.length ? void 0 : (labels) => known.every((test) => test(labels));
}
/** Between commas that stand in no brackets. */
function requirementsIn(text) {
	const parts = [""];
	let isInside = false;
	for (const letter of text) {
		if (letter === "(") isInside = true;
		if (letter === ")") isInside = false;
		if (letter === "," && !isInside) parts.push("");
		else parts.push(`${parts.pop()}${letter}`);
	}
	return parts.map((part) => part.trim());
}
function readRequirement(text) {
	const [, not, bare] = /^(!?) ?([\w./-]+)$/.exec(text) ?? [];
	if (bare !== void 0) return (labels) => labels.has(bare) === (not === "");
	const [, key, operator, value = ""] = /^([\w./-]+) ?(==?|!=) ?([\w./-]*)$/.exec(text.replaceAll(/\s+/g, " ")) ?? [];
	if (key !== void 0) return (labels) => labels.get(key) === value === (operator !== "!=");
	const [, name, word, list = ""] = /^([\w./-]+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(text) ?? [];
	if (name === void 0) return void 0;
	const values = new Set(list.split(",").map((one) => one.trim()));
	return (labels) => {
		const held = labels.get(name);
		return (held !== void 0 && values.has(held)) === (word === "in");
	};
}
// src/effective/kustomize/patch/selector.ts
const FIELDS = [
	"group",
	"version",
	"kind",
	"name",
	"namespace"
];
const selectorOf = keptFor(readSelector);
function readSelector(node) {
	const patterns = /* @__PURE__ */ new Map();
	for (const field of FIELDS) {
		const text = textIn$1(node, field);
		if (text === "") continue;
		const matches = wholePattern(text);
		if (!matches) return void 0;
		patterns.set(field, matches);
	}
	const labels = readLabelSelector(textIn$1(node, "labelSelector"));
	const annotations = readLabelSelector(textIn$1(node, "annotationSelector"));
	if (!labels || !annotations) return void 0;
	const hasLabels = textIn$1(node, "labelSelector") !== "" || textIn$1(node, "annotationSelector") !== "";
	const fits = (field) => (id) => patterns.get(field)?.(id[field]) ?? true;
	const isOfKind = (id) => fits("group")(id) && fits("version")(id) && fits("kind")(id);
	const [isNamed, isIn] = [fits("name"), fits("namespace")];
	return {
		isNamed,
		isIn,
		isOfKind,
		isCalled: (id) => isOfKind(id) && isNamed(id) && isIn(id),
		isLabelled: ({ root }) => !hasLabels || labels(valuesIn(root, "labels")) && annotations(valuesIn(root, "annotations")),
		isBare: patterns.size === 0,
		hasLabels
	};
}
function valuesIn(root, field) {
	const values = valueAt(valueAt(root, "metadata"), field);
	return new Map(entriesOf$1(values).map(({ key, value }) => [key.text, textOf$3(value) ?? ""]));
}
/** What a patch is for: by its first or its present name and namespace (kustomize api, `resWrangler.Select`). */
function isSelected(selector, resource) {
	const { id, before } = resource;
	const first = before[0] ?? id;
	return (selector.isIn(first) || selector.isIn(id)) && (selector.isNamed(first) || selector.isNamed(id)) && selector.isOfKind(id) && selector.isLabelled(resource);
}
// src/effective/kustomize/patch/apply.ts
function applyPatch(resources, patch, desk) {
	const [first] = patch.documents;
	if (!first || !desk.spend(resources.length * patch.documents.length, patch.at)) return resources;
	if (first.kind === "list") return applyJsonPatch(resources, {
		patch,
		operations: first.items
	}, desk);
	const documents = patch.documents.filter((document) => document.kind === "map");
	if (patch.target === void 0) return documents.reduce((held, document) => mergeIntoNamed(held, {
		patch,
		document
	}, desk), resources);
	const [document, second] = documents;
	const selector = targetOf(patch.target, desk.notes);
	if (!document || !selector) return resources;
	if (second) {
		desk.notes.note("a patch with a target holds several documents, which kustomize does not take", second);
		return resources;
	}
	return eachSelected(resources, selector, (resource) => merged$2(resource, {
		patch,
		document
	}, desk));
}
function targetOf(target, notes) {
	const selector = selectorOf(target);
	if (!selector) notes.note("the target of this patch cannot be told", target);
	return selector;
}
function applyJsonPatch(resources, { patch, operations }, desk) {
	const { notes } = desk;
	if (patch.target === void 0) {
		notes.note("a JSON patch has no target, which kustomize does not take", patch.at);
		return resources;
	}
	const selector = targetOf(patch.target, notes);
	if (!selector) return resources;
	const steps = operations.length * (1 + operations.length / 5);
	return eachSelected(resources, selector, (resource) => desk.spend(steps, patch.at) ? orUnchanged$1(resource, notes, () => renamed(resource, operated(resource.root, operations))) : resource);
}
/** kustomize keeps what it knows of an object in annotations: to a patch there always are some. */
function operated(root, operations) {
	return withValueUnder(applyOperations(withValueUnder(root, ["metadata", "annotations"], (old) => old ?? mapAt(root, [])), operations), ["metadata", "annotations"], (old) => old?.kind === "map" && old.entries.length === 0 ? void 0 : old);
}
function eachSelected(resources, selector, change) {
	return resources.flatMap((resource) => isSelected(selector, resource) ? change(resource) ?? [] : [resource]);
}
/** Into the one object that the document names by what it is called, or was called once. */
function mergeIntoNamed(resources, { patch, document }, desk) {
	const { notes } = desk;
	const wanted = identityOf(document);
	if (wanted.kind === "CustomResourceDefinition") return resources;
	const found = resources.filter((resource) => isKnownAs(resource, wanted));
	if (found.length === 0) notes.missing(`nothing is named ${named(wanted)}, which this patch is for`, document);
	if (found.length > 1) notes.note(`more than one object is named ${named(wanted)}`, document);
	if (found.length !== 1) return resources;
	return resources.flatMap((resource) => resource === found[0] ? merged$2(resource, {
		patch,
		document
	}, desk) ?? [] : [resource]);
}
const named = (id) => `${titleOf(id)}${/^(?:default|_non_namespaceable_)$/.test(id.namespace) ? "" : ` in ${id.namespace}`}`;
/** undefined where the patch deletes it. A patch changes neither name nor kind, unless it is allowed to, and no namespace. */
function merged$2(resource, { patch, document }, desk) {
	if (!desk.spend(sizeOf(document).nodes / 10, patch.at)) return resource;
	let isDeleted = false;
	const result = orUnchanged$1(resource, desk.notes, () => {
		const root = mergePatch(resource.root, document);
		isDeleted = root === void 0;
		if (!root) return resource;
		const kept = keepIdentity(resource, root, patch);
		return patch.mayRename || patch.mayChangeKind ? renamed(resource, kept) : changed(resource, kept);
	});
	return isDeleted ? void 0 : result;
}
function keepIdentity({ root: old }, root, { mayRename, mayChangeKind }) {
	const [before, metadata] = [valueAt(old, "metadata"), valueAt(root, "metadata")];
	const keys = mayRename ? ["namespace"] : ["name", "namespace"];
	const kept = metadata?.kind === "map" ? keys.reduce((map, key) => keepEntry(map, before, key), metadata) : metadata;
	const placed = kept === metadata ? root : withEntry(root, "metadata", kept);
	const whole = textAt$1(old, "apiVersion") === textAt$1(placed, "apiVersion") ? placed : keepEntry(placed, old, "apiVersion");
	return mayChangeKind || textAt$1(old, "kind") === textAt$1(whole, "kind") ? whole : keepEntry(whole, old, "kind");
}
const keepEntry = (map, old, key) => withEntry(map, key, valueAt(old, key));
function orUnchanged$1(resource, notes, change) {
	try {
		return change();
	} catch (error) {
		if (!(error instanceof Misfit)) throw error;
		notes.note(`a patch of ${titleOf(resource.id)} does not fit: ${error.message}`, error.at);
		return resource;
	}
}
// src/effective/kustomize/read/inline.ts
/** The documents of a text within a file: read once, so that all overlays share their nodes. */
const inlineDocuments = keptFor((scalar) => {
	const { documents, faults } = readNested(scalar);
	return {
		documents: documents.flatMap(({ root }) => root ? [root] : []),
		unknown: faults.map(({ message, offset }) => ({
			message: `this text cannot be read: ${message}`,
			at: {
				source: scalar.source,
				start: offset,
				end: offset
			}
		}))
	};
});
// src/effective/kustomize/patch/collect.ts
/** The patches of a field, in their order. */
function patchesIn(holder, field, reading) {
	return listIn(holder, field).flatMap((item) => patchFrom(item, reading) ?? []);
}
function patchFrom(item, { read, notes }) {
	const found = documentsOf$2(item, read);
	if (!found) return void 0;
	notes.add(found.unknown);
	const options = fieldOf(item, "options");
	return {
		documents: found.documents,
		target: fieldOf(item, "target"),
		at: item,
		mayRename: isTrue(fieldOf(options, "allowNameChange")),
		mayChangeKind: isTrue(fieldOf(options, "allowKindChange"))
	};
}
function documentsOf$2(item, read) {
	if (item.kind === "scalar") {
		if (textOf$3(item) === void 0) return void 0;
		return isInlinePatch(item.text) ? inlineDocuments(item) : read(item);
	}
	const inline = scalarIn$1(item, "patch") ?? scalarIn$1(item, "jsonOp");
	if (inline) return inlineDocuments(inline);
	const path = scalarIn$1(item, "path");
	return path && read(path);
}
// src/effective/kustomize/replace/field-path.ts
/** A path as replacements write it: `spec.containers.[name=app].image`, with `[a.b]` for a key with dots in it. */
function stepsOf(path) {
	const steps = [];
	let open = [];
	for (const part of splitPath(path, ".")) {
		open.push(part);
		if (open[0]?.startsWith("[") && !part.endsWith("]")) continue;
		steps.push(bracketed(open));
		open = [];
	}
	return open.length > 0 ? [...steps, bracketed(open)] : steps;
}
/** A path in brackets without `=` is a key; one that was not cut into parts keeps them, as kustomize has it. */
function bracketed(parts) {
	const whole = parts.join(".");
	return parts.length > 1 && !whole.includes("=") ? withoutBrackets(whole) : whole;
}
function withoutBrackets(text) {
	let [from, to] = [0, text.length];
	while (from < to && "[]".includes(text[from] ?? " ")) from += 1;
	while (to > from && "[]".includes(text[to - 1] ?? " ")) to -= 1;
	return text.slice(from, to);
}
/** Nobody's objects are so deep. */
const MOST_STEPS$1 = 100;
function itemStep(step) {
	const [, field = "", value = ""] = /^\[([^=]*)=(.*)\]$/s.exec(step) ?? [];
	return step.startsWith("[") && step.endsWith("]") && step.includes("=") ? {
		field,
		value
	} : void 0;
}
/** The one value that a source names (kyaml, yaml/fns.go, `PathGetter`). */
function lookUp(root, path) {
	return stepsOf(path).reduce((node, step) => {
		if (node?.kind === "map") return valueAt(node, step);
		if (node?.kind !== "list") return void 0;
		if (/^\d{1,9}$/.test(step)) return node.items[Number(step)];
		if (step === "-") return node.items.at(-1);
		const wanted = itemStep(step);
		return wanted && node.items.find((item) => isItem(item, wanted));
	}, root);
}
const isItem = (item, { field, value }) => {
	const held = field === "" ? item : valueAt(item, field);
	return held?.kind === "scalar" && held.text === value;
};
/**
* The values that a target names, and the object in which they all are: what is missing of it is made where that is
* wanted (kyaml, yaml/match.go, `PathMatcher`).
*
* @throws Misfit
*/
function placesAt(root, path, { value, create }) {
	let held = root;
	let places = [{
		path: [],
		node: root
	}];
	const steps = stepsOf(path);
	if (steps.length > MOST_STEPS$1) throw new Misfit("a path is too long", root);
	for (const [index, step] of steps.entries()) {
		const next = [];
		const made = create ? () => emptyFor(steps[index + 1], value) : void 0;
		for (const place of places) {
			const found = under(place, step, made);
			if (found.made !== place.node) held = place.path.length === 0 ? found.made : withNodeAt(held, place.path, found.made);
			next.push(...found.places);
		}
		places = next;
	}
	return {
		root: held.kind === "map" ? held : root,
		places
	};
}
/** What a missing value is made as, by the step that follows it. */
function emptyFor(following, value) {
	if (following === void 0) return value.kind === "scalar" ? scalarAt(value, "") : value;
	return itemStep(following) || /^\d+$/.test(following) ? listAt(value, []) : mapAt(value, []);
}
function under({ path, node }, step, make) {
	if (/^\d{1,9}$/.test(step) && node.kind === "list") return itemAt({
		path,
		node
	}, Number(step), make);
	const wanted = itemStep(step);
	if (wanted) return itemsLike({
		path,
		node
	}, wanted, make);
	if (step === "*") {
		if (node.kind !== "list") throw new Misfit("* stands for the items of a list, and there is none", node);
		return {
			made: node,
			places: node.items.map((item, at) => ({
				path: [...path, at],
				node: item
			}))
		};
	}
	return fieldAt({
		path,
		node
	}, step, make);
}
function fieldAt({ path, node }, step, make) {
	if (node.kind === "scalar" && !isNull(node)) throw new Misfit("the path leads into a text, and what is in a text is not followed", node);
	const old = valueAt(node, step);
	if (old) return {
		made: node,
		places: [{
			path: [...path, step],
			node: old
		}]
	};
	if (!make || node.kind === "list") return {
		made: node,
		places: []
	};
	const value = make();
	const map = node.kind === "map" ? node : mapAt(node, []);
	return {
		made: {
			...map,
			entries: [...map.entries, {
				key: scalarAt(value, step),
				value
			}]
		},
		places: [{
			path: [...path, step],
			node: value
		}]
	};
}
function itemAt({ path, node }, at, make) {
	const items = node.kind === "list" ? node.items : [];
	const old = items[at];
	if (old) return {
		made: node,
		places: [{
			path: [...path, at],
			node: old
		}]
	};
	if (!make || at !== items.length) throw new Misfit(`the list has no item ${at}`, node);
	const value = make();
	return {
		made: {
			...listAt(node, []),
			items: [...items, value]
		},
		places: [{
			path: [...path, at],
			node: value
		}]
	};
}
/** Items of which a field matches an expression, wherever in it. */
function itemsLike({ path, node }, { field, value }, make) {
	const matches = compilePattern(value);
	if (!matches) throw new Misfit("which items this path means cannot be told", node);
	const items = node.kind === "list" ? node.items : [];
	const places = items.flatMap((item, at) => {
		const held = field === "" ? item : valueAt(item, field);
		return held?.kind === "scalar" && matches(held.text.trim()) ? [{
			path: [...path, at],
			node: item
		}] : [];
	});
	if (places.length > 0 || !make) return {
		made: node,
		places
	};
	const text = scalarAt(node, value);
	const item = field === "" ? text : mapAt(node, [{
		key: scalarAt(node, field),
		value: text
	}]);
	return {
		made: {
			...listAt(node, []),
			items: [...items, item]
		},
		places: [{
			path: [...path, items.length],
			node: item
		}]
	};
}
// src/effective/kustomize/replace/compose.ts
/** A text into which others were put: each part of an image is decided by what reaches into it. */
function composed(old, text, stretches) {
	const before = originOf(old);
	const { name, tag, digest } = splitImage(text);
	const tagStart = name.length + 1;
	const digestStart = tag === "" ? tagStart : tagStart + tag.length + 1;
	const decided = (from, to) => stretches.find((stretch) => stretch.from < to && from < stretch.to)?.by;
	const image = {
		name: decided(0, name.length) ?? before.name,
		tag: tag === "" ? void 0 : decided(tagStart, tagStart + tag.length) ?? before.tag ?? old,
		digest: digest === "" ? void 0 : decided(digestStart, text.length) ?? before.digest ?? old,
		written: before.written,
		entries: before.entries
	};
	return {
		...old,
		text,
		image
	};
}
// src/effective/kustomize/replace/set-value.ts
function optionsOf(node) {
	const options = fieldOf(node, "options");
	const index = Number(textIn$1(options, "index") || "0");
	return {
		delimiter: textIn$1(options, "delimiter"),
		index: Number.isInteger(index) ? index : 0,
		create: isTrue(fieldOf(options, "create"))
	};
}
/** The part of a source that is meant. @throws Misfit */
function refined(value, { delimiter, index }) {
	if (delimiter === "") return value;
	if (value.kind !== "scalar") throw new Misfit("only a text can be cut at a delimiter", value);
	const parts = value.text.split(delimiter);
	const part = index < 0 ? void 0 : parts[index];
	if (part === void 0) throw new Misfit(`there is no part ${index} in ${value.text.slice(0, 100)}`, value);
	const from = parts.slice(0, index).reduce((length, one) => length + one.length + delimiter.length, 0);
	if (isComposed(value)) return {
		...partOf(value, from, from + part.length),
		...decider(value, from)
	};
	return partOf(value, from, from + part.length);
}
/** Of a text that several places decided, the one that decides where a part begins. */
function decider(value, from) {
	if (!isComposed(value)) return value;
	const { name, tag, digest } = value.image;
	const at = value.text.indexOf("@");
	const colon = value.text.indexOf(":", value.text.indexOf("/") + 1);
	const { source, start, end } = (at >= 0 && from > at ? digest : colon >= 0 && from > colon ? tag : name) ?? value;
	return {
		source,
		start,
		end
	};
}
/** What a target becomes. A text keeps the type that it has. @throws Misfit */
function replaced(target, value, { delimiter, index }) {
	if (delimiter !== "") {
		if (target.kind !== "scalar") throw new Misfit("only a text can be cut at a delimiter", target);
		return joined$2(target, textScalar(value), {
			delimiter,
			index
		});
	}
	if (target.kind !== "scalar" || value.kind !== "scalar") return value;
	return {
		...value,
		style: target.style,
		tag: target.tag
	};
}
function textScalar(value) {
	if (value.kind === "scalar" && textOf$3(value) !== void 0) return value;
	throw new Misfit("only a text can be put between delimiters", value);
}
function joined$2(target, value, { delimiter, index }) {
	const parts = target.text.split(delimiter);
	const place = index < 0 ? 0 : Math.min(index, parts.length);
	const before = parts.slice(0, place);
	const after = parts.slice(index < 0 ? 0 : place + 1);
	const text = checkLength([
		...before,
		value.text,
		...after
	].join(delimiter), target);
	const from = before.reduce((length, one) => length + one.length + delimiter.length, 0);
	return composed(target, text, [{
		from,
		to: from + value.text.length,
		by: value
	}]);
}
// src/effective/kustomize/replace/replacements.ts
/** Replacements of a field, those of files that it names among them. */
function replacementsIn(holder, { read, notes }) {
	return listIn(holder, "replacements").flatMap((item) => {
		const path = scalarIn$1(item, "path");
		if (!path) return [item];
		const file = read(path);
		notes.add(file?.unknown ?? []);
		return (file?.documents ?? []).flatMap((document) => document.kind === "list" ? document.items : [document]);
	});
}
/** Copies a value to all its targets. */
function applyReplacement(resources, replacement, desk) {
	const { notes } = desk;
	const targets = listIn(replacement, "targets");
	if (!desk.spend(resources.length * (targets.length + 1) * 5, replacement)) return resources;
	try {
		const value = sourceValueOf(resources, replacement);
		return targets.reduce((held, target) => applyTo(held, {
			target,
			value
		}, notes), resources);
	} catch (error) {
		if (!(error instanceof Misfit)) throw error;
		(error.isMissing ? notes.missing : notes.note)(`a replacement does not work: ${error.message}`, error.at);
		return resources;
	}
}
function sourceValueOf(resources, replacement) {
	const given = fieldOf(replacement, "sourceValue");
	if (given) return given;
	const source = fieldOf(replacement, "source");
	if (!source) throw new Misfit("it has no source", replacement);
	const found = resources.filter((resource) => idsOf(resource).some((id) => isSource(id, source)));
	const [first] = found;
	if (!first) throw new Misfit("no object is what its source names", source, { isMissing: true });
	if (found.length > 1) throw new Misfit("more than one object is what its source names", source);
	const path = textIn$1(source, "fieldPath") || "metadata.name";
	const value = lookUp(first.root, path);
	if (!value || (value.kind === "scalar" ? isNull(value) : isEmpty(value))) throw new Misfit(`its source has no ${path}`, fieldOf(source, "fieldPath") ?? source);
	return refined(value, optionsOf(source));
}
const isEmpty = (node) => node.kind === "map" && node.entries.length === 0 || node.kind === "list" && node.items.length === 0;
/** All that an object is known by; now, its namespace is as it is written. */
const idsOf = ({ id, before, root }) => [{
	...id,
	namespace: textAt$1(valueAt(root, "metadata"), "namespace") ?? ""
}, ...before];
function isSource(id, source) {
	const namespace = textIn$1(source, "namespace");
	return [
		"group",
		"version",
		"kind",
		"name"
	].every((key) => {
		const wanted = textIn$1(source, key);
		return wanted === "" || wanted === id[key];
	}) && (namespace === "" || (namespace || "default") === (id.namespace || "default"));
}
function applyTo(resources, { target, value }, notes) {
	const select = fieldOf(target, "select");
	if (!select) throw new Misfit("a target selects nothing", target);
	const wanted = selectorOf(select);
	const rejects = listIn(target, "reject").map(selectorOf);
	const unwanted = rejects.filter((one) => one !== void 0);
	if (!wanted || unwanted.length < rejects.length) throw new Misfit("which objects a target selects cannot be told", target);
	return resources.map((resource) => {
		const ids = idsOf(resource);
		const isMeant = wanted.isLabelled(resource) && ids.some(wanted.isCalled);
		const isRejected = unwanted.some((one) => !one.isBare && ids.some(one.isCalled) || one.hasLabels && one.isLabelled(resource));
		if (!isMeant || isRejected) return resource;
		return orUnchanged(resource, notes, () => fieldsOf(target).reduce((root, path) => set(root, path, {
			target,
			value
		}), resource.root));
	});
}
const fieldsOf = (target) => {
	const paths = listIn(target, "fieldPaths").filter(isScalar);
	return paths.length > 0 ? paths : [target];
};
function set(root, at, { target, value }) {
	const path = at.kind === "scalar" ? textOf$3(at) ?? "" : "metadata.name";
	const options = optionsOf(target);
	const found = placesAt(root, path, {
		value,
		create: options.create
	});
	if (found.places.length === 0) throw new Misfit(`an object that it selects has no ${path}`, at);
	const whole = found.places.reduce((held, place) => withNodeAt(held, place.path, replaced(place.node, value, options)), found.root);
	return whole.kind === "map" ? checkSize(whole, at) : root;
}
function orUnchanged(resource, notes, change) {
	try {
		return changed(resource, change());
	} catch (error) {
		if (!(error instanceof Misfit)) throw error;
		notes.note(`a replacement does not work: ${error.message}`, error.at);
		return resource;
	}
}
// src/effective/kustomize/build/load.ts
function openLoader(files) {
	const texts = /* @__PURE__ */ new Map();
	const text = (path) => kept(texts, path, () => files.file(path)?.text ?? decoded$1(files.bytes(path)));
	const read = /* @__PURE__ */ new Map();
	const documents = (path) => kept(read, path, () => documentsOf$1(path, files, text));
	const loaded = /* @__PURE__ */ new Map();
	const objects = (path) => kept(loaded, path, () => objectsIn(documents(path)));
	return {
		documents,
		objects,
		text
	};
}
function kept(known, path, make) {
	const old = known.get(path);
	if (old !== void 0 || known.has(path)) return old;
	const made = make();
	known.set(path, made);
	return made;
}
const decoded$1 = (bytes) => bytes && new TextDecoder().decode(bytes);
function documentsOf$1(path, files, textOf) {
	const file = files.file(path);
	if (file && file.kind !== "code") return {
		documents: file.documents,
		unknown: faultsIn(file)
	};
	const text = textOf(path);
	if (text === void 0) return void 0;
	const source = {
		path,
		text,
		exact: true
	};
	const { documents, faults } = readYaml(source);
	return {
		documents: documents.flatMap(({ root }) => root ?? []),
		unknown: faults.map(({ message, offset }) => ({
			message: `${path} cannot be read: ${message}`,
			at: {
				source,
				start: offset,
				end: offset
			}
		}))
	};
}
function objectsIn(read) {
	if (!read) return void 0;
	return objectsOf(read.documents, read.unknown);
}
/** Lists of objects are taken apart; what has no kind or name stops kustomize. */
function objectsOf(documents, known) {
	const resources = [];
	const unknown = [...known];
	const open = [...documents];
	for (const node of open) {
		const kind = textAt$1(node, "kind") ?? "";
		if (node.kind === "map" && kind.endsWith("List") && valueAt(node, "items")) {
			for (const item of itemsAt(node, "items")) open.push(item);
			continue;
		}
		if (node.kind === "map" && kind && textAt$1(valueAt(node, "metadata"), "name")) resources.push(resourceOf(node));
		else unknown.push({
			message: "this is no object of Kubernetes: it has no kind or no name",
			at: node
		});
	}
	return {
		resources,
		unknown
	};
}
// src/effective/kustomize/build/plugins.ts
/** kustomize's own plug-ins, as far as they change what somebody asks for. */
const CHANGES = {
	ConfigMapGenerator: (work, config) => generateOne(work, config, "ConfigMap"),
	SecretGenerator: (work, config) => generateOne(work, config, "Secret"),
	ImageTagTransformer: setImage,
	PatchTransformer: patch$1,
	PatchJson6902Transformer: patch$1,
	PatchStrategicMergeTransformer: patchAll,
	NamespaceTransformer: (work, config) => {
		const namespace = valueUnder(config, ["metadata", "namespace"]);
		if (namespace?.kind === "scalar") work.resources = setNamespace(work.resources, namespace, work.notes);
	},
	PrefixTransformer: (work, config) => affix(work, textIn$1(config, "prefix"), ""),
	SuffixTransformer: (work, config) => affix(work, "", textIn$1(config, "suffix")),
	PrefixSuffixTransformer: (work, config) => affix(work, textIn$1(config, "prefix"), textIn$1(config, "suffix")),
	LabelTransformer: (work, config) => {
		addPairs(work, pairsOf(config, "labels"));
	},
	AnnotationsTransformer: (work, config) => {
		addPairs(work, pairsOf(config, "annotations"));
	},
	ReplicaCountTransformer: (work, config) => {
		const count = scalarIn$1(fieldOf(config, "replica"), "count");
		const name = textIn$1(fieldOf(config, "replica"), "name");
		if (count) setReplicas(work, name, count);
	},
	ReplacementTransformer: (work, config) => {
		for (const one of replacementsIn(config, work)) work.resources = applyReplacement(work.resources, one, work);
	},
	HashTransformer: () => void 0,
	LegacyOrderTransformer: () => void 0,
	SortOrderTransformer: () => void 0
};
/** The configurations of plug-ins that a field lists: inline, in files, or in folders that are built. */
function configurationsIn(work, field, resourcesAt) {
	return listIn(work.opened.root, field).filter(isScalar).flatMap((at) => {
		if (!isInlineConfiguration(at.text)) return resourcesAt(at);
		const { documents, unknown } = inlineDocuments(at);
		const read = objectsOf(documents, unknown);
		work.notes.add(read.unknown);
		return read.resources;
	}).map(({ root }) => root);
}
/** Runs a plug-in that is kustomize's own; of any other it is not known what it does. */
function runPlugin(work, config) {
	const kind = textAt$1(config, "kind") ?? "";
	const change = textAt$1(config, "apiVersion") === "builtin" && Object.hasOwn(CHANGES, kind) ? CHANGES[kind] : void 0;
	if (change) change(work, config);
	else work.notes.note(`what the plug-in ${shown$1(kind)} does is not known`, valueAt(config, "kind") ?? config);
}
function setImage(work, config) {
	const node = fieldOf(config, "imageTag");
	if (!node || !isMap(node)) return;
	const specs = listIn(config, "fieldSpecs").map(fieldSpecOf);
	work.resources = applyImages(work.resources, {
		entries: [entryOf(node)],
		specs
	}, work).resources;
}
function patch$1(work, config) {
	const one = patchFrom(config, work);
	if (one) work.resources = applyPatch(work.resources, one, work);
}
function patchAll(work, config) {
	const inline = scalarIn$1(config, "patches");
	const patches = [...patchesIn(config, "paths", work), ...inline ? [{
		...plain(config),
		...inlineDocuments(inline)
	}] : []];
	for (const one of patches) work.resources = applyPatch(work.resources, one, work);
}
const plain = (at) => ({
	target: void 0,
	at,
	mayRename: false,
	mayChangeKind: false
});
const affix = (work, prefix, suffix) => {
	work.resources = rename(work.resources, (name) => `${prefix}${name}${suffix}`);
};
/** Where no template is among its fields, templates are left alone. */
function pairsOf(config, of) {
	const specs = listIn(config, "fieldSpecs").map(fieldSpecOf);
	return {
		pairs: fieldOf(config, of),
		of,
		inTemplates: specs.some(({ path }) => path.includes("template"))
	};
}
// src/effective/kustomize/build/transform.ts
/** What a kustomization changes, in the order in which kustomize does it, whatever order the fields are in. */
function transform(work) {
	patch(work, "patchesStrategicMerge");
	patch(work, "patches");
	patchAsGiven(work);
	setNames(work);
	setMetadata(work);
	patch(work, "patchesJson6902");
	scale(work);
	setImages(work);
	replace(work);
}
function patch(work, field) {
	for (const one of patchesIn(work.opened.root, field, work)) work.resources = applyPatch(work.resources, one, work);
}
function patchAsGiven(work) {
	for (const item of work.overrides.patches ?? []) {
		const one = patchFrom(item, work);
		if (one) work.resources = applyPatch(work.resources, one, work);
	}
}
function setNames(work) {
	const namespace = settingOf(work, "namespace");
	if (namespace) work.resources = setNamespace(work.resources, namespace, work.notes);
	const prefix = settingOf(work, "namePrefix")?.text ?? "";
	if (prefix) work.resources = rename(work.resources, (name) => `${prefix}${name}`);
	const suffix = settingOf(work, "nameSuffix")?.text ?? "";
	if (suffix) work.resources = rename(work.resources, (name) => `${name}${suffix}`);
}
function setMetadata(work) {
	const { root } = work.opened;
	for (const item of listIn(root, "labels")) {
		const inTemplates = isTrue(fieldOf(item, "includeSelectors")) || isTrue(fieldOf(item, "includeTemplates"));
		addPairs(work, {
			pairs: fieldOf(item, "pairs"),
			of: "labels",
			inTemplates
		});
	}
	addPairs(work, {
		pairs: fieldOf(root, "commonLabels"),
		of: "labels",
		inTemplates: true
	});
	addPairs(work, {
		pairs: fieldOf(root, "commonAnnotations"),
		of: "annotations",
		inTemplates: true
	});
}
function scale(work) {
	for (const item of listIn(work.opened.root, "replicas")) {
		const count = scalarIn$1(item, "count");
		if (count) setReplicas(work, textIn$1(item, "name"), count);
	}
}
function setImages(work) {
	const entries = imagesOf(work);
	if (entries.length === 0) return;
	const isComplete = work.notes.all().length === 0;
	const { resources, imageSpecs: specs } = work;
	const applied = applyImages(resources, {
		entries,
		specs
	}, work);
	work.resources = applied.resources;
	if (Object.keys(work.overrides).length > 0) return;
	const { matched, isWhole } = applied;
	work.building.workshop.onImages({
		matched,
		resources,
		specs,
		isComplete: isComplete && isWhole
	});
}
function replace(work) {
	for (const one of replacementsIn(work.opened.root, work)) work.resources = applyReplacement(work.resources, one, work);
}
// src/effective/kustomize/read/uses.ts
/** Everything that a kustomization names besides itself, in the order of its fields. */
function usesOf({ folder, root }, standing) {
	return [...Object.entries(LISTS$1).flatMap(([field, role]) => listIn(root, field).filter(isScalar).filter((at) => textOf$3(at) && !isInline(field, at.text)).map((at) => ({
		field,
		at,
		role,
		text: at.text
	}))), ...filesIn(root).map(({ field, at, text }) => ({
		field,
		at,
		role: "file",
		text
	}))].map(({ field, at, role, text }) => ({
		field,
		at,
		...placeOf$3({
			folder,
			role,
			text
		}, standing)
	}));
}
const isInline = (field, text) => field === "patchesStrategicMerge" && isInlinePatch(text) || CONFIGURED.has(field) && isInlineConfiguration(text);
/** kustomize looks for a file first, and then for a repository or a folder. */
function placeOf$3({ folder, role, text }, standing) {
	if (isRemoteFile(text)) return {
		path: void 0,
		kind: "remote"
	};
	const path = resolveIn(folder, text);
	const found = path === void 0 ? void 0 : standing(path);
	if (role !== "component" && found?.kind === "file") return {
		path: found.path,
		kind: "file"
	};
	if (role !== "file" && isRepository(text)) return {
		path: void 0,
		kind: "remote"
	};
	if (role !== "file" && found?.kind === "folder") return {
		path: found.path,
		kind: "folder"
	};
	return {
		path,
		kind: "missing"
	};
}
function filesIn(root) {
	return [
		...LISTS_OF_PATHS.flatMap((field) => listIn(root, field).flatMap((item) => files(field, [pathOf(item)]))),
		...GENERATORS.flatMap((field) => listIn(root, field).flatMap((item) => sourcesIn(field, item))),
		...HELM$1.flatMap((field) => listIn(root, field).flatMap((item) => files(field, [
			fieldOf(item, "valuesFile"),
			fieldOf(item, "values"),
			...listIn(item, "additionalValuesFiles")
		]))),
		...files("openapi", [fieldOf(fieldOf(root, "openapi"), "path")])
	];
}
const pathOf = (item) => isScalar(item) ? item : fieldOf(item, "path");
function files(field, nodes) {
	return nodes.flatMap((at) => at?.kind === "scalar" && textOf$3(at) ? [{
		field,
		at,
		text: at.text
	}] : []);
}
/** `files`, also as `key=path`, `envs` and `env` (kustomize api, types/kvpairsources.go). */
function sourcesIn(field, generator) {
	return [...files(field, listIn(generator, "files")).map((file) => ({
		...file,
		text: file.text.slice(file.text.indexOf("=") + 1)
	})), ...files(field, [...listIn(generator, "envs"), fieldOf(generator, "env")])];
}
// src/effective/kustomize/build/budget.ts
/**
* How often objects may be looked at or changed in all builds of a repository together. Twenty thousand overlays of
* ten objects with ten images come to as much; two files of a megabyte can ask for a thousand times more.
*/
const MOST_STEPS = 3e6;
const openBudget = () => ({ left: MOST_STEPS });
function spend(budget, steps, { notes, at }) {
	if (steps <= budget.left) {
		budget.left -= steps;
		return true;
	}
	budget.left = 0;
	notes.once("the kustomizations of this repository ask for more work than an audit does", at);
	return false;
}
// src/effective/kustomize/build/notes.ts
function openNotes() {
	const known = /* @__PURE__ */ new Map();
	const said = /* @__PURE__ */ new Set();
	const keep = (unknown) => {
		const { message, at } = unknown;
		const key = `${at.source.path}\n${at.start}\n${message}`;
		if (!known.has(key)) known.set(key, unknown);
	};
	const note = (message, { source, start, end }) => keep({
		message,
		at: {
			source,
			start,
			end
		}
	});
	return {
		note,
		once: (message, at) => {
			if (!said.has(message)) note(message, at);
			said.add(message);
		},
		missing: (message, at) => {
			if (known.size === 0) note(message, at);
		},
		add: (unknown) => {
			for (const one of unknown) keep(one);
		},
		all: () => [...known.values()]
	};
}
// src/effective/kustomize/build/work.ts
/** People stay far below; a hostile tree could go on for ever, or double with every level. */
const MOST_LOADS = 5e3;
/** What a folder has gathered so far, on top of what was there before. */
var Work = class {
	building;
	opened;
	notes = openNotes();
	overrides = {};
	resources;
	imageSpecs;
	varSpecs;
	vars;
	#loads;
	#keyed;
	constructor(building, opened, before) {
		this.building = building;
		this.opened = opened;
		this.resources = before.resources;
		this.imageSpecs = before.imageSpecs;
		this.varSpecs = before.varSpecs;
		this.vars = before.vars;
		this.#loads = before.loads + 1;
		this.notes.add(before.unknown);
		this.notes.add(opened.unknown);
	}
	layer() {
		const { resources, imageSpecs, varSpecs, vars } = this;
		return {
			resources,
			imageSpecs,
			varSpecs,
			vars,
			loads: this.#loads,
			unknown: this.notes.all()
		};
	}
	/** With what a component made of it. */
	become(layer) {
		this.resources = layer.resources;
		this.imageSpecs = layer.imageSpecs;
		this.varSpecs = layer.varSpecs;
		this.vars = layer.vars;
		this.#loads = layer.loads;
		this.notes.add(layer.unknown);
	}
	/** Adds objects; one that is there already stops kustomize. */
	add(added) {
		const keys = this.#keysOf(this.resources);
		const fresh = [];
		for (const { resources, at } of added) for (const resource of resources) {
			const key = keyOf$1(resource.id);
			if (keys.has(key)) this.notes.note(`${titleOf(resource.id)} is there already, which kustomize does not take`, at);
			else fresh.push(resource);
			keys.add(key);
		}
		this.resources = [...this.resources, ...fresh];
		this.#keyed = {
			resources: this.resources,
			keys
		};
	}
	/** Those of what was added last are still known, where nothing was changed since. */
	#keysOf(resources) {
		if (this.#keyed?.resources === resources) return this.#keyed.keys;
		return new Set(resources.map(({ id }) => keyOf$1(id)));
	}
	/** What a base hands on besides its objects. */
	inherit({ imageSpecs, varSpecs, vars }) {
		this.imageSpecs = mergeSpecs(this.imageSpecs, imageSpecs);
		this.varSpecs = mergeSpecs(this.varSpecs, varSpecs);
		this.vars = [.../* @__PURE__ */ new Set([...this.vars, ...vars])];
	}
	spend = (steps, at) => spend(this.building.workshop.budget, steps, {
		notes: this.notes,
		at
	});
	/** Whether so many more may be loaded; where not, that is noted. */
	mayLoad(count, at) {
		if (this.#loads + count > 5e3) {
			this.notes.note(`${where(this.opened.folder)} leads to more than ${MOST_LOADS} files and folders`, at);
			return false;
		}
		this.#loads += count;
		return true;
	}
	/** Whether a folder may be entered: not one that is being built, and not for ever deeper. */
	mayEnter(folder, at) {
		const { stack } = this.building;
		const isCircle = stack.includes(folder);
		if (isCircle) this.notes.note(`${where(folder)} leads back to itself`, at);
		else if (stack.length >= 50) this.notes.note(`kustomizations are nested deeper than 50`, at);
		return !isCircle && stack.length < 50;
	}
	/** The documents of a file that a field names. */
	read = (at, text = at.text) => {
		const place = this.find(at, "file", text);
		return place && this.mayLoad(1, at) ? this.building.workshop.loader.documents(place.path) : void 0;
	};
	/** Its text, whatever it is written in. */
	readText(at, text = at.text) {
		const place = this.find(at, "file", text);
		if (!place || !this.mayLoad(1, at)) return void 0;
		const found = this.building.workshop.loader.text(place.path);
		if (found === void 0) this.notes.note(`${shown$1(text)} cannot be read`, at);
		return found === void 0 ? void 0 : {
			path: place.path,
			text: found
		};
	}
	/** What a name leads to; where it leads nowhere, that is noted. */
	find(at, role, text = at.text) {
		const { folder } = this.opened;
		const { path, kind } = placeOf$3({
			folder,
			role,
			text
		}, this.building.workshop.standing);
		if (path !== void 0 && (kind === "file" || kind === "folder")) return {
			path,
			kind
		};
		const why = kind === "remote" ? "is remote, and nothing is fetched" : "is not in the repository";
		this.notes.note(`${shown$1(text)} ${why}`, at);
	}
};
// src/effective/kustomize/build/accumulate.ts
/** What a folder builds, once for all that use it. */
function layerOf(folder, building) {
	const { layers, opened } = building.workshop;
	const kept = layers.get(folder);
	if (kept) return kept;
	const kustomization = opened.get(folder);
	if (!kustomization) return void 0;
	const layer = accumulate(kustomization, {
		before: EMPTY,
		building
	});
	layers.set(folder, layer);
	return layer;
}
/** Does what a kustomization says, in kustomize's order. */
function accumulate(opened, { before, building, overrides = {} }) {
	const { workshop, stack } = building;
	const work = new Work({
		workshop,
		stack: [...stack, opened.folder]
	}, opened, before);
	work.overrides = overrides;
	const { root } = opened;
	addResources(work, [...listIn(root, "resources"), ...listIn(root, "bases")].filter(isScalar));
	configure(work);
	generate(work);
	noteUnknown(work);
	const configurations = (field) => configurationsIn(work, field, (at) => resourcesAt(work, at));
	for (const config of configurations("generators")) runPlugin(work, config);
	for (const at of listIn(root, "components").filter(isScalar)) addComponent(work, at);
	for (const given of overrides.components ?? []) addComponent(work, placed(given, work));
	transform(work);
	for (const config of configurations("transformers")) runPlugin(work, config);
	work.vars = [.../* @__PURE__ */ new Set([...work.vars, ...listIn(root, "vars")])];
	return work.layer();
}
/** What is never run here, or changes what patches mean. */
function noteUnknown(work) {
	const { root } = work.opened;
	for (const field of HELM$1) for (const chart of listIn(root, field)) work.notes.note(`what the chart ${textAt$1(chart, "name") ?? ""} renders is not known`, chart);
	const schema = scalarIn$1(fieldOf(root, "openapi"), "path");
	if (schema) work.notes.note("a schema of its own says how patches are merged", schema);
}
function addResources(work, named) {
	work.add(named.map((at) => ({
		at,
		resources: resourcesAt(work, at)
	})));
}
function resourcesAt(work, at) {
	const place = work.find(at, "base");
	if (!place) return [];
	if (place.kind === "folder") return baseAt(work, place.path, at);
	const found = work.mayLoad(1, at) ? work.building.workshop.loader.objects(place.path) : void 0;
	work.notes.add(found?.unknown ?? []);
	return found?.resources ?? [];
}
function baseAt(work, folder, at) {
	if (!work.mayEnter(folder, at)) return [];
	const { opened } = work.building.workshop;
	if (opened.get(folder)?.isComponent) {
		work.notes.note(`${where(folder)} is a component, which only components can name`, at);
		return [];
	}
	const base = layerOf(folder, work.building);
	if (!base) work.notes.note(`${where(folder)} has no kustomization that can be read`, at);
	if (!base || !work.mayLoad(base.loads, at)) return [];
	work.notes.add(base.unknown);
	work.inherit(base);
	return base.resources;
}
function addComponent(work, at) {
	const place = work.find(at, "component");
	if (!place || !work.mayEnter(place.path, at) || !work.mayLoad(1, at)) return;
	const component = work.building.workshop.opened.get(place.path);
	if (!component?.isComponent) {
		work.notes.note(`${where(place.path)} has no component that can be read`, at);
		return;
	}
	work.become(accumulate(component, {
		before: work.layer(),
		building: work.building
	}));
}
// src/effective/kustomize/images/unreached.ts
/** An object with more of them says nothing that people could use. */
const MOST_FIELDS = 2e3;
const fieldsFor = keptFor((specs) => keptFor((root) => find(root, specs)));
/** Fields of an object that may hold an image, and that `images:` does not look at. */
const unreachedIn = (root, specs) => fieldsFor(specs)(root);
function find(root, specs) {
	const id = identityOf(root);
	if (id.kind === "CustomResourceDefinition") return [];
	const reached = new Set(sitesOf$1(root, specs).sites.map(({ scalar }) => scalar));
	const fields = [];
	walk(root, [], (scalar, path) => {
		if (reached.has(scalar) || fields.length >= MOST_FIELDS || !mayBeImage(scalar, path)) return;
		fields.push({
			object: titleOf(id),
			field: shownPath(path),
			scalar
		});
	});
	return fields;
}
/** A name without a registry or tag is a word like any other: only the field says that it is an image. */
function mayBeImage({ text }, path) {
	if (text === "" || text.length > 1e3 || path[0] === "metadata") return false;
	return /image/i.test(String(path.findLast((step) => typeof step === "string"))) || /^[\w.-]+[/:][^\s]*$/.test(text);
}
function walk(node, path, found) {
	if (node.kind === "scalar") found(node, path);
	for (const { key, value } of entriesOf$1(node)) walk(value, [...path, key.text], found);
	for (const [at, item] of itemsOf$2(node).entries()) walk(item, [...path, at], found);
}
/** As `spec.template.spec.containers[0].image`. */
function shownPath(path) {
	return path.map((step) => typeof step === "number" ? `[${step}]` : `.${step}`).join("").replace(/^\./, "");
}
// src/effective/kustomize/images/entries.ts
/** More are of no use to anybody. */
const MOST_NAMED = 200;
/** How many fields are looked at for all entries that match nothing: people have few of those. */
const MOST_LOOKS = 2e6;
function openEntries() {
	const uses = /* @__PURE__ */ new Map();
	const keep = (use) => {
		for (const { node } of use.matched.keys()) {
			const known = uses.get(node);
			if (known) known.push(use);
			else uses.set(node, [use]);
		}
	};
	const looks = { left: MOST_LOOKS };
	return {
		keep,
		describe: (node) => describe(node, uses.get(node) ?? [], looks)
	};
}
function describe(node, uses, looks) {
	const entry = entryOf(node);
	const { name, matches, newName, newTag, digest } = entry;
	const matched = [...new Set(uses.flatMap((use) => [...use.matched.get(entry) ?? []]))];
	return {
		node,
		name,
		newName,
		newTag,
		digest,
		matched,
		unreachable: matched.length > 0 || !matches ? [] : unreachedBy(matches, uses, looks),
		complete: uses.length > 0 && looks.left >= 0 && uses.every(({ isComplete }) => isComplete),
		candidates: [...new Set(uses.flatMap(candidatesOf))].toSorted().slice(0, MOST_NAMED),
		besides: name && matches ? besidesOf(name.text, matches, uses) : []
	};
}
function besidesOf(text, matches, uses) {
	const { name } = splitImage(text);
	if (name === text) return [];
	return [...new Set(uses.flatMap((use) => imagesByName(use).get(name) ?? []))].filter((one) => !matches(one)).slice(0, MOST_NAMED);
}
const imagesByName = keptFor((use) => {
	const texts = use.resources.flatMap(({ root }) => sitesOf$1(root, use.specs).sites.map(({ scalar }) => scalar.text));
	return Map.groupBy(new Set(texts), (text) => splitImage(text).name);
});
const candidatesOf = keptFor((use) => {
	const names = use.resources.flatMap(({ root }) => sitesOf$1(root, use.specs).sites.flatMap(({ scalar }) => isNull(scalar) || scalar.text === "" ? [] : [splitImage(scalar.text).name]));
	return [...new Set(names)];
});
function unreachedBy(matches, uses, looks) {
	const found = /* @__PURE__ */ new Map();
	for (const use of uses) for (const resource of use.resources) {
		const fields = unreachedIn(resource.root, use.specs);
		looks.left -= 1 + fields.length;
		if (looks.left < 0) return [...found.values()];
		for (const { scalar, ...unreached } of fields) if (found.size < MOST_NAMED && matches(scalar.text)) found.set(scalar, {
			...unreached,
			at: scalar
		});
	}
	return [...found.values()];
}
// src/effective/kustomize/read/reach.ts
/** By way of a link it is what the link leads to, as kustomize itself goes on from there. */
function openStanding(files) {
	const paths = new Set(files.paths);
	const folders = /* @__PURE__ */ new Set([""]);
	for (const path of files.paths) for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) {
		const folder = path.slice(0, at);
		if (folders.has(folder)) break;
		folders.add(folder);
	}
	return (path) => {
		if (paths.has(path)) return {
			kind: "file",
			path
		};
		if (folders.has(path)) return {
			kind: "folder",
			path
		};
		if (files.has(path)) return {
			kind: "file",
			path: files.file(path)?.path ?? path
		};
		const name = KUSTOMIZATION_NAMES.find((one) => files.has(inFolder(path, one)));
		const linked = name === void 0 ? void 0 : files.file(inFolder(path, name));
		return linked ? {
			kind: "folder",
			path: parentOf(linked.path)
		} : {
			kind: "missing",
			path
		};
	};
}
function openReach(opened, standing) {
	const uses = new Map([...opened].map(([folder, one]) => [folder, usesOf(one, standing)]));
	const usedBy = usersIn(uses);
	const files = [...uses.values()].flatMap((named) => named.flatMap(({ kind, path }) => kind === "file" && path !== void 0 ? [path] : []));
	const own = [...opened.values()].map(({ file }) => file.path);
	return {
		uses,
		usedBy,
		roots: rootsOf(opened, {
			uses,
			usedBy
		}),
		reached: /* @__PURE__ */ new Set([...files, ...own])
	};
}
const foldersIn = (named) => named.flatMap(({ kind, path }) => kind === "folder" && path !== void 0 ? [path] : []);
function usersIn(uses) {
	const users = /* @__PURE__ */ new Map();
	for (const [folder, named] of uses) for (const used of new Set(foldersIn(named))) push(users, used, folder);
	return users;
}
/** Of folders that only lead to each other the first counts as one, too: what is wrong with them is to be seen. */
function rootsOf(opened, { uses, usedBy }) {
	const deployable = [...opened.values()].filter(({ isComponent }) => !isComponent).map(({ folder }) => folder);
	const roots = deployable.filter((folder) => !usedBy.has(folder));
	const seen = /* @__PURE__ */ new Set();
	const enter = (folder) => {
		const open = [folder];
		for (let next = open.pop(); next !== void 0; next = open.pop()) {
			if (seen.has(next)) continue;
			seen.add(next);
			open.push(...foldersIn(uses.get(next) ?? []));
		}
	};
	roots.forEach(enter);
	const circles = deployable.filter((folder) => {
		if (seen.has(folder)) return false;
		enter(folder);
		return true;
	});
	return [...roots, ...circles].toSorted();
}
function push(users, used, folder) {
	const known = users.get(used);
	if (known) known.push(folder);
	else users.set(used, [folder]);
}
// src/effective/kustomize/replace/var-specs.ts
const IN_CONTAINER = [
	"args",
	"command",
	"env/value",
	"volumeMounts/mountPath"
];
const IN_POD = ["containers", "initContainers"].flatMap((list) => IN_CONTAINER.map((field) => `${list}/${field}`));
const inPods = (kind, pod) => [...IN_POD, "volumes/nfs/server"].map((field) => specFor(`${pod}/${field}`, kind));
/** Where kustomize fills in variables, unless it is told of more (kustomize api, builtinpluginconsts/varreference.go). */
const VAR_SPECS = [
	...inPods("CronJob", "spec/jobTemplate/spec/template/spec"),
	...[
		"DaemonSet",
		"Deployment",
		"Job",
		"ReplicaSet",
		"StatefulSet"
	].flatMap((kind) => inPods(kind, "spec/template/spec")),
	...inPods("Pod", "spec"),
	specFor("spec/template/metadata/annotations", "Deployment"),
	specFor("spec/rules/host", "Ingress"),
	specFor("spec/tls/hosts", "Ingress"),
	specFor("spec/tls/secretName", "Ingress"),
	specFor("spec/ports/port", "Service"),
	specFor("spec/ports/targetPort", "Service"),
	specFor("spec/nfs/server", "PersistentVolume"),
	specFor("metadata/labels"),
	specFor("metadata/annotations")
];
// src/effective/kustomize/replace/vars.ts
/** Puts values in place of `$(NAME)`, at the very end of a build (kustomize api, accumulator, `ResolveVars`). */
function fillVars(layer, desk) {
	const { resources, vars, varSpecs } = layer;
	const { notes } = desk;
	const [first] = vars;
	const steps = resources.length * (vars.length + VAR_SPECS.length + varSpecs.length);
	if (!first || !desk.spend(steps, first)) return resources;
	const values = new Map(vars.flatMap((one) => {
		const value = variableValue(one, resources, notes);
		return value ? [[textIn$1(one, "name"), value]] : [];
	}));
	if (values.size === 0) return resources;
	const specs = [...VAR_SPECS, ...varSpecs];
	return resources.map((resource) => filled(resource, {
		specs,
		values
	}, notes));
}
function variableValue(node, resources, notes) {
	const named = fieldOf(node, "objref");
	const name = textIn$1(node, "name");
	const found = resources.filter((resource) => [resource.id, ...resource.before].some((id) => isNamed(id, named)));
	const path = textIn$1(fieldOf(node, "fieldref"), "fieldpath") || "metadata.name";
	const value = found.length === 1 && found[0] ? lookUp(found[0].root, path) : void 0;
	if (value?.kind === "scalar" && !isNull(value)) return value;
	notes.note(`no one value can be found for the variable ${name}`, node);
}
function isNamed({ group, version, kind, name, namespace }, wanted) {
	const apiVersion = textIn$1(wanted, "apiVersion");
	const inNamespace = textIn$1(wanted, "namespace");
	return name === textIn$1(wanted, "name") && kind === textIn$1(wanted, "kind") && (apiVersion === "" || apiVersion === (group === "" ? version : `${group}/${version}`)) && (inNamespace === "" || inNamespace === namespace);
}
function filled(resource, { specs, values }, notes) {
	try {
		const root = specs.filter((spec) => isOfKind(spec, resource.id)).reduce((held, spec) => filledAt(held, spec, values), resource.root);
		return root === resource.root ? resource : changed(resource, root);
	} catch (error) {
		if (!(error instanceof Misfit)) throw error;
		notes.note(`variables cannot be filled in: ${error.message}`, error.at);
		return resource;
	}
}
function filledAt(root, spec, values) {
	let held = root;
	for (const place of placesOf(root, spec)) {
		const next = place && fill(place.node, values);
		if (next && next !== place.node && place.path.length > 0) held = withNodeAt(held, place.path, next);
	}
	return held.kind === "map" ? held : root;
}
/** A text, or the texts that are right below a list or mapping. */
function fill(node, values) {
	if (node.kind === "scalar") return fillText(node, values);
	if (node.kind === "list") {
		const items = node.items.map((item) => item.kind === "scalar" ? fillText(item, values) : item);
		return items.some((item, at) => item !== node.items[at]) ? {
			...node,
			items
		} : node;
	}
	const entries = node.entries.map((entry) => {
		const value = entry.value.kind === "scalar" ? fillText(entry.value, values) : entry.value;
		return value === entry.value ? entry : {
			key: entry.key,
			value
		};
	});
	return entries.some((entry, at) => entry !== node.entries[at]) ? {
		...mapAt(node, entries),
		flow: node.flow
	} : node;
}
const NAMED = /\$(?:\$|\(([^()]*)\))/g;
function fillText(scalar, values) {
	if (!scalar.text.includes("$")) return scalar;
	const whole = /^\$\(([^()]*)\)$/.exec(scalar.text)?.[1];
	const only = whole === void 0 ? void 0 : values.get(whole);
	if (only) return only;
	const stretches = [];
	let text = "";
	let last = 0;
	for (const found of scalar.text.matchAll(NAMED)) {
		const value = found[1] === void 0 ? void 0 : values.get(found[1]);
		text += scalar.text.slice(last, found.index);
		const from = text.length;
		text = checkLength(`${text}${value?.text ?? (found[0] === "$$" ? "$" : found[0])}`, scalar);
		if (value) stretches.push({
			from,
			to: text.length,
			by: value
		});
		last = found.index + found[0].length;
	}
	text += scalar.text.slice(last);
	if (text === scalar.text) return scalar;
	return stretches.length === 0 ? {
		...scalar,
		text
	} : composed(scalar, text, stretches);
}
// src/effective/kustomize/engine.ts
function openKustomize(files) {
	const opened = findKustomizations(files);
	const standing = openStanding(files);
	const reach = openReach(opened, standing);
	const entries = openEntries();
	const workshop = {
		opened,
		standing,
		loader: openLoader(files),
		layers: /* @__PURE__ */ new Map(),
		budget: openBudget(),
		onImages: entries.keep
	};
	const build = (folder, overrides) => deployed(folder, workshop, overrides);
	const whole = {
		reach,
		entries,
		buildAll: once$1(() => {
			for (const folder of reach.roots) build(folder);
		})
	};
	return {
		kustomizations: new Map([...opened].map(([folder, one]) => [folder, kustomizationOf(one, whole)])),
		roots: reach.roots,
		reached: reach.reached,
		build
	};
}
function kustomizationOf(opened, { reach, entries, buildAll }) {
	const { folder, file, root, isComponent } = opened;
	const images = once$1(() => {
		buildAll();
		return [...listIn(root, "images"), ...listIn(root, "imageTags")].filter(isMap).map(entries.describe);
	});
	return {
		folder,
		file,
		root,
		isComponent,
		get images() {
			return images();
		},
		uses: reach.uses.get(folder) ?? [],
		usedBy: reach.usedBy.get(folder) ?? []
	};
}
function once$1(make) {
	let made;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}
function deployed(folder, workshop, overrides = {}) {
	const opened = workshop.opened.get(folder);
	return atFile(opened?.file.path ?? folder, () => built(folder, {
		opened,
		workshop,
		overrides
	}));
}
function built(folder, { opened, workshop, overrides }) {
	const layer = builtLayer(opened, workshop, overrides);
	const notes = openNotes();
	notes.add(layer.unknown);
	const resources = fillVars(layer, {
		notes,
		spend: (steps, at) => spend(workshop.budget, steps, {
			notes,
			at
		})
	});
	const { namespace: given = textIn$1(opened?.root, "namespace") } = overrides;
	return {
		origin: {
			root: folder,
			kind: "kustomize",
			namespace: (typeof given === "string" ? given : given.text) || void 0
		},
		objects: resources.filter((resource) => !isLocal(resource)).map(objectOf$1),
		unknown: notes.all()
	};
}
/** What nobody else adds anything to is built once, and known to the entries that were applied. */
function builtLayer(opened, workshop, overrides) {
	if (!opened) return EMPTY;
	if (Object.values(overrides).every((value) => value === void 0 || value.length === 0)) return layerOf(opened.folder, {
		workshop,
		stack: []
	}) ?? EMPTY;
	return accumulate(opened, {
		before: EMPTY,
		building: {
			workshop,
			stack: []
		},
		overrides
	});
}
/** What is only there for kustomize itself to read (kustomize api, `DropLocalNodes`). */
function isLocal({ root }) {
	const value = valueAt(valueAt(valueAt(root, "metadata"), "annotations"), "config.kubernetes.io/local-config");
	return value !== void 0 && textOf$3(value) !== "false";
}
// src/effective/kustomize-roots.ts
/** Fields whose files change what others bring: where one of them is not here, nobody knows what is left of it. */
const ALTERING = /* @__PURE__ */ new Set([
	"components",
	"patches",
	"patchesStrategicMerge",
	"patchesJson6902",
	"transformers",
	"replacements",
	"configurations"
]);
/** Whether something that is not in the repository may change what a root deploys. */
function isAltered({ origin, unknown }, kustomizations) {
	if (unknown.some(({ alters }) => alters)) return true;
	const folder = origin.kind === "kustomize" ? origin.root : origin.folder;
	if (folder === void 0 || unknown.length === 0) return false;
	return builtOn(folder, kustomizations).some(({ root, uses }) => valueAt(root, "transformers") !== void 0 || uses.some(isMissingChange));
}
const isMissingChange = ({ field, kind }) => ALTERING.has(field) && (kind === "remote" || kind === "missing");
/** A kustomization with all that it builds on, each once. */
function builtOn(folder, kustomizations) {
	const found = /* @__PURE__ */ new Map();
	const waiting = [folder];
	for (let at = waiting.pop(); at !== void 0; at = waiting.pop()) {
		const kustomization = found.has(at) ? void 0 : kustomizations.get(at);
		if (!kustomization) continue;
		found.set(at, kustomization);
		waiting.push(...kustomization.uses.flatMap(({ kind, path }) => kind === "folder" && path !== void 0 ? [path] : []));
	}
	return [...found.values()];
}
// src/effective/sites/patch-sites.ts
const NOTHING$1 = {
	images: [],
	roles: []
};
/** A patch that is written as a text in a kustomization, of either kind. */
function sitesInPatchText(patch) {
	if (!isWorthReading(patch.text)) return NOTHING$1;
	return joined$1(readNested(patch).documents.map(({ root }) => root ? sitesInPatch(root) : NOTHING$1));
}
/** Reading costs more than looking: most patches are about something else. */
const isWorthReading = (text) => text.includes("image") || mentionsRole(text.replaceAll("~1", "/"));
/** A patch as it is read: a list of operations (RFC 6902), or a part of an object. */
function sitesInPatch(root) {
	if (root.kind === "list") return joined$1(root.items.map((item) => item.kind === "map" ? operationSites(item) : NOTHING$1));
	return {
		images: imageSitesIn(root).map(assumed),
		roles: roleSitesIn(root)
	};
}
const OPERATIONS = /* @__PURE__ */ new Set([
	"add",
	"replace",
	"test"
]);
/** `test` changes nothing, but it says what the author takes for true. */
function operationSites(operation) {
	const value = valueAt(operation, "value");
	const place = placeOfPointer(textAt$1(operation, "path") ?? "");
	if (!value || !place || !OPERATIONS.has(textAt$1(operation, "op") ?? "")) return NOTHING$1;
	const [last, above] = [place.at(-1), place.at(-2)];
	if (value.kind === "scalar") {
		if (last === "image" || last === "imageName") return {
			...NOTHING$1,
			images: [imageAt(value, place)]
		};
		return typeof last === "string" && above === "annotations" && ROLE_KEYS.has(last) && value.text !== "" ? {
			...NOTHING$1,
			roles: [{
				at: value,
				key: last
			}]
		} : NOTHING$1;
	}
	const roles = last === "annotations" ? rolesIn$1(value) : roleSitesIn(value);
	return {
		images: imageSitesIn(value, place).map(assumed),
		roles
	};
}
const imageAt = (at, place) => ({
	at,
	field: fieldOf$1(place),
	reach: "none",
	known: "assumed"
});
const assumed = (site) => ({
	...site,
	known: "assumed"
});
/** A JSON pointer (RFC 6901): `~1` is a slash, `~0` a tilde. */
function placeOfPointer(pointer) {
	if (!pointer.startsWith("/")) return void 0;
	return pointer.slice(1).split("/").slice(0, DEEPEST$1).map(stepOf);
}
/** Longer than any path that leads to a field. */
const DEEPEST$1 = 100;
const stepOf = (step) => /^(?:\d{1,6}|-)$/.test(step) ? Number(step.replace("-", "0")) : step.replaceAll("~1", "/").replaceAll("~0", "~");
function joined$1(all) {
	return {
		images: all.flatMap(({ images }) => images),
		roles: all.flatMap(({ roles }) => roles)
	};
}
// src/effective/open-patches.ts
/** Images and roles in patches whose target is not in the repository: what the patch itself says. */
function openPatches(files, kustomization, origins) {
	const object = `Kustomization/${kustomization.folder === "" ? "." : kustomization.folder}`;
	const found = patchesOf$1(kustomization).flatMap((patch) => sitesOf(files, kustomization, patch));
	const images = found.flatMap((sites) => sites.images);
	const roles = [...found.flatMap((sites) => sites.roles), ...valuesInline(kustomization)];
	return {
		images: images.map((site) => ({
			site,
			object,
			namespace: void 0,
			origins
		})),
		roles: roles.map((site) => ({
			site,
			object,
			origins,
			known: "assumed"
		}))
	};
}
function patchesOf$1({ root }) {
	const merges = itemsAt(root, "patchesStrategicMerge").flatMap((item) => {
		if (item.kind !== "scalar") return [{ node: item }];
		return item.text.includes("\n") ? [{ text: item }] : [{ path: item }];
	});
	const others = ["patches", "patchesJson6902"].flatMap((field) => itemsAt(root, field));
	return [...merges, ...others.flatMap(patchIn)];
}
function patchIn(item) {
	const patch = valueAt(item, "patch");
	const path = valueAt(item, "path");
	if (patch) return [patch.kind === "scalar" ? { text: patch } : { node: patch }];
	return path?.kind === "scalar" ? [{ path }] : [];
}
function sitesOf(files, { folder }, patch) {
	if ("text" in patch) return [sitesInPatchText(patch.text)];
	if ("node" in patch) return [sitesInPatch(patch.node)];
	const file = fileAt(files, inFolder(folder, patch.path.text));
	if (!file || !isWorthReading(file.text)) return [];
	return file.documents.map(sitesInPatch);
}
function fileAt(files, path) {
	const steps = [];
	for (const step of path.split("/")) if (step === "..") steps.pop();
	else if (step !== "." && step !== "") steps.push(step);
	return files.file(steps.join("/"));
}
const valuesInline = ({ root }) => itemsAt(root, "helmCharts").flatMap((chart) => {
	const values = valueAt(chart, "valuesInline");
	return values ? roleSitesIn(values) : [];
});
// src/effective/sites/secret-commands.ts
/** Each command that makes a secret to pull with, with the lines that it goes on over. */
function writesIn(text) {
	return commandsIn(text).flatMap((line) => {
		const words = wordsOf(line);
		const at = kindAt(words, line);
		return at < 0 ? [] : [written(words, at)];
	});
}
/** Secrets that a script deletes, and makes again behind that. */
function deletedFirst(script) {
	const gone = /* @__PURE__ */ new Map();
	const again = /* @__PURE__ */ new Set();
	for (const command of stepsIn(script.text)) {
		const words = wordsOf(command);
		const key = (name) => `${namespaceIn(words) ?? ""}/${name}`;
		for (const name of deletedBy(words)) gone.set(key(name), {
			name,
			script,
			command: beginningOf(command)
		});
		const at = kindAt(words, command);
		const deleted = at < 0 ? void 0 : gone.get(key(nameBehind(words, at) ?? ""));
		if (deleted) again.add(deleted);
	}
	return [...again];
}
const stepsIn = (text) => commandsIn(text).flatMap((line) => line.trimStart().startsWith("#") ? [] : line.split(/&&|\|\||;/));
/** Each line of a script, with those that it goes on over. */
const commandsIn = (text) => text.replaceAll(/\\\r?\n/g, " ").split("\n");
const wordsOf = (line) => line.split(/\s+/).map(unquoted);
/** `kubectl delete secret NAME`, `kubectl -n web delete secret/NAME --ignore-not-found`. */
function deletedBy(words) {
	const at = words.indexOf("delete");
	if (at < 0 || !words.slice(0, at).some((word) => /(?:^|[(/])(?:kubectl|oc)$/.test(word))) return [];
	const named = words.slice(at + 1).filter((word, index, behind) => {
		const before = behind[index - 1] ?? "";
		return word !== "" && !word.startsWith("-") && !NAMESPACE.includes(before);
	});
	const [kind = "", ...names] = named;
	if (/^secrets?$/.test(kind)) return names;
	return named.flatMap((word) => /^secrets?\/(.+)$/.exec(word)?.[1] ?? []);
}
/** As it stands in the file: up to where it goes on in another line. */
const beginningOf = (command) => command.trim().split(/\s{2,}/, 1)[0] ?? "";
/** Where a command says which kind of secret it makes; below zero where it makes none to pull with. */
function kindAt(words, line) {
	const kinds = line.includes("dockerconfigjson") ? ["docker-registry", "generic"] : ["docker-registry"];
	return words.findIndex((word, index) => words[index - 1] === "secret" && kinds.includes(word));
}
function written(words, at) {
	const name = nameBehind(words, at);
	const namespace = namespaceIn(words);
	const isKnown = namespace === void 0 || isPlain$1(namespace);
	return {
		name: name !== void 0 && isPlain$1(name) ? name : void 0,
		namespace: isKnown ? namespace : void 0,
		anywhere: !isKnown
	};
}
function nameBehind(words, at) {
	const behind = words.slice(at + 1);
	return behind.find((word, index) => !word.startsWith("-") && !isValue(behind, index));
}
/** `-n default`: the value of the option before it, which no `=` has brought. */
function isValue(words, index) {
	const before = words[index - 1] ?? "";
	return before.startsWith("-") && !before.includes("=");
}
const NAMESPACE = ["-n", "--namespace"];
function namespaceIn(words) {
	for (const [index, word] of words.entries()) {
		if (NAMESPACE.includes(word)) return words[index + 1];
		const name = NAMESPACE.find((one) => word.startsWith(`${one}=`));
		if (name !== void 0) return word.slice(name.length + 1);
	}
}
const isPlain$1 = (word) => /^[a-z0-9][a-z0-9.-]*$/.test(word);
const unquoted = (word) => word.replaceAll(/["';]/g, "");
// src/effective/sites/refresher.ts
/** Jobs that fetch a password of ECR and write a secret of it, with the scripts of ConfigMaps that they mount. */
function refreshersOf({ origin, objects }) {
	const jobs = objects.filter(({ kind }) => kind === "CronJob" || kind === "Job");
	const configs = jobs.length > 0 ? objects.filter(({ kind }) => kind === "ConfigMap") : [];
	return jobs.flatMap((job) => {
		const own = scriptsIn(job);
		const mounted = configs.filter(({ name }) => own.configMaps.has(name)).flatMap(dataOf);
		const scripts = [...own.scripts, ...mounted];
		const text = [...own.commands, ...mounted.map((script) => script.text)].join("\n");
		if (!FETCHES.test(text) || !WRITES.test(text)) return [];
		return [{
			...placeOf$2(job),
			origin,
			writes: writesIn(text),
			deletes: scripts.flatMap(deletedFirst),
			hosts: hostsIn(text),
			scripts
		}];
	});
}
/** What asks ECR for a password: the command line, an SDK, or a tool. */
const FETCHES = /\bget-login(?:-password)?\b|get-authorization-token|GetAuthorizationToken/;
const WRITES = /docker-registry|dockerconfigjson|dockercfg/;
function placeOf$2(job) {
	const schedule = job.kind === "CronJob" ? valueUnder(job.root, ["spec", "schedule"]) : void 0;
	const scalar = schedule?.kind === "scalar" ? schedule : void 0;
	return {
		object: `${job.kind}/${job.name}`,
		namespace: job.namespace,
		schedule: scalar,
		at: scalar ?? job.root
	};
}
function scriptsIn({ root }) {
	const scripts = [];
	const commands = [];
	const configMaps = /* @__PURE__ */ new Set();
	placesIn(root, ({ entry: { key, value } }) => {
		if ((key.text === "command" || key.text === "args") && value.kind === "list") {
			const words = value.items.filter((item) => item.kind === "scalar");
			scripts.push(...words);
			commands.push(words.map(({ text }) => text).join(" "));
		}
		if (!/^configMap(?:Ref|KeyRef)?$/.test(key.text)) return;
		const name = valueAt(value, "name");
		if (name?.kind === "scalar") configMaps.add(name.text);
	});
	return {
		scripts,
		commands,
		configMaps
	};
}
const dataOf = ({ root }) => entriesOf$1(valueAt(root, "data")).flatMap(({ value }) => value.kind === "scalar" ? [value] : []);
function hostsIn(text) {
	const words = text.split(/[^\w.-]+/).filter((word) => word.includes(".dkr") && roughEcrHost(word));
	return [...new Set(words)].toSorted();
}
// src/effective/sites/pull-secret-sites.ts
/** What pulls with secrets and what makes them, in what one place deploys. */
function pullSecretsOf(deployed) {
	const { origin, objects } = deployed;
	return {
		uses: objects.flatMap((object) => usesIn(object).map((use) => ({
			...use,
			origin
		}))),
		secrets: objects.flatMap((object) => secretsIn(object).map((secret) => ({
			...secret,
			origin
		}))),
		refreshers: refreshersOf(deployed)
	};
}
const nameOf = ({ kind, name }) => `${kind}/${name}`;
function usesIn(object) {
	const uses = [];
	const where = {
		object: nameOf(object),
		namespace: object.namespace
	};
	for (const { holder, value } of listsIn(object.root)) {
		const items = itemsOf$2(value);
		for (const item of items) {
			const at = valueAt(item, "name");
			if (at?.kind !== "scalar" || at.text === "") continue;
			uses.push({
				name: at.text,
				at,
				holder,
				besides: items.length - 1,
				...where
			});
		}
	}
	return uses;
}
/** Deeper than any object that a cluster takes; with aliases a text may go far deeper than its parser does. */
const DEEPEST = 100;
/** Each `imagePullSecrets`, wherever it stands. Objects without are most, and walked through as fast as can be. */
function listsIn(root) {
	const found = [];
	const enter = (node, depth) => {
		if (node.kind === "scalar" || depth > DEEPEST) return;
		if (node.kind === "list") for (const item of node.items) enter(item, depth + 1);
		else for (const entry of node.entries) pass(entry, node, depth);
	};
	const pass = ({ key, value }, holder, depth) => {
		if (value.kind === "scalar") return;
		if (key.text === "imagePullSecrets") found.push({
			holder,
			value
		});
		else enter(value, depth + 1);
	};
	enter(root, 0);
	return found;
}
const NOTHING = {
	hosts: [],
	passwords: []
};
const DOCKER_TYPES = /* @__PURE__ */ new Set(["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"]);
function secretsIn(object) {
	const { root, kind, name, namespace } = object;
	if (kind === "Secret") return committed(object);
	if (kind === "ExternalSecret" || kind === "SealedSecret") {
		const target = valueAt(valueAt(root, "spec"), kind === "SealedSecret" ? "template" : "target");
		const template = kind === "SealedSecret" ? target : valueAt(target, "template");
		if (!DOCKER_TYPES.has(textAt$1(template, "type") ?? "")) return [];
		return [{
			name: textAt$1(target, "name") ?? textOf$3(valueUnder(template, ["metadata", "name"])) ?? name,
			namespace,
			at: root,
			object: nameOf(object),
			made: "external",
			...NOTHING
		}];
	}
	return [];
}
function committed(object) {
	const { root, name, namespace } = object;
	if (!DOCKER_TYPES.has(textAt$1(root, "type") ?? "")) return [];
	const [config] = ["stringData", "data"].flatMap((field) => configIn(root, field));
	const base = {
		name,
		namespace,
		object: nameOf(object)
	};
	if (!config) return [{
		...base,
		at: root,
		made: "external",
		...NOTHING
	}];
	return [{
		...base,
		at: config.at,
		made: "committed",
		hosts: config.hosts,
		passwords: config.passwords
	}];
}
function configIn(root, field) {
	return entriesOf$1(valueAt(root, field)).flatMap(({ key, value }) => {
		if (!/^\.docker(?:configjson|cfg)$/.test(key.text) || value.kind !== "scalar") return [];
		const logins = loginsIn(field === "data" ? decoded(value.text) : value.text);
		const hosts = logins.map(({ host }) => host);
		const passwords = logins.flatMap(({ host, login }) => isPassword(login) ? [host] : []);
		return hosts.length > 0 ? [{
			at: value,
			hosts,
			passwords
		}] : [];
	});
}
const decoded = (text) => Buffer.from(text, "base64").toString("utf8");
/** Of a docker configuration; none of a text that is encrypted, a template or something else. */
function loginsIn(text) {
	try {
		const parsed = JSON.parse(text);
		if (typeof parsed !== "object" || parsed === null) return [];
		const auths = "auths" in parsed ? parsed.auths : parsed;
		if (typeof auths !== "object" || auths === null) return [];
		return Object.entries(auths).map(([server, login]) => ({
			host: hostOf(server),
			login
		}));
	} catch {
		return [];
	}
}
/** A secret that is there to be filled in has nothing in its place, or a word that says so. */
function isPassword(login) {
	if (typeof login !== "object" || login === null) return false;
	const auth = "auth" in login && typeof login.auth === "string" ? decoded(login.auth).replace(/^[^:]*:?/, "") : "";
	const password = "password" in login && typeof login.password === "string" ? login.password : auth;
	if (password.length < LONG) return /^[\w+/=.-]{12,}$/.test(password) && /[a-z]/.test(password) && !STAND_IN.test(password);
	return /^[\w+/=.-]+$/.test(password);
}
/** A word that says so may be in any long password by chance; those of ECR have some two thousand characters. */
const LONG = 100;
const STAND_IN = /placeholder|change|replace|example|dummy|your|token|password/i;
const hostOf = (server) => server.replace(/^https?:\/\//, "").replace(/\/.*$/s, "");
// src/effective/pull-secrets.ts
/** Of every root that has to do with pull secrets. */
function pullsOf(files, deployed) {
	if (!mentionPullSecrets(files)) return [];
	return deployed.map((one) => ({
		deployed: one,
		...pullSecretsOf(one)
	})).filter(({ uses, secrets, refreshers }) => uses.length + secrets.length + refreshers.length > 0);
}
/** Words of which each of them needs one. Looking for them costs far less than a walk through every object. */
const WORDS = [
	"imagePullSecrets",
	"dockerconfigjson",
	"dockercfg",
	"docker-registry"
];
function mentionPullSecrets(files) {
	return files.paths.some((path) => {
		const text = files.file(path)?.text ?? "";
		return WORDS.some((word) => text.includes(word));
	});
}
// src/effective/roles.ts
/** Roles, each once for the line that names it: what is deployed from there is certain, wherever else it is assumed. */
function effectiveRoles(sited) {
	return [...Map.groupBy(sited, ({ site }) => `${site.key}\n${site.at.text}\n${placeKey(site.at)}`).values()].map(merged$1).toSorted((one, other) => byPlace$1(one.at, other.at));
}
function rolesOf({ origin, objects }, sitesOf) {
	return objects.flatMap((object) => sitesOf(object).roles.map((site) => ({
		site,
		object: `${object.kind}/${object.name}`,
		origins: [origin],
		known: isFilledInLater$1(object.apiVersion) ? "assumed" : "certain"
	})));
}
function merged$1(same) {
	const first = same.find(({ known }) => known === "certain") ?? same[0];
	if (!first) throw new Error("a group of roles is empty");
	const { site, object, known } = first;
	const origins = mergedOrigins(same.flatMap((one) => one.origins));
	return {
		arn: site.at.text,
		at: site.at,
		key: site.key,
		object,
		origins,
		known
	};
}
// src/effective/sites/own-paths.ts
/** Paths as `spec.runner.image`, or the end of one; lists on the way are left out, with brackets or without. */
function ownPaths(paths = []) {
	const known = new Set(paths.map((path) => path.replaceAll("[]", "")));
	const last = new Set([...known].map((path) => path.slice(path.lastIndexOf(".") + 1)));
	return (place) => {
		const key = place.at(-1);
		return typeof key === "string" && last.has(key) && endsWithOne(place, known);
	};
}
/** From the field upwards, so that the paths may be any number. */
function endsWithOne(place, known) {
	let path = "";
	for (const key of place.toReversed()) {
		if (typeof key === "number") continue;
		path = path === "" ? key : `${key}.${path}`;
		if (known.has(path)) return true;
	}
	return false;
}
// src/effective/sites/sites.ts
/**
* Each object is walked once, and once for both, however many overlays deploy it.
* @param paths Fields that hold an image, besides those that are known.
*/
function openSites(paths = []) {
	const isOwn = paths.length > 0 ? ownPaths(paths) : void 0;
	const known = /* @__PURE__ */ new WeakMap();
	return ({ root }) => {
		const sites = known.get(root) ?? atFile(root.source.path, () => sitesIn(root, isOwn));
		known.set(root, sites);
		return sites;
	};
}
/** No object has as many; an alias that is named a hundred thousand times stands for one thing. */
const MOST = 1e4;
function sitesIn(root, isOwn) {
	const images = [];
	const roles = [];
	placesIn(root, (placed) => {
		if (images.length < MOST) for (const site of imageSitesAt(placed, isOwn)) images.push(site);
		if (roles.length < MOST) for (const site of roleSitesAt(placed)) roles.push(site);
	});
	return {
		images,
		roles
	};
}
// src/effective/values-roles.ts
/**
* Roles in values of charts, and in whatever else is no object: another file, or the one who installs the chart, may
* say something else, so they are assumed.
*/
function valuesRoles(files) {
	return files.paths.flatMap((path) => {
		const file = isKustomization(path) ? void 0 : files.file(path);
		if (!file || !mentionsRole(file.text)) return [];
		return file.documents.filter((root) => !valueAt(root, "apiVersion") && root.kind === "map").flatMap((root) => roleSitesIn(root)).map((site) => ({
			site,
			object: path,
			origins: [],
			known: "assumed"
		}));
	});
}
// src/effective/open-repository.ts
/**
* Reads a repository as far as somebody asks.
* @param imagePaths Fields of objects that hold an image, besides those that are known.
*/
function openRepository(files, imagePaths = []) {
	const engine = once(() => openKustomize(files));
	const deployments = once(() => deploymentsOf(files, engine()));
	const sitesOf = openSites(imagePaths);
	const patches = once(() => patchesOf(files, engine(), deployments().deployed));
	const images = once(() => {
		const { deployed, delivered } = deployments();
		const others = patches().flatMap((one) => one.images);
		return effectiveImages([
			...sitedImages(deployed, engine(), sitesOf),
			...delivered.images,
			...others
		], delivered.isUpdated);
	});
	const roles = once(() => {
		const { deployed, delivered } = deployments();
		const others = [...patches().flatMap((one) => one.roles), ...valuesRoles(files)];
		return effectiveRoles([
			...sitedRoles(deployed, engine(), sitesOf),
			...delivered.roles,
			...others
		]);
	});
	const pulls = once(() => pullsOf(files, deployments().deployed));
	return {
		files,
		get kustomizations() {
			return engine().kustomizations;
		},
		get deployed() {
			return deployments().deployed;
		},
		get charts() {
			return deployments().delivered.uses;
		},
		get images() {
			return images();
		},
		get roles() {
			return roles();
		},
		get pulls() {
			return pulls();
		}
	};
}
function sitedImages(deployed, { kustomizations }, sitesOf) {
	return deployed.flatMap((one) => {
		const images = imagesIn(one, sitesOf);
		if (!isAltered(one, kustomizations)) return images;
		return images.map((image) => ({
			...image,
			site: {
				...image.site,
				known: "assumed"
			}
		}));
	});
}
function sitedRoles(deployed, { kustomizations }, sitesOf) {
	return deployed.flatMap((one) => {
		const roles = rolesOf(one, sitesOf);
		if (!isAltered(one, kustomizations)) return roles;
		return roles.map((role) => ({
			...role,
			known: "assumed"
		}));
	});
}
/** Patches of roots that are not known in full: what they are for may be elsewhere. */
function patchesOf(files, { kustomizations }, deployed) {
	const origins = /* @__PURE__ */ new Map();
	for (const { origin, unknown } of deployed) {
		const root = origin.kind === "kustomize" ? origin.root : origin.folder;
		if (root === void 0 || unknown.length === 0) continue;
		for (const { folder } of builtOn(root, kustomizations)) {
			const known = origins.get(folder);
			if (known) known.push(origin);
			else origins.set(folder, [origin]);
		}
	}
	return [...origins].flatMap(([folder, from]) => {
		const kustomization = kustomizations.get(folder);
		return kustomization ? [openPatches(files, kustomization, from)] : [];
	});
}
/** Worked out when it is asked for first. */
function once(make) {
	let made;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}
// src/doors/audit/before-change.ts
/** What was wrong before the change: nothing where all that is wrong is wanted. */
async function beforeChange(place, plan, { ports, record, look }) {
	const base = await ports.readBase(place, plan);
	if (!base) return [];
	if ("files" in base) {
		record.change = {
			since: base.commit,
			changed: base.changed
		};
		return look(base).findings;
	}
	const unknown = "it is not known what this change causes";
	if (plan.changedOnly === "true") {
		const hint = "Check out more of the history (fetch-depth: 2 on a pull request), or set changed-only to false.";
		const message = `${unknown}: ${base.unknown}`;
		fail({
			code: "INPUT_INVALID",
			inputs: ["changed-only"],
			message,
			hint
		});
	}
	record.change = base;
	ports.log.warning(`${unknown}, so everything is reported: ${base.unknown}`);
	return [];
}
// src/doors/audit/plan/fields.ts
const REGISTRY_EXAMPLE = "465002806239/ap-southeast-2";
/** `ACCOUNT/REGION`, or the host of the registry. */
const allowedRegistry = (given) => {
	const [account = "", region = "", ...more] = given.split("/");
	if (more.length === 0 && isAccountId(account) && isRegion(region)) return value({
		account,
		region
	});
	if (/\.(?:dkr|public)\b|^dkr\b/.test(given)) {
		const host = ecrHost(given.replace(/\/$/, ""));
		return "value" in host ? value({
			account: host.value.account,
			region: host.value.region
		}) : host;
	}
	return {
		mistake: mistakeIn(account, region),
		example: REGISTRY_EXAMPLE
	};
};
function mistakeIn(account, region) {
	if (!isAccountId(account)) return "does not begin with an account of 12 digits";
	return region === "" ? "has no region behind the account" : `has "${region}" where the AWS region belongs`;
}
/** `RULE: severity`, or with an equals sign: as it is written in YAML, and on a command line. */
function ruleSetting(known) {
	return (given) => {
		const [, rule = "", level = ""] = /^([^:=\s]*)\s*[:=]\s*(\S*)$/.exec(given) ?? [];
		const severity = [...SEVERITIES, "off"].find((one) => one === level);
		const example = `${known.includes(rule) ? rule : known[0] ?? "RULE"}: off`;
		if (rule === "") return {
			mistake: "is not a rule with a severity",
			example
		};
		if (!known.includes(rule)) return unknownRule$1(rule, known);
		return severity ? value({
			rule,
			severity
		}) : {
			mistake: `has "${level}" where error, warning, notice or off belongs`,
			example
		};
	};
}
function unknownRule$1(rule, known) {
	const close = nearest(rule, known);
	return {
		mistake: `names no rule: there is none called ${rule.slice(0, 120)}`,
		...close === void 0 ? {} : { correction: "Did you mean" },
		example: close === void 0 ? "image-mutable-tag: off" : `${close}?`
	};
}
/** `HOST[/path]: number` */
const expectedImages = (given) => {
	const [, registry = "", count = ""] = /^(\S+?)\s*[:=]\s*(\d{1,6})$/.exec(given) ?? [];
	return registry === "" ? {
		mistake: "is not a registry with a number of images",
		example: "709825985650.dkr.ecr.us-east-1.amazonaws.com: 9"
	} : value({
		registry,
		count: Number(count)
	});
};
/** A file that a report is written to, or a baseline is read from. */
const file = (given) => {
	if (/\p{Cc}/u.test(given)) return {
		mistake: "has a control character",
		example: "audit.sarif"
	};
	return given.endsWith("/") ? {
		mistake: "is a folder",
		example: `${given}audit.sarif`
	} : value(given);
};
/** The same where the repository itself says it, which may be that of a stranger. */
const fileInside = (given) => {
	if (/^[/\\~]|^[A-Za-z]:/.test(given) || given.split(/[/\\]/).includes("..")) return {
		mistake: "leads out of the repository",
		example: "reports/audit.sarif"
	};
	return isOfGit(given.replaceAll("\\", "/")) ? {
		mistake: "is a file of git",
		example: "reports/audit.sarif"
	} : file(given);
};
/** A glob over paths of the repository: a folder stands for all that is in it. For `ignore` a rule may stand before it. */
const glob = (given) => {
	const path = given.replace(/^[a-z][a-z0-9-]*:\s+/, "");
	return path !== "" && !path.split("/").includes("..") && !/\p{Cc}/u.test(path) ? value(given) : {
		mistake: "is not a path from the root of the repository",
		example: "vendor/**"
	};
};
/** A glob over tags, which have no slashes. */
const tagGlob = (given) => /^[\w.*?{},-]{1,128}$/.test(given) ? value(given) : {
	mistake: "is not a tag, nor a glob over tags",
	example: "preview-*"
};
/** Keys from the top of an object, or the last of them. */
const fieldPath = (given) => /^[\w-]+(?:\[\])?(?:\.[\w-]+(?:\[\])?){0,50}$/.test(given) ? value(given) : {
	mistake: "is not the path of a field",
	example: "spec.runner.image"
};
// src/doors/audit/inputs.ts
/** Every input, read once. Rules are known by name before one is read. */
function parseInputs({ read, prefix, kind }, rules) {
	const reader = new InputReader(read, prefix, kind);
	return {
		inputs: {
			path: reader.one("path", text$1) ?? ".",
			...sharedFrom(reader, {
				rules,
				path: file
			}),
			roles: reader.list("role-to-assume", roleArn),
			githubToken: reader.one("github-token", secret)
		},
		problems: reader.problems
	};
}
function parseFileSettings(reader, rules) {
	return {
		...sharedFrom(reader, {
			rules,
			path: fileInside
		}),
		mutableTags: reader.list("mutable-tags", tagGlob, "patterns"),
		extraImagePaths: reader.list("extra-image-paths", fieldPath, "patterns"),
		productionPaths: reader.list("production-paths", glob, "patterns"),
		nodesPullWithRole: reader.one("nodes-pull-with-role", flag),
		expectedImages: reader.list("expected-images", expectedImages, "names")
	};
}
function sharedFrom(reader, { rules, path }) {
	return {
		registries: reader.list("allowed-registries", allowedRegistry),
		roleAccounts: reader.list("allowed-role-accounts", accountId),
		placeholderAccounts: reader.list("placeholder-accounts", text$1),
		rules: reader.list("rules", ruleSetting(rules)),
		ignore: reader.list("ignore", glob, "patterns"),
		baseline: reader.one("baseline", path),
		changedOnly: reader.one("changed-only", oneOf("auto", "true", "false")),
		failOn: reader.one("fail-on", oneOf("error", "warning", "never")),
		fix: reader.one("fix", oneOf("off", "safe", "all")),
		fixAs: reader.one("fix-as", oneOf("files", "patch", "suggestions", "pull-request")),
		sarif: reader.one("sarif", path),
		json: reader.one("json", path),
		junit: reader.one("junit", path)
	};
}
// src/doors/audit/plan/make-plan.ts
const REPORT_KINDS = [
	"sarif",
	"json",
	"junit"
];
/** Inputs win: each as a whole, so that nobody has to know two places to tell what holds. */
function makePlan(inputs, file) {
	const list = (key) => inputs[key].length > 0 ? inputs[key] : file[key];
	const path = (key) => {
		const [given, own] = [inputs[key], file[key]];
		if (given !== void 0) return {
			path: given,
			from: "input"
		};
		return own === void 0 ? void 0 : {
			path: own,
			from: "settings"
		};
	};
	return {
		settings: {
			registries: list("registries"),
			roleAccounts: list("roleAccounts"),
			placeholderAccounts: list("placeholderAccounts"),
			rules: new Map(list("rules").map(({ rule, severity }) => [rule, severity])),
			ignore: list("ignore"),
			mutableTags: file.mutableTags,
			extraImagePaths: file.extraImagePaths,
			productionPaths: file.productionPaths,
			nodesPullWithRole: file.nodesPullWithRole ?? false,
			expectedImages: new Map(file.expectedImages.map(({ registry, count }) => [registry, count]))
		},
		baseline: path("baseline"),
		changedOnly: inputs.changedOnly ?? file.changedOnly ?? "auto",
		failOn: inputs.failOn ?? file.failOn ?? "error",
		fix: inputs.fix ?? file.fix ?? "off",
		fixAs: inputs.fixAs ?? file.fixAs ?? "files",
		reports: {
			sarif: path("sarif"),
			json: path("json"),
			junit: path("junit")
		}
	};
}
// src/doors/audit/plan/settings-file.ts
const SETTINGS_FILE = ".ecr-gitops.yaml";
/** Inputs that may also stand in the file, and what stands there alone. */
const LISTS = [
	"allowed-registries",
	"allowed-role-accounts",
	"placeholder-accounts",
	"ignore",
	"production-paths",
	"mutable-tags",
	"extra-image-paths"
];
const MAPPINGS = ["rules", "expected-images"];
const VALUES = [
	"baseline",
	"changed-only",
	"fail-on",
	"fix",
	"fix-as",
	"sarif",
	"json",
	"junit",
	"nodes-pull-with-role"
];
const SETTINGS_KEYS = [
	...LISTS,
	...MAPPINGS,
	...VALUES
];
/** Why these are no settings of a repository. */
const INPUTS_ALONE = {
	path: "It is where this file is looked for.",
	"role-to-assume": "Whoever may change this file must not choose a role: give it as an input.",
	"github-token": "A token must not be committed: give it as an input."
};
/** The settings that a repository has of its own, with every mistake at its line; those of no file where there is none. */
function readSettingsFile(file, rules) {
	const [root, ...more] = file?.documents ?? [];
	const at = (offset) => ({
		file: SETTINGS_FILE,
		line: lineAt(file?.text ?? "", offset)
	});
	const fault = file?.faults[0];
	if (fault) return {
		settings: none(rules),
		problems: [unreadable(fault.message, at(fault.offset))]
	};
	if (root && (root.kind !== "map" || more.length > 0)) return {
		settings: none(rules),
		problems: [unreadable("it is not one mapping", at(root.start))]
	};
	return fromEntries(root?.kind === "map" ? root.entries : [], at, rules);
}
function fromEntries(entries, at, rules) {
	const texts = /* @__PURE__ */ new Map();
	const problems = [];
	for (const { key, value } of entries) {
		const place = at(key.start);
		const text = SETTINGS_KEYS.includes(key.text) ? textIn(key.text, value) : unknownKey(key.text);
		if (typeof text === "string") texts.set(key.text, text);
		else problems.push({
			...text,
			checkoutPlace: place
		});
	}
	const reader = new InputReader((name) => texts.get(name) ?? "", "", "");
	const settings = parseFileSettings(reader, rules);
	const placed = reader.problems.map((problem) => {
		const entry = entries.find(({ key }) => key.text === problem.inputs?.[0]);
		return entry ? {
			...problem,
			checkoutPlace: at(placeIn(entry, problem.message))
		} : problem;
	});
	return {
		settings,
		problems: [...problems, ...placed].toSorted((one, other) => lineOf(one) - lineOf(other))
	};
}
const lineOf = ({ checkoutPlace }) => checkoutPlace?.line ?? 0;
/** The item that a message repeats, where it is one of several. */
function placeIn({ key, value }, message) {
	const items = value.kind === "list" ? value.items : [];
	const entries = value.kind === "map" ? value.entries : [];
	const item = items.find((one) => one.kind === "scalar" && one.text !== "" && message.includes(`"${one.text}"`));
	const entry = entries.find((one) => message.includes(`"${one.key.text}: `));
	return item?.start ?? entry?.key.start ?? key.start;
}
/** As if it had been given as an input: items are quoted, so that nothing in one parts it. */
function textIn(key, value) {
	if (value.kind === "scalar") return isNull(value) ? "" : value.text;
	const isMapping = MAPPINGS.includes(key);
	const isList = isMapping || LISTS.includes(key);
	const items = value.kind === "map" ? pairsIn(value.entries) : value.items.map(scalarIn);
	if (!(value.kind === "map" ? isMapping : isList) || items.some((item) => item === void 0 || /[\r\n]/.test(item))) {
		const takes = isMapping ? "a mapping of names to values" : isList ? "a list of texts" : "one value";
		return problem(key, `${key} is not ${takes}`, `Give ${key} ${takes}.`);
	}
	return items.map((item) => JSON.stringify(item)).join("\n");
}
const scalarIn = (node) => node.kind === "scalar" ? node.text : void 0;
const pairsIn = (entries) => entries.map(({ key, value }) => value.kind === "scalar" ? `${key.text}: ${value.text}` : void 0);
function unknownKey(key) {
	const alone = INPUTS_ALONE[key];
	if (alone !== void 0) return problem(key, `${SETTINGS_FILE} has the key ${key}, which is an input alone`, alone);
	const [unknown] = unknownKeys({ [key]: "" }, {
		input: key,
		where: SETTINGS_FILE,
		keys: SETTINGS_KEYS
	});
	return unknown ?? problem(key, `.ecr-gitops.yaml has no key ${key}`, `Its keys are ${SETTINGS_KEYS.join(", ")}.`);
}
const unreadable = (why, checkoutPlace) => ({
	...problem("path", `${SETTINGS_FILE} cannot be read: ${why}`, `Write ${SETTINGS_FILE} as a mapping, as in allowed-registries: [465002806239/ap-southeast-2].`),
	checkoutPlace
});
const problem = (key, message, hint) => ({
	code: "INPUT_INVALID",
	inputs: [key],
	message,
	hint
});
const none = (rules) => parseFileSettings(new InputReader(() => ""), rules);
const lineAt = (text, offset) => text.slice(0, offset).split("\n").length;
// src/doors/audit/begin.ts
/** Settings of both places, with all that is wrong with either. */
function begin(ports, record) {
	const rules = RULES.map(({ id }) => id);
	const { inputs, problems } = parseInputs(ports.inputs, rules);
	const place = located(inputs.path, problems, ports);
	record.place = place;
	ports.progress("Reading files");
	const files = ports.readFiles(place);
	const own = readSettingsFile(files.file(SETTINGS_FILE), rules);
	failOnAny([...problems, ...own.problems.map((problem) => placedFrom(place, problem))]);
	const plan = makePlan(inputs, own.settings);
	record.plan = plan;
	return {
		inputs,
		place,
		files,
		plan
	};
}
/** What is wrong besides is told of a path, too, that leads nowhere. */
function located(path, problems, ports) {
	try {
		return ports.locate(path);
	} catch (error) {
		failOnAny([...problems, ...error instanceof StepError ? error.problems : []]);
		throw error;
	}
}
function placedFrom({ shown }, problem) {
	const { checkoutPlace: at } = problem;
	return at ? {
		...problem,
		checkoutPlace: {
			...at,
			file: shown(at.file)
		}
	} : problem;
}
/** What the baseline knows. @throws StepError where it is none. */
function knownFindings(plan, place, ports) {
	const file = plan.baseline;
	const text = file && ports.readText(file, place);
	const known = text === void 0 ? "is not there" : readBaseline(text);
	if (typeof known !== "string") return known;
	return fail({
		code: "INPUT_INVALID",
		inputs: ["baseline"],
		message: `the baseline ${file?.path ?? ""} ${known}`,
		hint: `Make it anew: ecr-gitops audit --write-baseline ${file?.path ?? "FILE"}. Or set baseline to the path of the file.`
	});
}
// src/doors/audit/findings/run.ts
/** Runs the rules that are on. One that throws costs no other one anything, nor what it has found before. */
function runRules(rules, audited) {
	const found = [];
	const broken = [];
	const finished = /* @__PURE__ */ new Set();
	for (const rule of rules) {
		if (!isOn(rule, audited.settings, audited.registry !== void 0)) continue;
		const severityOf = severityHere(rule, audited.settings);
		try {
			for (const one of rule.check(audited)) found.push({
				rule: rule.id,
				severity: severityOf(one),
				found: one
			});
			finished.add(rule.id);
		} catch (error) {
			broken.push({
				rule: rule.id,
				...failureOf(error)
			});
		}
	}
	return {
		found: merged(found),
		broken,
		finished
	};
}
/** Whether a rule is asked for, and has what it needs to say anything; `asksAws`: ECR was asked for the images. */
function isOn({ id, off, needs }, settings, asksAws = false) {
	const said = settings.rules.get(id);
	if (said === "off" || off && said === void 0) return false;
	return needs === void 0 || (needs === "aws" ? asksAws : IS_GIVEN[needs](settings));
}
const IS_GIVEN = {
	registries: ({ registries }) => registries.length > 0,
	roleAccounts: ({ roleAccounts }) => roleAccounts.length > 0,
	nodesPullWithRole: ({ nodesPullWithRole }) => nodesPullWithRole,
	expectedImages: ({ expectedImages }) => expectedImages.size > 0
};
/** What a rule says of a finding may be less than what the settings say of the rule, and never more. */
function severityHere({ id, severity }, settings) {
	const said = settings.rules.get(id);
	const most = said === "off" ? void 0 : said;
	return (found) => {
		if (most === void 0) return found.severity ?? severity;
		return found.severity === void 0 ? most : milder(most, found.severity);
	};
}
const rank = (severity) => SEVERITIES.indexOf(severity);
const milder = (one, other) => rank(one) > rank(other) ? one : other;
const worse = (one, other) => rank(one) < rank(other) ? one : other;
/** What one rule says of one place in the same words is one finding, with all that inherit it. */
function merged(found) {
	return [...Map.groupBy(found, ({ rule, found: { at, message } }) => JSON.stringify([
		rule,
		at.source.path,
		at.start,
		at.end,
		message
	])).values()].map((group) => {
		const [first, ...others] = group;
		if (first === void 0) throw new Error("a group holds what it was made of");
		const inheritedBy = inheriting(first.found.at.source.path, group);
		return {
			rule: first.rule,
			severity: others.reduce((severity, other) => worse(severity, other.severity), first.severity),
			found: {
				...first.found,
				inheritedBy
			}
		};
	});
}
/** The others: a file says of itself, and of the folder that it is in, nothing that they get from elsewhere. */
function inheriting(path, group) {
	return [...new Set(group.flatMap(({ found }) => found.inheritedBy ?? []))].filter((root) => root !== path && root !== parentOf(path)).toSorted();
}
/** What was thrown may name the file that it is about, as errors of a file system do. */
function failureOf(error) {
	if (!(error instanceof Error)) return {
		path: void 0,
		message: String(error)
	};
	return {
		path: "path" in error && typeof error.path === "string" ? error.path : void 0,
		message: error.message
	};
}
// src/doors/audit/charts/asked.ts
const ASKING = [
	globalRegistryDefeated,
	renderMismatch,
	imagesExpected
];
/**
* The charts of which helm has something to say that a rule wants to know: those that lie in the repository whole, with
* values that are all known, and that name a registry for all services, or are counted.
*/
function askedOfHelm(uses, settings) {
	const [ofRegistry, ofCount] = [ASKING.slice(0, 2), ASKING.slice(2)].map((rules) => rules.some((rule) => isOn(rule, settings)));
	return uses.filter((use) => {
		const { bundle, release, services, globalRegistry } = use;
		if (!bundle?.isWhole || !release.isComplete || services.length === 0) return false;
		return ofCount || ofRegistry && globalRegistry !== void 0;
	});
}
// src/doors/audit/charts/ask-helm.ts
/** What helm says of the charts that a rule wants to know of, where helm is at hand. */
async function askHelm(repository, { plan, place, ports, record }) {
	const uses = ports.renderCharts ? askedOfHelm(repository.charts, plan.settings) : [];
	if (!ports.renderCharts || uses.length === 0) return { repository };
	ports.progress(`Rendering ${counted(uses.length, "chart")} with helm`);
	const { answers, leftOut } = await ports.renderCharts(uses, place);
	if (leftOut.length > 0) record.notRendered = leftOut.length;
	return {
		repository: withHelm(repository, answers),
		answers
	};
}
// src/doors/audit/charts/before.ts
/**
* What helm would have said of the charts as they were before a change. Of those whose files it does not touch the same;
* of others it was not asked, and is taken to confirm what was worked out: so no finding is a worse one, and caused by
* the change, only because helm confirms it now.
*/
function answersBefore(uses, answers, changed) {
	if (answers.size === 0) return answers;
	const known = new Map([...answers].map(([use, answer]) => [keyOf(use), answer]));
	const folders = new Set([...changed].flatMap(ancestorsOf));
	const before = /* @__PURE__ */ new Map();
	for (const use of uses) {
		const same = use.bundle?.folders.some((folder) => folders.has(folder)) || use.release.files.some((path) => changed.has(path)) ? void 0 : known.get(keyOf(use));
		before.set(use, same ?? { images: use.services.flatMap(({ rendered }) => rendered ?? []) });
	}
	return before;
}
const keyOf = (use) => JSON.stringify([
	releaseOf(use),
	use.origin.root,
	use.bundle?.folders
]);
// src/doors/audit/findings/changed-only.ts
/**
* Findings that a change causes, also in files that it does not touch: those of its head that its base has not, that are
* worse than there, or that something gets which did not before, as a new overlay of an old base does.
*/
function caused(head, base) {
	const before = new Map(base.map(({ finding }) => [finding.fingerprint, finding]));
	return head.filter(({ finding }) => {
		const known = before.get(finding.fingerprint);
		return !known || isWorse(finding, known) || reachesMore(finding, known);
	});
}
const isWorse = (now, before) => SEVERITIES.indexOf(now.severity) < SEVERITIES.indexOf(before.severity);
function reachesMore(now, before) {
	const known = new Set(before.inheritedBy);
	return now.inheritedBy.some((root) => !known.has(root));
}
// src/doors/audit/findings/comments/scan.ts
/** Bounded in every part, so that a line of any length is looked at once. */
const IGNORE = /(?:#|\/\/)[ \t]{0,20}ecr-gitops[ \t]{0,20}:[ \t]{0,20}ignore(-file)?(?![\w-])[ \t]{0,20}(?:\[([^\]\r\n]{0,1000})\])?/g;
/** The comments of a file that keep findings quiet. */
function ignoreCommentsIn(file, holdersOf) {
	const { text } = file;
	if (!text.includes("ecr-gitops")) return [];
	const comments = [];
	let behind = 0;
	for (const found of text.matchAll(IGNORE)) {
		const start = found.index;
		if (start < behind || !isComment(file, start, holdersOf)) continue;
		const comment = commentAt(file, found);
		comments.push(comment);
		behind = comment.end;
	}
	return comments;
}
function commentAt(file, found) {
	const [whole, ofFile, named] = found;
	const start = found.index;
	const listStart = start + whole.length - 1 - (named?.length ?? 0);
	return {
		file,
		start,
		end: lineEnd(file.text, start),
		scope: ofFile === void 0 ? "line" : "file",
		isAlone: beginsLine(file.text, start),
		mentions: named === void 0 ? [] : mentionsIn(named, listStart),
		list: named === void 0 ? void 0 : {
			start: listStart,
			end: listStart + named.length
		}
	};
}
function mentionsIn(named, from) {
	return [...named.matchAll(/[^\s,]+/g)].map(({ 0: rule, index }) => ({
		rule,
		start: from + index,
		end: from + index + rule.length
	}));
}
/** In YAML the nodes say what a comment is; in what has none, the line. */
function isComment(file, start, holdersOf) {
	const before = file.text[start - 1];
	if (before !== void 0 && !/[\s\ufeff]/.test(before)) return false;
	if (file.kind === "code") return true;
	if (file.text[start] !== "#") return false;
	const { node } = holdersOf(file, start).at(-1) ?? {};
	return node?.kind !== "scalar" || start < node.start || start >= node.end;
}
/** Where the line of an offset ends, without its line break. */
function lineEnd(text, offset) {
	const newline = text.indexOf("\n", offset);
	const end = newline < 0 ? text.length : newline;
	return text[end - 1] === "\r" && end - 1 >= offset ? end - 1 : end;
}
/** Looks back no farther than to what is not white space. */
function beginsLine(text, offset) {
	let at = offset - 1;
	while (at >= 0 && " 	﻿".includes(text[at] ?? "")) at -= 1;
	return at < 0 || text[at] === "\n";
}
// src/doors/audit/findings/comments/targets.ts
function targetsOf({ file, comments }, starts) {
	const ofLine = comments.filter(({ scope }) => scope === "line");
	const [whole, misplaced] = partition(file, comments);
	const about = linesBelow(file, comments, starts);
	return {
		beside: Map.groupBy(ofLine.filter(({ isAlone }) => !isAlone), ({ start }) => lineOf$1(starts, start)),
		above: Map.groupBy(ofLine.filter(({ isAlone }) => isAlone), ({ start }) => about.get(lineOf$1(starts, start)) ?? -1),
		about,
		whole,
		misplaced
	};
}
function partition(file, comments) {
	const ofFile = comments.filter(({ scope }) => scope === "file");
	if (ofFile.length === 0) return [[], /* @__PURE__ */ new Set()];
	const end = endOfFirstComment(file.text);
	return [ofFile.filter(({ start }) => start < end), new Set(ofFile.filter(({ start }) => start >= end))];
}
/** A line that says nothing: a comment, or what comes before a document. */
const SAYS_NOTHING = /^\ufeff?[ \t]*(?:#|\/\/|---[ \t]*\r?$|---[ \t]+#|%[A-Z]|\r?$)/;
function endOfFirstComment(text) {
	let at = 0;
	while (at < text.length) {
		const newline = text.indexOf("\n", at);
		const end = newline < 0 ? text.length : newline;
		if (!SAYS_NOTHING.test(text.slice(at, end))) return at;
		at = end + 1;
	}
	return text.length;
}
const IS_COMMENT = /^[ \t]*(?:#|\/\/)/;
/**
* The first line below each comment that is none itself. From the last comment upwards, so that of many below each other
* each is looked at once.
*/
function linesBelow({ text }, comments, starts) {
	const byLine = /* @__PURE__ */ new Map();
	for (const comment of comments.toReversed()) {
		if (!comment.isAlone) continue;
		const own = lineOf$1(starts, comment.start);
		let line = own + 1;
		while (line < starts.length && !byLine.has(line) && IS_COMMENT.test(lineText(text, starts, line))) line += 1;
		byLine.set(own, byLine.get(line) ?? line);
	}
	return byLine;
}
const lineText = (text, starts, line) => text.slice(starts[line], starts[line + 1]);
// src/doors/audit/findings/comments/quiet.ts
/** @param found a kustomization may deploy a file whose name nobody would look at, and comments in it count as well. */
function readComments(ground, found) {
	const byPath = /* @__PURE__ */ new Map();
	const all = [];
	const misplaced = /* @__PURE__ */ new Set();
	for (const path of /* @__PURE__ */ new Set([...ground.files.paths, ...found.map(({ finding }) => finding.path)])) {
		const file = ground.files.file(path);
		if (file?.path !== path) continue;
		const comments = ignoreCommentsIn(file, ground.holdersOf);
		if (comments.length === 0) continue;
		const targets = targetsOf({
			file,
			comments
		}, ground.places.startsOf(file));
		byPath.set(path, {
			file,
			targets
		});
		all.push(...comments);
		for (const one of targets.misplaced) misplaced.add(one);
	}
	const { used, use } = openUses();
	const quiet = (placed) => {
		const known = byPath.get(placed.finding.path);
		if (!known) return false;
		return commentsAbout(placed, known, ground).map((comments) => use(comments, placed.finding.rule)).includes(true);
	};
	return {
		all,
		misplaced,
		used,
		quiet
	};
}
/** Which words are of use. Comments of one line are looked through once, however much is found below them. */
function openUses() {
	const used = /* @__PURE__ */ new Set();
	const open = /* @__PURE__ */ new WeakMap();
	const use = (comments, rule) => {
		const known = open.get(comments) ?? Map.groupBy(mentionsOf(comments), (mention) => mention.rule);
		open.set(comments, known);
		const mentions = known.get(rule);
		for (const mention of mentions?.splice(0) ?? []) used.add(mention);
		return mentions !== void 0;
	};
	return {
		used,
		use
	};
}
const mentionsOf = (comments) => comments.flatMap(({ mentions }) => mentions);
/**
* Those on the line of a finding and above it (of a comment, those above what it is about), above each entry or item that holds it, and beside the key of the
* innermost one, whose value may begin on a line of its own.
*/
function commentsAbout({ start, finding }, { file, targets }, { holdersOf, places }) {
	const holders = holdersOf(file, start);
	const lineOfHolder = (holder) => places.lineAt(file, holder.start) - 1;
	const own = finding.line - 1;
	const innermost = holders.at(-1);
	const beside = /* @__PURE__ */ new Set([own, ...innermost ? [lineOfHolder(innermost)] : []]);
	const above = /* @__PURE__ */ new Set([
		own,
		targets.about.get(own) ?? own,
		...holders.slice(1).map(lineOfHolder)
	]);
	return [
		targets.whole,
		...[...beside].map((line) => targets.beside.get(line) ?? []),
		...[...above].map((line) => targets.above.get(line) ?? [])
	];
}
// src/doors/audit/findings/comments/unused.ts
/** Comments that keep nothing quiet: who reads them believes in a fault that is not there, or hides the next one. */
function unusedComments(comments, rules) {
	return comments.all.flatMap((comment) => {
		if (comment.mentions.length === 0) return [namesNone(comment)];
		if (comments.misplaced.has(comment)) return [misplaced(comment)];
		const idle = comment.mentions.filter((mention) => !comments.used.has(mention));
		const unknown = idle.filter(({ rule }) => !rules.ids.has(rule));
		const unused = idle.filter(({ rule }) => rules.finished.has(rule));
		return [...unknown.map((mention) => unknownRule(comment, mention, rules.ids)), ...unused.length > 0 ? [keepsNothing(comment, unused)] : []];
	});
}
/** Comments that are to keep quiet that others keep nothing quiet, when these are known. */
function idleSilencers({ all, used }, rule) {
	return all.flatMap((comment) => {
		const idle = comment.mentions.filter((mention) => mention.rule === rule && !used.has(mention));
		return idle.length > 0 ? [keepsNothing(comment, idle)] : [];
	});
}
function namesNone(comment) {
	return {
		at: spanOf(comment),
		message: "The comment names no rule, so it keeps nothing quiet",
		hint: "Name the rule in brackets, as in \"# ecr-gitops: ignore[image-mutable-tag] reason\", or remove the comment."
	};
}
function misplaced(comment) {
	return {
		at: spanOf(comment),
		message: "\"ignore-file\" keeps nothing quiet here: it counts in the first comment of a file alone",
		hint: "Move the comment to the beginning of the file, or write \"ignore\" for the line below it."
	};
}
function unknownRule({ file }, { rule, start, end }, ids) {
	const meant = nearest(rule, [...ids]);
	return {
		at: {
			source: file,
			start,
			end
		},
		message: `There is no rule "${rule}", so the comment does not keep it quiet`,
		hint: meant ? `Write ${meant}.` : "Write the name of a rule as its finding has it, or remove this one."
	};
}
function keepsNothing(comment, unused) {
	const names = listed$1(unused.map(({ rule }) => rule));
	const left = comment.mentions.filter((mention) => !unused.includes(mention));
	return {
		at: unused.length === 1 ? {
			source: comment.file,
			...range(unused)
		} : spanOf(comment),
		message: `The comment keeps nothing quiet: ${names} ${unused.length > 1 ? "find" : "finds"} nothing here`,
		hint: left.length > 0 ? `Remove ${names} from the comment.` : "Remove the comment.",
		...removal(comment, left)
	};
}
const range = (mentions) => ({
	start: mentions[0]?.start ?? 0,
	end: mentions.at(-1)?.end ?? 0
});
/**
* Never in a file with a checksum of SOPS, in one that is generated or cannot be read; in a language of which nothing is
* known but its lines, what looks like a comment may be a text.
*/
function removal(comment, left) {
	const { file, list } = comment;
	if (!list || file.sops || file.generated || file.kind === "template" || file.faults.length > 0) return {};
	const change = {
		kind: "comment",
		source: file,
		...left.length > 0 ? {
			start: list.start,
			end: list.end,
			to: left.map(({ rule }) => rule).join(", ")
		} : {
			...wholeOf(comment),
			to: ""
		}
	};
	return { fix: {
		safety: file.kind === "code" ? "unsafe" : "safe",
		title: "Remove what keeps nothing quiet",
		changes: [change]
	} };
}
/** A comment with the white space before it; one that has a line of its own with that line. */
function wholeOf({ file: { text }, start, end, isAlone }) {
	let from = start;
	while (from > 0 && " 	".includes(text[from - 1] ?? "")) from -= 1;
	if (!isAlone || !beginsLine(text, from)) return {
		start: from,
		end
	};
	const newline = text.indexOf("\n", end);
	return {
		start: from,
		end: newline < 0 ? text.length : newline + 1
	};
}
const spanOf = ({ file, start, end }) => ({
	source: file,
	start,
	end
});
// src/doors/audit/findings/holders.ts
/** Looks the holders of each node up once, so that a list of any length costs a finding in it next to nothing. */
function openHolders() {
	const known = /* @__PURE__ */ new Map();
	const levelOf = (within) => {
		const kept = known.get(within);
		if (kept) return kept;
		const level = levelFor(within);
		known.set(within, level);
		return level;
	};
	return (file, offset) => {
		const holders = [];
		let within = file;
		for (;;) {
			const held = holderAt(levelOf(within), offset);
			if (!held) return holders;
			holders.push(held);
			if (held.node.start < held.start) return holders;
			within = held.node;
		}
	};
}
function levelFor(within) {
	const holders = holdersIn(within).toSorted((a, b) => a.start - b.start);
	return {
		holders,
		starts: holders.map(({ start }) => start)
	};
}
function holderAt({ holders, starts }, offset) {
	const held = holders[lineOf$1(starts, offset)];
	return held && held.start <= offset && offset <= held.end ? held : void 0;
}
function holdersIn(within) {
	if (!("kind" in within) || "documents" in within) return documentsOf(within);
	if (within.kind === "scalar") return [];
	return within.kind === "map" ? entriesWithin(within) : itemsWithin(within);
}
function documentsOf({ documents }) {
	return labelled(documents, (root, index) => objectName(root) ?? `${index}`);
}
/** What is merged in stands elsewhere, and so does the value of an alias. */
function entriesWithin(map) {
	return map.entries.flatMap(({ key, value }) => {
		if (key.start < map.start || key.start >= map.end) return [];
		const end = value.start >= key.start ? Math.max(key.end, value.end) : key.end;
		return [{
			label: key.text,
			start: key.start,
			end,
			node: value
		}];
	});
}
function itemsWithin(list) {
	const own = list.items.filter(({ start }) => start >= list.start && start <= list.end);
	return labelled([...new Set(own)], itemLabel);
}
/** By its name, so that it is the same one in a list of another order. A scalar is known by what it says. */
function itemLabel(item, index) {
	if (item.kind === "scalar") return "[]";
	const name = objectName(item) ?? NAMES.map((key) => textAt$1(item, key)).find((text) => text !== void 0);
	return name === void 0 ? `[${index}]` : `[${name}]`;
}
/** Of containers, images, variables, and operations of a JSON patch. */
const NAMES = ["name", "path"];
function objectName(node) {
	const metadata = valueAt(node, "metadata");
	const name = textAt$1(metadata, "name");
	if (name === void 0 || !entryAt(node, "kind")) return void 0;
	return [
		textAt$1(node, "kind"),
		textAt$1(metadata, "namespace"),
		name
	].join("/");
}
/** Of several with one label, each but the first gets a number. */
function labelled(nodes, labelOf) {
	const seen = /* @__PURE__ */ new Map();
	return nodes.map((node, index) => {
		const label = labelOf(node, index);
		const before = seen.get(label) ?? 0;
		seen.set(label, before + 1);
		return {
			label: before === 0 || label === "[]" ? label : `${label}#${before + 1}`,
			start: node.start,
			end: node.end,
			node
		};
	});
}
// src/doors/audit/findings/place.ts
/** A mapping may be long: its first lines show which one it is. */
const MOST_LINES = 3;
function openPlaces() {
	const known = /* @__PURE__ */ new Map();
	const startsOf = ({ path, text }) => {
		const kept = known.get(path);
		if (kept?.text === text) return kept.starts;
		const starts = lineStarts(text);
		known.set(path, {
			text,
			starts
		});
		return starts;
	};
	return {
		startsOf,
		lineAt: (source, offset) => lineOf$1(startsOf(source), offset) + 1,
		of: (span) => placeOf$1(span, startsOf(span.source)),
		exactly: (span) => regionOf(span, startsOf(span.source))
	};
}
function lineStarts(text) {
	const starts = [0];
	for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
	return starts;
}
function placeOf$1({ source, start, end }, starts) {
	const from = Math.min(start, source.text.length);
	const region = regionOf({
		source,
		start: from,
		end: endOfContent(source.text, from, Math.min(end, source.text.length))
	}, starts);
	const last = Math.min(region.endLine, region.line + MOST_LINES - 1);
	return {
		...region,
		excerpt: linesOf(source.text, starts, [region.line - 1, last - 1])
	};
}
function regionOf({ source: { text }, start, end }, starts) {
	const [first, last] = [lineOf$1(starts, start), lineOf$1(starts, end)];
	const column = (offset, line) => {
		const begins = starts[line] ?? 0;
		const mark = line === 0 && text.startsWith("﻿") && offset > 0 ? 1 : 0;
		return offset - begins - mark + 1;
	};
	return {
		line: first + 1,
		column: column(start, first),
		endLine: last + 1,
		endColumn: column(end, last)
	};
}
/** Behind the last character that people see: a block scalar ends behind its last line break. */
function endOfContent(text, start, end) {
	let at = end;
	while (at > start && " 	\r\n".includes(text[at - 1] ?? "")) at -= 1;
	return at;
}
function linesOf(text, starts, [first, last]) {
	const from = (starts[first] ?? 0) + (first === 0 && text.startsWith("﻿") ? 1 : 0);
	const next = starts[last + 1];
	const end = next === void 0 ? text.length : next - 1;
	return text.slice(from, text[end - 1] === "\r" ? Math.max(from, end - 1) : end);
}
// src/effective/fix/refusal.ts
const refusal = (reason) => ({ reason });
const isRefusal = (value) => "reason" in value;
/** The file that a source is of, where it may be changed. */
function changeable(files, source) {
	const file = files.file(source.path);
	if (!file || file.text !== source.text) return refusal("the file has changed since it was read");
	if (file.sops) return refusal("the file is encrypted with SOPS, whose checksum an edit would break");
	if (file.generated) return refusal("the file says that it is generated");
	if (file.kind === "template" || isFilledIn(file)) return refusal("the file is a template, which a program fills in");
	if (file.faults.length > 0) return refusal("the file cannot be read in full");
	if (!source.exact) return refusal("it stands within a text in quotation marks, or one that is folded");
	return file;
}
/** Asked for each change of a file. */
const isFilledIn = keptFor((file) => filledInAt(file.text, objectsIn$1(file)) !== void 0);
const sourceOf = (change) => {
	switch (change.kind) {
		case "set": return change.at.source;
		case "add": return change.to.source;
		case "remove": return change.from.source;
		case "comment":
		case "splice": return change.source;
	}
};
// src/effective/fix/render.ts
/** A scalar in the quotes of the author; a plain one stays plain where every reader takes it for the same. */
function renderText(text, { style, string }) {
	if (style === "plain" && isPlain(text) && !(string && isMisread(text))) return text;
	if (style === "single" && !UNWRITABLE.test(text)) return `'${text.replaceAll("'", "''")}'`;
	return doubleQuoted(text);
}
/** What no text of YAML may hold as it is, line breaks among it: parsers do not agree on which characters are some. */
const UNWRITABLE = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/u;
const EACH_UNWRITABLE = /[\p{Cc}\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]/gu;
/** The escapes of JSON are escapes of YAML too. */
function doubleQuoted(text) {
	return JSON.stringify(text).replaceAll(EACH_UNWRITABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
/** Whether a text can stand without quotes, in brackets too. */
const isPlain = (text) => /^[A-Za-z0-9_./$(+~^][^,[\]{}"'`\\#&!|>%@\n]*$/.test(text) && !/:(?:\s|$)|\s$|^\.\.\./.test(text) && !UNWRITABLE.test(text);
// src/effective/fix/keys.ts
/** Entries that are written in the mapping itself, in the order of the text; others are merged into it. */
function ownEntries({ entries, start, end }) {
	return entries.filter(({ key }) => key.start >= start && key.end <= end).toSorted((one, other) => one.key.start - other.key.start);
}
/** Whether keys are written in quotation marks, as in JSON. */
const isJson = (map) => map.flow && ownEntries(map)[0]?.key.style === "double";
function addSplice(map, key, value) {
	if (map.entries.some((entry) => entry.key.text === key)) return refusal(`the key ${key} is there already`);
	const style = isJson(map) ? "double" : "plain";
	const pair = `${renderText(key, {
		style,
		string: true
	})}: ${renderText(value, {
		style,
		string: true
	})}`;
	return map.flow ? addInFlow(map, pair) : addInBlock(map, pair);
}
function addInBlock({ source: { text }, start, end }, pair) {
	const indent = prefixOf(text, start).replaceAll(/[^\t]/g, " ");
	return insertLines(text, end, [indent + pair]);
}
/** Behind the last entry, on its line. */
function addInFlow({ source: { text }, start, end }, pair) {
	const inside = text.slice(start + 1, end - 1).trimEnd();
	const at = start + 1 + inside.length;
	if (inside === "") return {
		start: at,
		end: at,
		text: pair
	};
	return {
		start: at,
		end: at,
		text: inside.endsWith(",") ? ` ${pair}` : `, ${pair}`
	};
}
function removeSplice(map, key) {
	const own = ownEntries(map);
	const index = own.findIndex((entry) => entry.key.text === key);
	const entry = own[index];
	if (!entry) return refusal(`the key ${key} is not written there`);
	const { source, start } = map;
	if (own.length === 1) return removeLast(map);
	const next = own[index + 1];
	if (map.flow) return removeInFlow(map, entry, {
		previous: own[index - 1],
		next
	});
	if (entry.key.start === start && /\S/.test(prefixOf(source.text, start))) return next ? cut(map, entry.key.start, next.key.start) : refusal("it is alone");
	return removeLines(map, entry, next);
}
/** A mapping with nothing in it has to stay one: null means something else, to kustomize above all. */
function removeLast(map) {
	const { source, start, end, flow } = map;
	if (flow) return cut(map, start + 1, end - 1);
	const before = source.text.slice(0, start).trimEnd();
	if (!/[:-]$/.test(before)) return refusal("nothing would be left");
	const inside = cut(map, before.length, contentEnd(source.text, end));
	return "reason" in inside ? inside : {
		...inside,
		text: " {}"
	};
}
function removeInFlow(map, { key, value }, { previous, next }) {
	if (next) return cut(map, key.start, next.key.start);
	return cut(map, previous ? Math.max(previous.key.end, endWithin(map, previous)) : key.start, Math.max(key.end, endWithin(map, {
		key,
		value
	})));
}
/** Where the value ends; what an alias stands for ends elsewhere, and is not cut at all. */
function endWithin({ start, end }, { key, value }) {
	return value.start >= Math.max(start, key.end) && value.end <= end ? value.end : key.end;
}
/** All lines of an entry; what is written above it stays. */
function removeLines(map, entry, next) {
	const { text } = map.source;
	const { key, value } = entry;
	if (endWithin(map, entry) !== value.end) return refusal("its value is that of an anchor elsewhere");
	const from = key.start - prefixOf(text, key.start).length;
	const last = contentEnd(text, Math.max(value.end, key.end));
	const { at, eol } = lineEnd$1(text, last);
	const isEnd = text.slice(at, at + eol.length) !== eol;
	if (next && next.key.start < at) return refusal("another key stands on its line");
	return isEnd ? {
		start: from - (text[from - 2] === "\r" ? 2 : 1),
		end: at,
		text: ""
	} : {
		start: from,
		end: at + eol.length,
		text: ""
	};
}
/** A block of text ends behind its last line break. */
const contentEnd = (text, end) => text.slice(0, end).trimEnd().length;
/** Takes a part out that holds no comment of its own. */
function cut({ source: { text } }, start, end) {
	if (/(?:^|\s)#/.test(text.slice(start, end))) return refusal("a comment stands in between");
	return {
		start,
		end,
		text: ""
	};
}
// src/effective/fix/set.ts
/** A text in the place of another one; an empty value gets the space that it lacks. */
function setSplice(at, to, string) {
	const { source, start, end, style } = at;
	if (style === "literal" || style === "folded") return refusal("it is a block of text, which is not rewritten");
	const written = renderText(to, {
		style,
		string: string || isString(at)
	});
	if (written === source.text.slice(start, end)) return refusal("it says so already");
	return {
		start,
		end,
		text: start === end && /[^\s,[{]/.test(source.text[start - 1] ?? " ") ? ` ${written}` : written
	};
}
/** Whether every reader takes it for a string as it is. */
const isString = (node) => !isNull(node) && (node.style !== "plain" || node.tag === "!!str" || !isMisread(node.text));
// src/effective/fix/expected.ts
const nothingExpected = () => ({
	texts: /* @__PURE__ */ new Map(),
	keys: /* @__PURE__ */ new Map(),
	replaced: []
});
const placeOf = ({ kind, start, end }) => `${kind}:${start}:${end}`;
function expectKey({ keys }, map, [key, value]) {
	const known = keys.get(placeOf(map)) ?? /* @__PURE__ */ new Map();
	keys.set(placeOf(map), known.set(key, value));
}
// src/effective/fix/sharing.ts
/** What anchors and merges make of the nodes of some documents: worked out once, however many changes ask. */
var Sharing = class Sharing {
	/** Places of all nodes; true for one that is the value of several keys. */
	#known = /* @__PURE__ */ new Map();
	#blocks = [];
	#inner = /* @__PURE__ */ new Map();
	constructor(documents) {
		const seen = /* @__PURE__ */ new Set();
		const open = documents.map((node) => {
			return {
				node,
				shared: false
			};
		});
		for (let next = open.pop(); next !== void 0; next = open.pop()) {
			const { node } = next;
			const shared = next.shared || seen.has(node);
			if (seen.has(node) && this.#known.get(placeOf(node)) === true) continue;
			seen.add(node);
			this.#known.set(placeOf(node), shared);
			if (node.kind === "scalar" && node.style === "literal") this.#blocks.push(node);
			for (const inner of partsOf(node)) open.push({
				node: inner,
				shared
			});
		}
	}
	isShared(wanted) {
		const known = this.#known.get(placeOf(wanted));
		if (known !== void 0) return known;
		const block = this.#blocks.find((one) => holds(one, wanted));
		return block !== void 0 && (this.isShared(block) || this.#within(block).isShared(wanted));
	}
	#within(block) {
		const known = this.#inner.get(block);
		if (known) return known;
		const inner = new Sharing(readNested(block).documents.flatMap(({ root }) => root ?? []));
		this.#inner.set(block, inner);
		return inner;
	}
};
const partsOf = (node) => {
	if (node.kind === "list") return node.items;
	return node.kind === "map" ? node.entries.map(({ value }) => value) : [];
};
/** Whether a place is within a block of text. */
const holds = (block, { start, end }) => block.style === "literal" && block.start <= start && end <= block.end;
// src/effective/fix/plan-change.ts
/** Plans changes of some files, of which it knows what each has been asked before. */
function changePlanner(files) {
	const known = /* @__PURE__ */ new Map();
	const sharingIn = (file) => {
		const sharing = known.get(file) ?? new Sharing(file.documents);
		known.set(file, sharing);
		return sharing;
	};
	return (change) => planChange(files, change, sharingIn);
}
function planChange(files, change, sharingIn) {
	if (change.kind === "create") return planFile(files, change);
	const file = changeable(files, sourceOf(change));
	if (isRefusal(file)) return file;
	const splice = isAmongShared(change, sharingIn(file)) ? SHARED : spliceFor(file, change);
	return isRefusal(splice) ? splice : {
		change,
		path: file.path,
		file,
		splice
	};
}
function planFile(files, change) {
	const { path, text } = change;
	if (!(path !== "" && overlayPath(path) === path && !isOfGit(path))) return refusal("the path of the new file leads out of the repository");
	if (files.has(path)) return refusal("the file is there already");
	return {
		change,
		path,
		file: void 0,
		splice: {
			start: 0,
			end: 0,
			text
		}
	};
}
function spliceFor(file, change) {
	switch (change.kind) {
		case "set": return setSplice(change.at, change.to, change.string === true);
		case "add": return addSplice(change.to, change.key, change.value);
		case "remove": return removeSplice(change.from, change.key);
		case "comment": return spliceOf(file, change);
		case "splice":
			if (file.kind === "yaml" && !file.path.endsWith(".json")) return refusal("the file is YAML");
			return spliceOf(file, change);
	}
}
function spliceOf(file, { start, end, to }) {
	return start >= 0 && start <= end && end <= file.text.length ? {
		start,
		end,
		text: to
	} : refusal("the place is not in the file");
}
function isAmongShared(change, sharing) {
	switch (change.kind) {
		case "set": return !change.shared && sharing.isShared(change.at);
		case "add": return sharing.isShared(change.to);
		case "remove": return sharing.isShared(change.from);
		case "comment":
		case "splice": return false;
	}
}
const SHARED = refusal("an anchor makes it the value of several keys, of which not all are meant");
// src/doors/audit/findings/fingerprint.ts
/** A value longer than that is told from others by where it stands. */
const LONGEST_VALUE = 1e3;
/**
* Gives each finding what it is known by when lines move: SHA-256 of the rule, the file, the path in its YAML and the
* value. Of equal ones each but the first counts its number in, so they have to come in the order of their places.
*/
function fingerprints(holdersOf) {
	const seen = /* @__PURE__ */ new Map();
	return (known) => {
		const parts = [
			known.rule,
			known.at.source.path,
			...subjectOf(known, holdersOf)
		];
		const first = sha256(parts);
		const before = seen.get(first) ?? 0;
		seen.set(first, before + 1);
		return before === 0 ? first : sha256([...parts, before]);
	};
}
const sha256 = (parts) => hash("sha256", JSON.stringify(parts));
/** The path in the YAML, and the value there. */
function subjectOf({ at, file }, holdersOf) {
	const holders = file ? holdersOf(file, at.start) : [];
	const exact = holders.findLastIndex(({ node }) => node.start === at.start && node.end === at.end);
	return [holders.slice(0, exact < 0 ? holders.length : exact + 1).map(({ label }) => label), valueThere(at, holders[exact])];
}
/** Of a scalar its text, however it is quoted; none of a mapping or a list, whose lines change for any reason. */
function valueThere({ source, start, end }, exact) {
	if (exact) return exact.node.kind === "scalar" ? exact.node.text.slice(0, LONGEST_VALUE) : "";
	return source.text.slice(start, Math.min(end, start + LONGEST_VALUE)).replaceAll(/\s+/g, " ").trim();
}
// src/doors/audit/findings/placed.ts
/** Findings in the order of files and places, each with what it is known by. */
function placeAll(found, { files, places, holdersOf }) {
	const fingerprint = fingerprints(holdersOf);
	const plan = changePlanner(files);
	const fixableBy = (fix) => fix?.changes.every((change) => !isRefusal(plan(change))) ? fix.safety : "no";
	return found.toSorted(byPlace).map(({ rule, severity, found: { at, message, hint, inheritedBy, fix } }) => {
		const { path } = at.source;
		const known = fingerprint({
			rule,
			at,
			file: files.file(path)
		});
		return {
			finding: {
				rule,
				severity,
				path,
				...places.of(at),
				message,
				hint,
				fixable: fixableBy(fix),
				inheritedBy: inheritedBy ?? [],
				fingerprint: known
			},
			start: at.start,
			fix
		};
	});
}
function byPlace(one, other) {
	const [from, to] = [one.found, other.found];
	return compare(from.at.source.path, to.at.source.path) || from.at.start - to.at.start || compare(one.rule, other.rule) || from.at.end - to.at.end || compare(from.message, to.message);
}
const compare = (one, other) => one < other ? -1 : Number(one > other);
// src/doors/audit/findings/find.ts
/** Everything that the rules find in a repository, less what it says that nobody is to hear of. */
function findAll(audited, rules, options = {}) {
	const ground = {
		files: audited.repository.files,
		places: openPlaces(),
		holdersOf: openHolders()
	};
	const ran = runRules(rules, audited);
	const placed = placeAll(ran.found, ground);
	const comments = readComments(ground, placed);
	const silent = new Set(placed.filter(comments.quiet));
	const unused = unusedPlaced({
		comments,
		ran,
		rules
	}, audited, ground);
	for (const one of unused.filter(comments.quiet)) silent.add(one);
	const idle = idlePlaced(comments, audited, ground);
	const spoken = ordered([
		...placed,
		...unused,
		...idle
	].filter((one) => !silent.has(one)));
	const by = suppressedBy(audited.settings.ignore, options.baseline ?? /* @__PURE__ */ new Set());
	const judged = spoken.map((one) => ({
		placed: one,
		by: by(one)
	}));
	const suppressed = [...[...silent].map((one) => ({
		placed: one,
		by: "comments"
	})), ...judged.flatMap(({ placed: one, by }) => by ? [{
		placed: one,
		by
	}] : [])];
	const findings = judged.filter((one) => one.by === void 0).map((one) => one.placed);
	return {
		report: reportOf({
			findings,
			suppressed
		}, ran, audited),
		findings,
		suppressed
	};
}
function suppressedBy(globs, baseline) {
	const ignored = ignoredByGlob(globs);
	return ({ finding: { rule, path, fingerprint } }) => {
		if (ignored(rule, path)) return "globs";
		return baseline.has(fingerprint) ? "baseline" : void 0;
	};
}
/** Of a rule that is off, or that broke, nobody knows what it would find. */
function unusedPlaced({ comments, ran, rules }, { settings }, ground) {
	return placeUnused(unusedComments(comments, {
		ids: /* @__PURE__ */ new Set([...rules.map(({ id }) => id), unusedIgnore.id]),
		finished: new Set([...ran.finished].filter((id) => id !== unusedIgnore.id))
	}), settings, ground);
}
/** Comments for the rule itself are judged when the other ones are. */
const idlePlaced = (comments, { settings }, ground) => placeUnused(idleSilencers(comments, unusedIgnore.id), settings, ground);
function placeUnused(found, settings, ground) {
	if (!isOn(unusedIgnore, settings)) return [];
	const said = settings.rules.get(unusedIgnore.id);
	const severity = said === void 0 || said === "off" ? unusedIgnore.severity : said;
	return placeAll(found.map((one) => ({
		rule: unusedIgnore.id,
		severity,
		found: one
	})), ground);
}
function ordered(placed) {
	return placed.toSorted((one, other) => {
		const [from, to] = [one.finding, other.finding];
		return from.path === to.path ? one.start - other.start : from.path < to.path ? -1 : 1;
	});
}
function reportOf({ findings, suppressed }, { broken }, { repository: { files } }) {
	const count = (by) => suppressed.filter((one) => one.by === by).length;
	return {
		findings: findings.map(({ finding }) => finding),
		suppressed: {
			comments: count("comments"),
			globs: count("globs"),
			baseline: count("baseline")
		},
		files: files.paths.length,
		skipped: files.skipped,
		broken
	};
}
// src/effective/fix/proof.ts
/** Whether the new text, read again, says what is expected, and of everything else what the file said. */
function isProved(file, text, expected) {
	if (file.kind === "code") return true;
	const after = readYaml({
		path: file.path,
		text,
		exact: true
	});
	return new Proof(expected).isSameText(readYaml(file), after);
}
var Proof = class {
	#expected;
	#inserted;
	/** What each node has become; an alias is compared once, however often it is named. */
	#seen = /* @__PURE__ */ new Map();
	constructor(expected) {
		this.#expected = expected;
		this.#inserted = new Set(expected.replaced.filter(({ start, end }) => start === end).map(({ start }) => start));
	}
	isSameText(before, after) {
		return after.faults.length === 0 && before.documents.length === after.documents.length && before.documents.every(({ root }, index) => this.#isSameRoot(root, after.documents[index]?.root));
	}
	#isSameRoot(before, after) {
		return before && after ? this.#isSame(before, after) : before === after;
	}
	#isSame(before, after) {
		const known = this.#seen.get(before);
		if (known !== void 0) return known === after;
		this.#seen.set(before, after);
		if (this.#isReplaced(before)) return true;
		if (before.tag !== after.tag) return false;
		if (before.kind === "scalar") return after.kind === "scalar" && this.#isSameScalar(before, after);
		if (before.kind === "list") return after.kind === "list" && this.#isSameList(before, after);
		return after.kind === "map" && this.#isSameMap(before, after);
	}
	/** Of what is replaced in whole or, being a scalar, in part, nothing is known. */
	#isReplaced({ kind, start, end }) {
		return this.#expected.replaced.some((part) => kind === "scalar" ? part.start < end && start < part.end : part.start <= start && end <= part.end);
	}
	#isSameScalar(before, after) {
		const wanted = this.#expected.texts.get(placeOf(before));
		if (wanted) return after.text === wanted.text && (!wanted.string || isString(after));
		if (before.text === after.text) return before.style === after.style;
		if (this.#expected.replaced.some(({ start, end }) => start < before.end && before.start < end)) return true;
		return this.#isEdited(before) && this.isSameText(readNested(before), readNested(after));
	}
	/** Whether it is a block of text in which something was changed. */
	#isEdited(block) {
		const { texts, keys } = this.#expected;
		return [...texts.keys(), ...keys.keys()].some((place) => {
			const [, start = 0, end = 0] = place.split(":").map(Number);
			return holds(block, {
				start,
				end
			});
		});
	}
	/** What is put before an item is an item more, of which nothing is known. */
	#isSameList(before, after) {
		let at = 0;
		for (const item of before.items) {
			if (this.#inserted.has(item.start)) at += 1;
			if (!this.#isSameRoot(item, after.items[at])) return false;
			at += 1;
		}
		return at === after.items.length;
	}
	#isSameMap(before, after) {
		const wanted = this.#expected.keys.get(placeOf(before)) ?? /* @__PURE__ */ new Map();
		const values = new Map(after.entries.map(({ key, value }) => [key.text, value]));
		const kept = before.entries.filter(({ key }) => !wanted.has(key.text));
		const added = [...wanted].filter(([, text]) => text !== void 0);
		return values.size === kept.length + added.length && kept.every(({ key, value }) => this.#isSameRoot(value, values.get(key.text))) && added.every(([key, text]) => {
			const value = values.get(key);
			return value?.kind === "scalar" && value.text === text && isString(value);
		});
	}
};
// src/effective/fix/draft.ts
/** Texts as they are to become. */
var Draft = class Draft {
	#edits = /* @__PURE__ */ new Map();
	static of(fixes) {
		const draft = new Draft();
		for (const { changes } of fixes) draft.add(changes);
		return draft;
	}
	/** false where they do not go together with what is in it already; then it stays as it was. */
	add(changes) {
		const own = new Draft();
		for (const change of changes) {
			if (!this.#fits(change) || !own.#fits(change)) return false;
			own.#put(change);
		}
		for (const change of changes) this.#put(change);
		return true;
	}
	#put({ change, path, file, splice: one }) {
		const edits = this.#edits.get(path) ?? {
			file,
			splices: [],
			expected: nothingExpected()
		};
		this.#edits.set(path, edits);
		insert(edits.splices, one);
		expect(edits.expected, change);
	}
	isProved(paths) {
		return [...paths].every((path) => {
			const edits = this.#edits.get(path);
			return !edits?.file || isProved(edits.file, textOf(edits), edits.expected);
		});
	}
	files() {
		return [...this.#edits].map(([path, edits]) => ({
			path,
			before: edits.file?.text,
			after: textOf(edits)
		})).toSorted((one, other) => one.path < other.path ? -1 : 1);
	}
	#fits({ path, file, splice: one }) {
		const { splices } = this.#edits.get(path) ?? { splices: [] };
		if (!file) return splices.every((other) => isSame(one, other));
		const next = firstFrom(splices, one.start);
		return splices.slice(Math.max(0, next - 1), next + 2).every((other) => isSame(one, other) || !meet(one, other));
	}
};
const textOf = ({ file, splices }) => splice(file?.text ?? "", splices);
const isSame = (one, other) => one.start === other.start && one.end === other.end && one.text === other.text;
/** Two insertions at one place go together; one within what is replaced does not. */
function meet(one, other) {
	if (one.start === one.end && other.start === other.end) return false;
	if (one.start === other.start) return true;
	const [first, second] = one.start < other.start ? [one, other] : [other, one];
	return second.start < first.end;
}
/** The first splice that begins there or behind. */
function firstFrom(splices, start) {
	let low = 0;
	let high = splices.length;
	while (low < high) {
		const middle = low + high >> 1;
		if ((splices[middle]?.start ?? 0) < start) low = middle + 1;
		else high = middle;
	}
	return low;
}
function insert(splices, one) {
	let at = firstFrom(splices, one.start);
	for (; splices[at]?.start === one.start; at += 1) if (isSame(splices[at] ?? one, one)) return;
	splices.splice(at, 0, one);
}
function expect(expected, change) {
	switch (change.kind) {
		case "set":
			expected.texts.set(placeOf(change.at), {
				text: change.to,
				string: change.string === true || isString(change.at)
			});
			return;
		case "add":
			expectKey(expected, change.to, [change.key, change.value]);
			return;
		case "remove":
			expectKey(expected, change.from, [change.key, void 0]);
			return;
		case "splice":
			expected.replaced.push(change);
			return;
	}
}
// src/effective/fix/apply.ts
/** A proof reads whole files; nobody has so many fixes that cannot be proved. */
const MOST_PROOFS = 60;
/**
* The texts with as many of the fixes as can be made; of two that do not go together, the first. Each is a splice that
* leaves all other bytes as they are, and is proved by reading the text again.
*/
function applyFixes(files, fixes) {
	const refused = [];
	const plan = changePlanner(files);
	const applied = proved(withoutOverlaps(fixes.flatMap((fix) => {
		const changes = fix.changes.map(plan);
		const refusal = changes.find(isRefusal);
		if (refusal) refused.push({
			fix,
			reason: refusal.reason
		});
		return refusal ? [] : [{
			fix,
			changes: changes.flatMap((change) => isRefusal(change) ? [] : change)
		}];
	}), refused), refused);
	return {
		files: Draft.of(applied).files(),
		applied: applied.map(({ fix }) => fix),
		refused
	};
}
function withoutOverlaps(fixes, refused) {
	const draft = new Draft();
	return fixes.filter((one) => {
		if (draft.add(one.changes)) return true;
		refused.push({
			fix: one.fix,
			reason: "another fix changes the same place; run again after that one"
		});
		return false;
	});
}
/** Those that are proved together. Where all are not, each half is tried, on top of what is good. */
function proved(fixes, refused) {
	let good = [];
	let left = MOST_PROOFS;
	const open = [fixes];
	for (let group = open.pop(); group !== void 0; group = open.pop()) {
		left -= 1;
		const paths = new Set(group.flatMap(({ changes }) => changes.map(({ path }) => path)));
		if (left >= 0 && Draft.of([...good, ...group]).isProved(paths)) good = [...good, ...group];
		else if (group.length > 1) open.push(group.slice(group.length / 2), group.slice(0, group.length / 2));
		else refused.push(...group.map(({ fix }) => ({
			fix,
			reason: UNPROVED
		})));
	}
	return good;
}
const UNPROVED = "the text, read again, would not say just what is wanted";
// src/doors/audit/findings/reported-fixes.ts
/** The fixes that are proved, by fingerprint, as changes of text at their places. */
function reportedFixes(found, files) {
	const places = openPlaces();
	const { applied } = applyFixes(files, found.flatMap(({ finding, fix }) => fix ? [{
		finding,
		fix,
		changes: fix.changes
	}] : []));
	const plan = changePlanner(files);
	return new Map(applied.flatMap(({ finding, fix }) => {
		const edits = editsOf(fix, plan, places);
		return edits.length > 0 ? [[finding.fingerprint, {
			title: fix.title,
			edits
		}]] : [];
	}));
}
/** A file that was not there has no place to change. */
function editsOf({ changes }, plan, places) {
	const planned = changes.map(plan);
	if (planned.some((one) => isRefusal(one) || one.file === void 0)) return [];
	return planned.flatMap((one) => {
		if (isRefusal(one) || one.file === void 0) return [];
		const { start, end, text } = one.splice;
		return [{
			path: one.path,
			...places.exactly({
				source: one.file,
				start,
				end
			}),
			text
		}];
	});
}
// src/doors/audit/fix-found.ts
/** Fixes what may be fixed, and brings it where it is wanted. @returns whether files of the checkout have changed. */
async function fixFound(found, { plan, place, files, inputs, ports, record }) {
	const wanted = found.flatMap(({ finding, fix }) => fix && isWanted(fix, plan) ? [{
		finding,
		changes: fix.changes
	}] : []);
	if (wanted.length === 0) return false;
	ports.progress(`Fixing ${counted(wanted.length, "finding")}`);
	const { files: fixed, applied, refused } = applyFixes(files, wanted);
	const findings = applied.map(({ finding }) => finding);
	const details = {
		place,
		plan,
		findings,
		githubToken: inputs.githubToken
	};
	const delivered = fixed.length > 0 ? await ports.deliver(fixed, details) : {};
	record.fixed = {
		findings,
		files: fixed.map(({ path }) => path),
		refused: refused.map(({ fix: { finding }, reason }) => ({
			finding,
			why: reason
		})),
		...delivered
	};
	return plan.fixAs === "files" && fixed.length > 0;
}
const isWanted = ({ safety }, { fix }) => fix === "all" || safety === "safe";
// src/diagnosis/policy/literal.ts
/** Stands in a text for a part of it that is worked out. */
const WORKED_OUT = `\${...}`;
/** The value of the first of these keys that is there. */
function literalAt(map, keys) {
	return map.entries.find(([key]) => keys.includes(key))?.[1];
}
/** Every mapping in a literal, itself included, the outer ones first. */
function* mapsIn(literal) {
	const left = [literal];
	for (let next = left.pop(); next; next = left.pop()) if (next.kind === "map") {
		yield next;
		left.push(...next.entries.map(([, value]) => value).toReversed());
	} else if (next.kind === "list") left.push(...next.items.toReversed());
}
// src/diagnosis/policy/of-yaml.ts
/** Functions of CloudFormation by which a text is put together (its user guide, "Intrinsic function reference"). */
const SUB = "!Sub";
/** A document of JSON or YAML as literals, with what CloudFormation works out as what is not known. */
function literalOf(node) {
	if (node.kind === "list") return node.tag === void 0 ? listOf(node) : unknownAt(node);
	if (node.kind === "map") return intrinsicOf(node) ?? mapOf(node);
	if (node.tag === SUB) return substituted(node.text, node);
	if (node.tag !== void 0) return unknownAt(node);
	return {
		kind: "text",
		text: node.text,
		exact: true,
		at: node
	};
}
const listOf = (node) => ({
	kind: "list",
	items: node.items.map(literalOf),
	at: node
});
const mapOf = (node) => ({
	kind: "map",
	entries: node.entries.map(({ key, value }) => [key.text, literalOf(value)]),
	at: node
});
/** The long form of a function: a mapping of the one key that names it. */
function intrinsicOf(node) {
	const [entry, ...others] = node.entries;
	if (!entry || others.length > 0) return void 0;
	const { key, value } = entry;
	if (key.text === "Fn::Sub" && value.kind === "scalar") return substituted(value.text, value);
	if (key.text === "Fn::GetAtt" || key.text === "Fn::Join") return joined(key.text, value);
	return key.text === "Ref" || key.text.startsWith("Fn::") ? unknownAt(node) : void 0;
}
/** What is joined begins with its first part. */
function joined(name, value) {
	const [between, parts] = value.kind === "list" ? value.items : [];
	if (name !== "Fn::Join" || between?.kind !== "scalar" || parts?.kind !== "list") return unknownAt(value);
	const text = parts.items.map(literalOf).map((part) => part.kind === "text" ? part.text : WORKED_OUT).join(between.text);
	return {
		kind: "text",
		text,
		exact: !text.includes("${"),
		at: value
	};
}
const substituted = (text, at) => ({
	kind: "text",
	text,
	exact: !/\$\{[^!]/.test(text),
	at
});
const unknownAt = (at) => ({
	kind: "unknown",
	at
});
// src/diagnosis/policy/code/document.ts
/** The policy that a text of a program holds as JSON. `start` is where the text itself begins, behind what opens it. */
function documentIn({ text }, source, start) {
	if (!/^\s*\{\s*"/.test(text)) return void 0;
	const end = source.text.length;
	const [document] = readYaml(source, text, (offset) => Math.min(start + offset, end)).documents;
	return document?.root && literalOf(document.root);
}
// src/diagnosis/policy/code/token.ts
/** The tokens of a text, without what is blank between them. */
function tokensOf(text, blank, tokenAt) {
	const tokens = [];
	for (let at = 0; at < text.length;) {
		const passed = matchAt(blank, text, at);
		if (passed) {
			at += passed.length;
			continue;
		}
		const token = tokenAt(at, tokens.at(-1));
		tokens.push(token);
		at = Math.max(token.end, at + 1);
	}
	return tokens;
}
/** What a sticky expression matches at a place. */
function matchAt(pattern, text, at) {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0];
}
/** Where the bracket that is open at a place closes: the place of its `}`; the end of the text where it does not. */
function closingOf(text, open) {
	let depth = 0;
	for (let at = open; at < text.length; at += 1) {
		const character = text[at];
		if (character === "{") depth += 1;
		else if (character === "}") {
			depth -= 1;
			if (depth === 0) return at;
		} else if (character === "\"") at = endOfQuoted(text, at);
	}
	return text.length;
}
/** Where a text in double quotes ends: the place of its quote, or before the line break that it must not have. */
function endOfQuoted(text, open) {
	for (let at = open + 1; at < text.length; at += 1) if (text[at] === "\\") at += 1;
	else if (text[at] === "\"" || text[at] === "\n") return at;
	return text.length;
}
// src/diagnosis/policy/code/hcl-tokens.ts
const BLANK$1 = /[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/y;
const WORD$1 = /[A-Za-z_][\w-]*|\d[\w.]*/y;
const HEREDOC = /<<-?([A-Za-z_][\w-]*)[ \t]*\r?\n/y;
/** The tokens of HCL (hashicorp/hcl, hclsyntax/spec.md); of what is none, one character each. */
const hclTokens = (text) => tokensOf(text, BLANK$1, (start) => tokenAt$1(text, start));
function tokenAt$1(text, start) {
	const character = text[start] ?? "";
	if (character === "\n") return {
		kind: "line",
		text: "\n",
		exact: true,
		start,
		end: start + 1
	};
	if (character === "\"") return quoted$1(text, start);
	const word = matchAt(WORD$1, text, start);
	if (word) return {
		kind: "word",
		text: word,
		exact: true,
		start,
		end: start + word.length
	};
	return heredoc(text, start) ?? {
		kind: "mark",
		text: character,
		exact: true,
		start,
		end: start + 1
	};
}
/** A template in quotes: what is worked out in it (`${`, `%{`) may hold quotes of its own. */
function quoted$1(text, start) {
	let said = "";
	let exact = true;
	let at = start + 1;
	while (at < text.length && text[at] !== "\"" && text[at] !== "\n") if (text[at + 1] === "{" && (text[at] === "$" || text[at] === "%") && text[at - 1] !== text[at]) {
		const end = Math.min(closingOf(text, at + 1) + 1, text.length);
		said += `\${${text.slice(at + 2, end - 1)}}`;
		exact = false;
		at = end;
	} else if (text[at] === "\\") {
		said += text.slice(at + 1, at + 2);
		at += 2;
	} else {
		said += text[at];
		at += 1;
	}
	return {
		kind: "text",
		text: said,
		exact,
		start,
		end: Math.min(at + 1, text.length)
	};
}
/** From the line behind its mark to the line that is the mark. */
function heredoc(text, start) {
	HEREDOC.lastIndex = start;
	const opened = HEREDOC.exec(text);
	if (!opened) return void 0;
	const [all, mark = ""] = opened;
	const from = start + all.length;
	for (let line = from; line < text.length; line = endOfLine(text, line) + 1) {
		const end = endOfLine(text, line);
		if (text.slice(line, end).trim() !== mark) continue;
		const said = text.slice(from, line);
		return {
			kind: "text",
			text: said,
			exact: !said.includes("${"),
			start: from,
			end
		};
	}
	return {
		kind: "text",
		text: text.slice(from),
		exact: false,
		start: from,
		end: text.length
	};
}
function endOfLine(text, from) {
	const end = text.indexOf("\n", from);
	return end < 0 ? text.length : end;
}
// src/diagnosis/policy/code/tokens.ts
const CLOSING = {
	"(": ")",
	"[": "]",
	"{": "}"
};
const CLOSERS = new Set(Object.values(CLOSING));
/** The tokens of a text, read one after the other. */
var Tokens = class {
	source;
	#tokens;
	#next = 0;
	constructor(source, tokens) {
		this.source = source;
		this.#tokens = tokens;
	}
	get isAtEnd() {
		return this.#next >= this.#tokens.length;
	}
	/** The token that is read next, or one behind it. */
	peek(ahead = 0) {
		return this.#tokens[this.#next + ahead];
	}
	isMark(text, ahead = 0) {
		const token = this.peek(ahead);
		return token?.kind === "mark" && token.text === text;
	}
	take() {
		const token = this.peek();
		this.#next += 1;
		return token;
	}
	takeMark(text) {
		const isThere = this.isMark(text);
		if (isThere) this.#next += 1;
		return isThere;
	}
	/** Passes over what is open, behind its closing bracket; a bracket of another kind within it counts by its kind alone. */
	skipBracket() {
		let depth = 0;
		do {
			const token = this.take();
			if (token?.kind !== "mark") continue;
			if (CLOSING[token.text]) depth += 1;
			else if (CLOSERS.has(token.text)) depth -= 1;
		} while (depth > 0 && !this.isAtEnd);
	}
	/** Passes over the rest of an expression: up to a mark of these, or a bracket that closes what is around it. */
	skipTo(isEnd) {
		for (let token = this.peek(); token && !isEnd(token); token = this.peek()) {
			if (token.kind === "mark" && CLOSERS.has(token.text)) return;
			if (token.kind === "mark" && CLOSING[token.text]) this.skipBracket();
			else this.#next += 1;
		}
	}
	/** Where the last token ended. */
	get end() {
		return this.#tokens[this.#next - 1]?.end ?? 0;
	}
	spanFrom(start) {
		return {
			source: this.source,
			start,
			end: Math.max(start, this.end)
		};
	}
};
// src/diagnosis/policy/code/hcl.ts
/** Functions that give the items of their arguments. */
const LISTING = /* @__PURE__ */ new Set([
	"concat",
	"toset",
	"tolist",
	"distinct",
	"compact",
	"flatten"
]);
/** A text of Terraform: its blocks and attributes are entries, in their order, several of one name among them. */
function readHcl(source, resolve = () => void 0) {
	return new HclReader(new Tokens(source, hclTokens(source.text)), resolve).body(0, 0);
}
var HclReader = class {
	#tokens;
	#resolve;
	constructor(tokens, resolve) {
		this.#tokens = tokens;
		this.#resolve = resolve;
	}
	/** Up to the bracket that closes it, or the end of the text. */
	body(start, depth) {
		const entries = [];
		while (!this.#tokens.isAtEnd && !this.#tokens.isMark("}")) {
			const entry = this.#entry(depth);
			if (entry) entries.push(entry);
		}
		this.#tokens.take();
		return {
			kind: "map",
			entries,
			at: this.#tokens.spanFrom(start)
		};
	}
	/** `name = value`, or a block with its labels. */
	#entry(depth) {
		const name = this.#tokens.take();
		if (name?.kind !== "word") return void 0;
		if (this.#tokens.isMark("=") && !this.#tokens.isMark("=", 1)) {
			this.#tokens.take();
			return [name.text, this.#expression(depth + 1)];
		}
		while (isLabel(this.#tokens.peek())) this.#tokens.take();
		const opening = this.#tokens.peek();
		if (!opening || !this.#tokens.isMark("{")) return void 0;
		if (depth > 64) return [name.text, this.#unknown(opening.start)];
		this.#tokens.take();
		return [name.text, this.body(name.start, depth + 1)];
	}
	#expression(depth) {
		const start = this.#tokens.peek()?.start ?? this.#tokens.end;
		const literal = depth > 64 ? void 0 : this.#primary(depth);
		const next = this.#tokens.peek();
		if (literal && (!next || isEnd$1(next))) return literal;
		return this.#unknown(start);
	}
	#primary(depth) {
		const token = this.#tokens.peek();
		if (token?.kind === "text") return this.#text();
		if (token?.kind === "word") return this.#named(depth);
		if (this.#tokens.isMark("[")) return this.#list(depth);
		return this.#tokens.isMark("{") ? this.#object(depth) : void 0;
	}
	#text() {
		const token = this.#tokens.take();
		if (!token) return void 0;
		const at = {
			source: this.#tokens.source,
			start: token.start,
			end: token.end
		};
		return documentIn(token, this.#tokens.source, token.start) ?? {
			kind: "text",
			text: token.text,
			exact: token.exact,
			at
		};
	}
	#list(depth) {
		const start = this.#tokens.take()?.start ?? 0;
		const items = [];
		for (this.#skipLines(); !this.#tokens.isAtEnd && !this.#tokens.isMark("]"); this.#skipLines()) {
			if (isWord(this.#tokens.peek(), "for")) return void 0;
			items.push(this.#expression(depth + 1));
			if (!this.#tokens.isMark(",") && !isLine(this.#tokens.peek()) && !this.#tokens.isMark("]")) return void 0;
		}
		this.#tokens.take();
		return {
			kind: "list",
			items,
			at: this.#tokens.spanFrom(start)
		};
	}
	#object(depth) {
		const start = this.#tokens.take()?.start ?? 0;
		const entries = [];
		for (this.#skipLines(); !this.#tokens.isAtEnd && !this.#tokens.isMark("}"); this.#skipLines()) {
			const key = this.#tokens.take();
			if (!key || key.kind === "mark" || isWord(key, "for")) return void 0;
			if (!this.#tokens.takeMark("=") && !this.#tokens.takeMark(":")) return void 0;
			entries.push([key.text, this.#expression(depth + 1)]);
		}
		this.#tokens.take();
		return {
			kind: "map",
			entries,
			at: this.#tokens.spanFrom(start)
		};
	}
	/** A call, or a name with what is looked up in it. */
	#named(depth) {
		const token = this.#tokens.take();
		if (!token) return void 0;
		if (this.#tokens.isMark("(")) return this.#call(token, depth);
		let name = token.text;
		while (this.#tokens.isMark(".") && this.#tokens.peek(1)?.kind === "word") {
			this.#tokens.take();
			name += `.${this.#tokens.take()?.text}`;
		}
		if (name.endsWith(".arn")) return {
			kind: "text",
			text: `\${${name}}`,
			exact: false,
			at: this.#tokens.spanFrom(token.start)
		};
		return this.#resolve(name);
	}
	#call(name, depth) {
		const given = this.#arguments(depth);
		if (!given) return void 0;
		const at = this.#tokens.spanFrom(name.start);
		const [first] = given;
		if (name.text === "jsonencode") return first;
		if (name.text === "format" && first?.kind === "text") return {
			kind: "text",
			text: first.text.replaceAll(/%[a-z]/g, WORKED_OUT),
			exact: false,
			at
		};
		if (!LISTING.has(name.text)) return void 0;
		return {
			kind: "list",
			items: given.flatMap((one) => one.kind === "list" ? one.items : [one]),
			at
		};
	}
	#arguments(depth) {
		this.#tokens.take();
		const given = [];
		for (this.#skipLines(); !this.#tokens.isAtEnd && !this.#tokens.isMark(")"); this.#skipLines()) {
			given.push(this.#expression(depth + 1));
			if (!this.#tokens.isMark(",") && !isLine(this.#tokens.peek()) && !this.#tokens.isMark(")")) return void 0;
		}
		this.#tokens.take();
		return given;
	}
	/** Passes over the rest of an expression. */
	#unknown(start) {
		this.#tokens.skipTo(isEnd$1);
		return {
			kind: "unknown",
			at: this.#tokens.spanFrom(start)
		};
	}
	#skipLines() {
		while (isLine(this.#tokens.peek()) || this.#tokens.isMark(",")) this.#tokens.take();
	}
};
const isLabel = (token) => token?.kind === "text" || token?.kind === "word";
const isLine = (token) => token?.kind === "line";
const isWord = (token, text) => token?.kind === "word" && token.text === text;
const isEnd$1 = ({ kind, text }) => kind === "line" || kind === "mark" && /^[,)\]}]$/.test(text);
// src/diagnosis/policy/code/script-tokens.ts
const BLANK = /\s+|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|$)/y;
const WORD = /[\w$]+/y;
/** Longer regular expressions are none that people write beside a policy. */
const LONGEST_REGEX = 1e3;
/** Behind these a slash divides; behind anything else a regular expression begins. */
const DIVIDED = /^[\w$)\]}]$/;
/** The tokens of TypeScript or JavaScript, near enough to find the literals in it. */
const scriptTokens = (text) => tokensOf(text, BLANK, (start, last) => tokenAt(text, start, last));
function tokenAt(text, start, last) {
	const character = text[start] ?? "";
	if (character === "\"" || character === "'") return quoted(text, start, character);
	if (character === "`") return template(text, start);
	const isDivided = last?.kind === "text" || DIVIDED.test(last?.text.at(-1) ?? "");
	const word = matchAt(WORD, text, start);
	const regex = character === "/" && !isDivided ? regexAt(text, start) : void 0;
	const whole = word ?? regex ?? character;
	return {
		kind: word ? "word" : "mark",
		text: whole,
		exact: true,
		start,
		end: start + whole.length
	};
}
/** A literal of a regular expression, whose classes may hold slashes; undefined where its line ends before it does. */
function regexAt(text, start) {
	let isInClass = false;
	for (let at = start + 1; at < start + LONGEST_REGEX; at += 1) {
		const character = text[at];
		if (character === void 0 || character === "\n") return void 0;
		if (character === "\\") at += 1;
		else if (character === "[") isInClass = true;
		else if (character === "]") isInClass = false;
		else if (character === "/" && !isInClass) return text.slice(start, at + 1);
	}
}
function quoted(text, start, quote) {
	let said = "";
	let at = start + 1;
	for (; at < text.length && text[at] !== quote && text[at] !== "\n"; at += 1) {
		if (text[at] === "\\") at += 1;
		said += text[at] ?? "";
	}
	return {
		kind: "text",
		text: said,
		exact: true,
		start,
		end: Math.min(at + 1, text.length)
	};
}
function template(text, start) {
	let said = "";
	let exact = true;
	let at = start + 1;
	while (at < text.length && text[at] !== "`") if (text[at] === "$" && text[at + 1] === "{") {
		const end = Math.min(closingOf(text, at + 1) + 1, text.length);
		said += text.slice(at, end);
		exact = false;
		at = end;
	} else {
		if (text[at] === "\\") at += 1;
		said += text[at] ?? "";
		at += 1;
	}
	return {
		kind: "text",
		text: said,
		exact,
		start,
		end: Math.min(at + 1, text.length)
	};
}
// src/diagnosis/policy/code/script.ts
/** The outermost mappings that a text of TypeScript or JavaScript writes down, as Pulumi and CDK are given policies. */
function readScript(source) {
	return new ScriptReader(new Tokens(source, scriptTokens(source.text))).mappings();
}
var ScriptReader = class {
	#tokens;
	/** Texts and lists that constants of the file stand for. */
	#constants = /* @__PURE__ */ new Map();
	#found = [];
	constructor(tokens) {
		this.#tokens = tokens;
	}
	mappings() {
		while (!this.#tokens.isAtEnd) {
			this.#pass({
				isEnd: () => false,
				depth: 0
			});
			this.#tokens.take();
		}
		return this.#found;
	}
	/** Passes over what is no literal, up to its end, and keeps the mappings that are in it. */
	#pass({ isEnd, depth }) {
		let open = 0;
		for (let token = this.#tokens.peek(); token; token = this.#tokens.peek()) {
			if (open === 0 && (isEnd(token) || isClosing(token))) return;
			const isDeep = depth > 64;
			if (!isDeep && this.#isMapping()) {
				this.#keep(this.#mapping(depth + 1));
				continue;
			}
			if (!isDeep && this.#isConstant()) {
				this.#constant(depth + 1);
				continue;
			}
			if (isOpening(token)) open += 1;
			else if (isClosing(token)) open -= 1;
			this.#tokens.take();
		}
	}
	#keep(literal) {
		if (literal.kind === "map") this.#found.push(literal);
		if (literal.kind === "list") for (const item of literal.items) this.#keep(item);
	}
	#isConstant() {
		const [word, name, mark] = [
			0,
			1,
			2
		].map((ahead) => this.#tokens.peek(ahead));
		return word?.text === "const" && name?.kind === "word" && mark?.text === "=";
	}
	/** `const NAME = value`, where the value is written down. */
	#constant(depth) {
		this.#tokens.take();
		const name = this.#tokens.take()?.text ?? "";
		this.#tokens.take();
		const literal = this.#literal(depth);
		if (!literal) return;
		const next = this.#tokens.peek();
		if (next?.kind !== "mark" || ENDS_VALUE.has(next.text)) this.#constants.set(name, literal);
		this.#keep(literal);
	}
	/** Whether a bracket begins a mapping, and no block: by the tokens behind it. */
	#isMapping() {
		if (!this.#tokens.isMark("{")) return false;
		const key = this.#tokens.peek(1);
		if (key?.kind !== "word" && key?.kind !== "text") return this.#tokens.isMark(".", 1) && this.#tokens.isMark(".", 2);
		return [":", ","].some((mark) => this.#tokens.isMark(mark, 2));
	}
	#mapping(depth) {
		const start = this.#tokens.take()?.start ?? 0;
		const entries = [];
		while (!this.#tokens.isAtEnd && !this.#tokens.isMark("}")) {
			const key = this.#tokens.take();
			const isNamed = key?.kind === "word" || key?.kind === "text";
			if (isNamed && this.#tokens.takeMark(":")) entries.push([key.text, this.#value(depth + 1)]);
			else if (isNamed && (this.#tokens.isMark(",") || this.#tokens.isMark("}"))) entries.push([key.text, this.#constants.get(key.text) ?? {
				kind: "unknown",
				at: this.#tokens.spanFrom(key.start)
			}]);
			else this.#pass({
				isEnd,
				depth
			});
			this.#tokens.takeMark(",");
		}
		this.#tokens.take();
		return {
			kind: "map",
			entries,
			at: this.#tokens.spanFrom(start)
		};
	}
	#list(depth) {
		const start = this.#tokens.take()?.start ?? 0;
		const items = [];
		while (!this.#tokens.isAtEnd && !this.#tokens.isMark("]")) {
			items.push(this.#value(depth + 1));
			if (!this.#tokens.takeMark(",") && !this.#tokens.isMark("]")) this.#tokens.take();
		}
		this.#tokens.take();
		return {
			kind: "list",
			items,
			at: this.#tokens.spanFrom(start)
		};
	}
	/** A value of a mapping or list, with whatever else stands there up to its end. */
	#value(depth) {
		const start = this.#tokens.peek()?.start ?? this.#tokens.end;
		const literal = this.#literal(depth);
		const next = this.#tokens.peek();
		if (literal && (!next || isEnd(next) || isClosing(next))) return literal;
		if (literal?.kind === "text" && this.#tokens.isMark("+")) {
			this.#pass({
				isEnd,
				depth
			});
			return {
				...literal,
				text: `${literal.text}\${...}`,
				exact: false
			};
		}
		this.#pass({
			isEnd,
			depth
		});
		return {
			kind: "unknown",
			at: this.#tokens.spanFrom(start)
		};
	}
	#literal(depth) {
		const token = this.#tokens.peek();
		if (!token || depth > 64) return void 0;
		if (token.kind === "text") {
			this.#tokens.take();
			const text = {
				kind: "text",
				text: token.text,
				exact: token.exact,
				at: this.#tokens.spanFrom(token.start)
			};
			return documentIn(token, this.#tokens.source, token.start + 1) ?? text;
		}
		if (this.#tokens.isMark("[")) return this.#list(depth);
		if (this.#tokens.isMark("{")) return this.#mapping(depth);
		return token.kind === "word" ? this.#named(token, depth) : void 0;
	}
	/** A name, a tagged template, or the argument of a call that only writes it in another way. */
	#named(first, depth) {
		this.#tokens.take();
		let name = first.text;
		while (this.#tokens.isMark(".") && this.#tokens.peek(1)?.kind === "word") {
			this.#tokens.take();
			name += `.${this.#tokens.take()?.text}`;
		}
		const at = () => this.#tokens.spanFrom(first.start);
		if (/^(?:pulumi\.)?interpolate$/.test(name) && this.#tokens.peek()?.kind === "text") return this.#literal(depth);
		if (/^(?:JSON\.stringify|pulumi\.(?:jsonStringify|output))$/.test(name) && this.#tokens.takeMark("(")) {
			const inner = this.#value(depth + 1);
			this.#pass({
				isEnd: () => false,
				depth
			});
			this.#tokens.takeMark(")");
			return inner;
		}
		if (/(?:\.arn|Arn)$/.test(name)) return {
			kind: "text",
			text: `\${${name}}`,
			exact: false,
			at: at()
		};
		if (/(?:^|\.)Effect\.\w+$/.test(name)) return {
			kind: "text",
			text: name,
			exact: true,
			at: at()
		};
		return this.#constants.get(name);
	}
};
/** What stands behind the whole of a value; anything else works on with it. */
const ENDS_VALUE = /* @__PURE__ */ new Set([
	";",
	",",
	"}",
	")"
]);
const isEnd = ({ kind, text }) => kind === "mark" && text === ",";
const isOpening = ({ kind, text }) => kind === "mark" && /^[([{]$/.test(text);
const isClosing = ({ kind, text }) => kind === "mark" && /^[)\]}]$/.test(text);
// src/diagnosis/policy/statements.ts
/** As policies have them, and as Terraform, Pulumi and CDK spell them. */
const KEYS = {
	statements: [
		"Statement",
		"statements",
		"statement"
	],
	effect: ["Effect", "effect"],
	actions: [
		"Action",
		"actions",
		"Actions"
	],
	resources: [
		"Resource",
		"resources",
		"Resources"
	],
	principal: [
		"Principal",
		"principals",
		"Principals",
		"NotPrincipal"
	],
	conditional: [
		"Condition",
		"conditions",
		"condition",
		"NotAction",
		"notActions",
		"not_actions",
		"NotResource",
		"notResources",
		"not_resources"
	]
};
/**
* The statements of IAM in a literal: mappings that have actions and resources. Statements of one list are of one
* policy; one that stands alone, as CDK adds them, is a policy of its own.
*/
function statementsIn(literal, language) {
	const policies = /* @__PURE__ */ new Map();
	const found = [];
	for (const map of mapsIn(literal)) {
		for (const statement of membersOf(map)) policies.set(statement, map.at);
		const statement = statementOf(map, {
			language,
			policy: policies.get(map) ?? map.at
		});
		if (statement) found.push(statement);
	}
	return found;
}
function membersOf(map) {
	return map.entries.filter(([key]) => isOneOf(KEYS.statements, key)).map(([, value]) => value).flatMap((value) => value.kind === "list" ? value.items : [value]).filter((one) => one.kind === "map");
}
const isOneOf = (keys, key) => keys.includes(key);
function statementOf(map, { language, policy }) {
	const [actions, resources] = [literalAt(map, KEYS.actions), literalAt(map, KEYS.resources)];
	const written = actions && writtenIn(actions);
	if (!written?.some(({ text }) => /^(?:\*|[a-z0-9-]+:[\w*?]+)$/i.test(text))) return void 0;
	const effect = effectOf(literalAt(map, KEYS.effect));
	if (!effect) return void 0;
	const has = (keys) => map.entries.some(([key]) => keys.includes(key));
	const all = resources && writtenIn(resources);
	return {
		at: map.at,
		effect,
		actions: written,
		resources: resources && isWhole(resources) ? all : void 0,
		hasPrincipal: has(KEYS.principal),
		conditional: has(KEYS.conditional),
		language,
		policy
	};
}
/** Terraform and CDK take one that says nothing for `Allow`; what is not known is not judged. */
function effectOf(literal) {
	if (literal === void 0) return "Allow";
	const text = literal.kind === "text" ? literal.text : "";
	if (/(?:^|\.)allow$/i.test(text)) return "Allow";
	return /(?:^|\.)deny$/i.test(text) ? "Deny" : void 0;
}
const itemsOf = (literal) => literal.kind === "list" ? literal.items : [literal];
function writtenIn(literal) {
	return itemsOf(literal).flatMap((item) => item.kind === "text" && isTold(item.text) ? [{
		text: item.text,
		exact: item.exact,
		at: item.at
	}] : []);
}
const isWhole = (literal) => itemsOf(literal).every((item) => item.kind === "text" && isTold(item.text));
/** What is worked out from its first character on may be anything, `*` too; but the ARN of a resource is none. */
const isTold = (text) => !text.startsWith("${") || /^\$\{[\w.[\]"-]*(?:\.arn|Arn)\}/.test(text);
// src/diagnosis/policy/policies.ts
/** What no text of a policy for a registry is without: others are not read. */
const MENTIONED = /\becr:/i;
/** The statements of the policies that these texts write down; files of Terraform know the locals of their folder. */
function policiesIn(texts) {
	const folders = Map.groupBy(texts.filter(isHcl), ({ path }) => parentOf(path));
	const locals = /* @__PURE__ */ new Map();
	const statementsOf = (text) => {
		if (!isHcl(text)) return ofText(text);
		const folder = parentOf(text.path);
		const resolve = locals.get(folder) ?? localsOf(folders.get(folder) ?? []);
		locals.set(folder, resolve);
		return statementsIn(readHcl(text, resolve), "hcl");
	};
	return texts.filter(({ text }) => MENTIONED.test(text)).flatMap((text) => atFile(text.path, () => statementsOf(text)));
}
const isHcl = ({ path }) => path.endsWith(".tf");
function ofText(text) {
	if (/\.[cm]?[jt]s$/.test(text.path)) return readScript(text).flatMap((map) => statementsIn(map, "typescript"));
	const language = text.path.endsWith(".json") ? "json" : "cloudformation";
	return (text.documents ?? []).flatMap((root) => statementsIn(literalOf(root), language));
}
/** What `local.NAME` is, where one block of the folder says it. */
function localsOf(texts) {
	const blocks = texts.flatMap((text) => [...mapsIn(readHcl(text))].flatMap(localsIn));
	const known = new Map(blocks);
	return (name) => name.startsWith("local.") ? known.get(name.slice(6)) : void 0;
}
function localsIn(map) {
	return map.entries.flatMap(([key, value]) => key === "locals" && value.kind === "map" ? value.entries : []);
}
// src/doors/audit/plan/production.ts
/** Whether one of some roots is of production: it lies in a folder that is named, or its path has the form. */
function isProduction(globs) {
	const matchers = globs.map(pathMatcher);
	const spend = globMeter("production-paths", globs);
	const known = /* @__PURE__ */ new Map();
	return (roots) => roots.some((root) => {
		const kept = known.get(root);
		if (kept !== void 0) return kept;
		spend();
		const is = !isTooLong(root) && matchers.some((matches) => matches(root));
		known.set(root, is);
		return is;
	});
}
// src/doors/audit/plan/audited.ts
/** What rules look at. Policies are read when a rule first asks for them. */
function auditedOf(files, settings, { repository = openRepository(files, settings.extraImagePaths), registry } = {}) {
	let policies;
	return {
		repository,
		settings,
		registry,
		isProduction: isProduction(settings.productionPaths),
		get policies() {
			policies ??= policiesIn(files.paths.flatMap((path) => files.file(path) ?? []));
			return policies;
		}
	};
}
// src/doors/audit/reported-rules.ts
/** Where the page of a rule lies in this repository. */
const rulePage = (id) => `docs/rules/${id}.md`;
/** The rules that run under these settings, as reports speak of them. */
function reportedRules(settings, env, asksAws) {
	const page = pageLink(env);
	return RULES.filter((rule) => isOn(rule, settings, asksAws)).map((rule) => reported(rule, settings, page));
}
function reported({ id, title, severity, why }, { rules }, page) {
	const said = rules.get(id);
	return {
		id,
		title,
		severity: said === void 0 || said === "off" ? severity : said,
		why,
		help: page?.(rulePage(id))
	};
}
// src/doors/audit/story.ts
var story_exports = /* @__PURE__ */ __exportAll({ audit: () => audit });
/** The story of an audit. What has happened is kept in the record, so that a failed run can be reported too. */
async function audit(ports, record) {
	const { inputs, place, files, plan } = begin(ports, record);
	const baseline = plan.baseline && knownFindings(plan, place, ports);
	const charts = {
		plan,
		place,
		ports,
		record
	};
	const open = (read) => openRepository(read, plan.settings.extraImagePaths);
	const { repository, answers } = await askHelm(open(files), charts);
	const registry = await lookedUp(repository, inputs, ports);
	const look = (read, known = open(read)) => {
		ports.progress(`Looking at ${read.paths.length} files`);
		return findAll(auditedOf(read, plan.settings, {
			repository: known,
			registry
		}), RULES, { ...baseline ? { baseline } : {} });
	};
	const lookBefore = ({ files: were, changed }) => {
		const known = open(were);
		return look(were, answers ? withHelm(known, answersBefore(known.charts, answers, changed)) : known);
	};
	const before = await beforeChange(place, plan, {
		ports,
		record,
		look: lookBefore
	});
	const keep = ({ report, findings }, read) => {
		const kept = inScope(caused(findings, before), place.scope);
		record.findings = {
			...report,
			findings: kept.map(({ finding }) => finding)
		};
		record.fixes = () => reportedFixes(kept, read);
		return kept;
	};
	const first = look(files, repository);
	const found = keep(first, files);
	const quiet = first.suppressed.filter(({ by }) => by === "baseline").map(({ placed }) => placed);
	record.known = [...found, ...inScope(quiet, place.scope)].map(({ finding }) => finding);
	if (plan.settings.registries.length === 0) record.proposal = proposeRegistries(repository, plan, place);
	if (plan.fix !== "off") {
		const left = await fixFound(found, {
			plan,
			place,
			files,
			inputs,
			ports,
			record
		}) && ports.readFiles(place);
		if (left) keep(look(left, (await askHelm(open(left), charts)).repository), left);
	}
	writeReports(place, {
		plan,
		inputs,
		ports,
		record
	});
}
/** What ECR says of the images that are deployed, where there is a role to ask it with. */
async function lookedUp({ images }, { roles }, ports) {
	if (roles.length === 0) return void 0;
	ports.progress("Asking ECR for the images that are deployed");
	return ports.lookUp(images, roles);
}
function writeReports(place, { plan, inputs, ports, record }) {
	const rules = reportedRules(plan.settings, ports.env, inputs.roles.length > 0);
	record.rules = rules;
	const { findings, fixes } = record;
	const rendering = {
		plan,
		rules,
		version: ports.version,
		scope: place.scope,
		fixes
	};
	for (const kind of REPORT_KINDS) {
		const file = plan.reports[kind];
		if (!file || !findings) continue;
		ports.writeText(file, renderReport(kind, findings, rendering), place);
		record.written = {
			...record.written,
			[kind]: file.path
		};
	}
}
/** What stands below the folder that was named, or reaches a cluster from there. */
const inScope = (found, scope) => found.filter(({ finding: { path, inheritedBy } }) => isOf(scope, [path, ...inheritedBy]));
const isOf = (scope, paths) => scope === "" || paths.some((path) => path === scope || path.startsWith(`${scope}/`));
function proposeRegistries({ images }, { settings }, { scope }) {
	const own = images.filter(({ written, origins }) => isOf(scope, [written.source.path, ...origins.map(({ root }) => root)]));
	return propose(own, settings.placeholderAccounts);
}
export { imagesRendered as a, RULES as c, releaseOf as i, baseline_exports as n, folderTree$1 as o, edges_exports as r, renderReport as s, story_exports as t };
