import { i as __toESM, t as __commonJSMin } from "./rolldown-runtime.js";
import { d as logHasRoom, g as isExhausted, m as asStepError } from "./index.js";
const { accessSync, closeSync, constants, existsSync, fstatSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, realpathSync, statSync, symlinkSync, writeFileSync } = /* @__PURE__ */ process.getBuiltinModule("node:fs");
const { constants: constants$1 } = /* @__PURE__ */ process.getBuiltinModule("node:os");
const { readFile } = /* @__PURE__ */ process.getBuiltinModule("node:fs/promises");
const { dirname, join, resolve, sep } = /* @__PURE__ */ process.getBuiltinModule("node:path");
const { spawn } = /* @__PURE__ */ process.getBuiltinModule("node:child_process");
const { once } = /* @__PURE__ */ process.getBuiltinModule("node:events");
const { setImmediate: setImmediate$1, setTimeout: setTimeout$1 } = /* @__PURE__ */ process.getBuiltinModule("node:timers/promises");
const { AsyncLocalStorage } = /* @__PURE__ */ process.getBuiltinModule("node:async_hooks");
const { subscribe, unsubscribe } = /* @__PURE__ */ process.getBuiltinModule("node:diagnostics_channel");
// src/names/text.ts
/** Text of others on one line: no value can begin a line, and so a trailer, a claim or a command, of its own. */
function oneLine(text) {
	return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
}
/** Longer than any line that a person reads to its end, or that a program means to be read. */
const LONGEST_SHOWN = 4e3;
/**
* A line of others, as much of it as is looked at, kept or shown; what is left out is counted. Secrets are taken out
* before: a part of one is no longer known to the runner's masks.
*/
function cutLine(line) {
	const left = line.length - LONGEST_SHOWN;
	return left > 0 ? `${line.slice(0, LONGEST_SHOWN)}... (${left} more characters)` : line;
}
/** Names of others, as many as anybody reads. */
function listed(names) {
	const left = names.length - MOST_LISTED;
	return left > 0 ? `${names.slice(0, MOST_LISTED).join(", ")} and ${left} more` : names.join(", ");
}
const MOST_LISTED = 20;
/** A path, URL or registry without the slashes at its end. Each is looked at once, however many there are. */
function withoutLastSlashes(text) {
	return text.replace(/(?<!\/)\/+$/, "");
}
/** A field of the comma-separated option values of buildx and BuildKit, quoted only where it must be (RFC 4180). */
function csvField(text) {
	return /[",\r\n]/.test(text) ? `"${text.replaceAll("\"", "\"\"")}"` : text;
}
/** The fields of such a value. What is none (a quote in the wrong place) is cut at its commas and loses its quotes. */
function csvFields(text) {
	return [...text.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g)].map(([, quoted, plain = ""]) => quoted?.replaceAll("\"\"", "\"") ?? plain.replaceAll("\"", ""));
}
/** The object that a JSON text holds; an empty one for a text that is cut, foreign or something else than an object. */
function jsonObject(text) {
	try {
		const parsed = JSON.parse(text);
		return isRecord(parsed) ? parsed : {};
	} catch {
		return {};
	}
}
/** Whether a parsed value is an object, and no list. */
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
/** One word for a POSIX shell, whatever is in it. */
function shellQuote(word) {
	return `'${word.replaceAll("'", `'\\''`)}'`;
}
/** Far above any configuration that people write; a parser is no place to find out how much above. */
const LARGEST_FILE = 1048576;
// src/names/host.ts
/**
* Registry host names: Amazon ECR endpoints page, amazon-ecr-credential-helper and kubernetes/cloud-provider-aws.
* A form that is documented nowhere (dual-stack in the EU sovereign and ISO partitions) is left out on purpose.
*/
const SHAPES = [
	{
		service: "dkr.ecr",
		suffix: "amazonaws.com",
		partitions: ["aws", "aws-us-gov"]
	},
	{
		service: "dkr.ecr-fips",
		suffix: "amazonaws.com",
		partitions: ["aws", "aws-us-gov"]
	},
	{
		service: "dkr-ecr",
		suffix: "on.aws",
		partitions: ["aws", "aws-us-gov"]
	},
	{
		service: "dkr-ecr-fips",
		suffix: "on.aws",
		partitions: ["aws", "aws-us-gov"]
	},
	{
		service: "dkr.ecr",
		suffix: "amazonaws.com.cn",
		partitions: ["aws-cn"]
	},
	{
		service: "dkr-ecr",
		suffix: "on.amazonwebservices.com.cn",
		partitions: ["aws-cn"]
	},
	{
		service: "dkr.ecr",
		suffix: "c2s.ic.gov",
		partitions: ["aws-iso"]
	},
	{
		service: "dkr.ecr",
		suffix: "sc2s.sgov.gov",
		partitions: ["aws-iso-b"]
	},
	{
		service: "dkr.ecr",
		suffix: "cloud.adc-e.uk",
		partitions: ["aws-iso-e"]
	},
	{
		service: "dkr.ecr",
		suffix: "csp.hci.ic.gov",
		partitions: ["aws-iso-f"]
	},
	{
		service: "dkr.ecr",
		suffix: "amazonaws.eu",
		partitions: ["aws-eusc"]
	}
];
/** Each ends in a dash and none is the beginning of another, so their order does not matter. */
const REGION_PREFIXES = [
	["cn-", "aws-cn"],
	["us-gov-", "aws-us-gov"],
	["us-isob-", "aws-iso-b"],
	["us-isof-", "aws-iso-f"],
	["eu-isoe-", "aws-iso-e"],
	["us-iso-", "aws-iso"],
	["eusc-", "aws-eusc"]
];
const REGION = /^[a-z]{2,5}(?:-[a-z]+)+-\d{1,2}$/;
function isRegion(text) {
	return REGION.test(text);
}
function partitionOfRegion(region) {
	return REGION_PREFIXES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "aws";
}
function isAccountId(text) {
	return /^\d{12}$/.test(text);
}
/** Splits a host of one of ECR's shapes; the account is not checked, so that placeholders can be recognised. */
function splitEcrHost(host) {
	for (const shape of SHAPES) {
		const tail = `.${shape.suffix}`;
		const middle = `.${shape.service}.`;
		const at = host.indexOf(middle);
		if (at < 0 || !host.endsWith(tail)) continue;
		const region = host.slice(at + middle.length, host.length - tail.length);
		const partition = partitionOfRegion(region);
		if (isRegion(region) && shape.partitions.includes(partition)) return {
			account: host.slice(0, at),
			region,
			partition
		};
	}
}
/**
* A host that is meant to be one of ECR's, whatever stands for the account and the region: a template, a slip, or nothing.
* undefined for the host of anybody else.
*/
function roughEcrHost(host) {
	for (const { service, suffix } of SHAPES) {
		const middle = `.${service}.`;
		const at = host.indexOf(middle);
		const from = at + middle.length;
		const to = host.length - suffix.length - 1;
		if (at < 0 || !host.endsWith(`.${suffix}`) || to < from - 1) continue;
		return {
			account: host.slice(0, at),
			region: host.slice(from, Math.max(from, to))
		};
	}
}
/** Whether a name ends as ECR hosts do; the rest of it may be a template. */
function hasEcrSuffix(name) {
	return SHAPES.some(({ suffix }) => name.endsWith(`.${suffix}`));
}
/** A private ECR host, or undefined for anything else: near misses included. */
function parseEcrHost(host) {
	const parts = splitEcrHost(host);
	if (!parts || !isAccountId(parts.account)) return void 0;
	return {
		host,
		account: parts.account,
		region: parts.region,
		partition: parts.partition
	};
}
/** The default (IPv4) registry host of an account and region. */
function defaultEcrHost(account, region) {
	return ecrHostsOf(account, region).map(parseEcrHost)[0];
}
/** Hosts of every form that ECR has in a region, the default one first. */
function ecrHostsOf(account, region) {
	const partition = partitionOfRegion(region);
	return SHAPES.filter(({ partitions }) => partitions.includes(partition)).map(({ service, suffix }) => `${account}.${service}.${region}.${suffix}`);
}
function endpointKind({ host }) {
	return {
		fips: /\.dkr[.-]ecr-fips\./.test(host),
		dualStack: /\.dkr-ecr/.test(host)
	};
}
/** Same account and region: the IPv4, FIPS and dual-stack names reach one registry. */
function isSameRegistry(one, other) {
	return one.account === other.account && one.region === other.region;
}
function isLoopback(host) {
	const name = host.replace(/:\d+$/, "");
	return name === "localhost" || name === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(name);
}
/** HTTPS, or loopback: nobody on the way reads a credential that is sent there. */
function isPrivate(url) {
	const { protocol, host } = URL.canParse(url) ? new URL(url) : {
		protocol: "",
		host: ""
	};
	return protocol === "https:" || protocol === "http:" && isLoopback(host);
}
const ROLE_ARN = /^arn:(aws(?:-[a-z]+)*):iam::(\d*):role\/((?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64})$/;
/** IAM role ARN (IAM reference, "IAM identifiers"); undefined for anything else. */
function parseRoleArn(text) {
	const [, partition, account] = ROLE_ARN.exec(text) ?? [];
	if (!partition || !account || !isAccountId(account)) return void 0;
	return {
		arn: text,
		partition,
		account
	};
}
// src/names/placeholder.ts
/** Accounts of AWS's documentation, which reach overlays by copy and paste. */
const DOCUMENTATION_ACCOUNTS = /* @__PURE__ */ new Set([
	"123456789012",
	"111122223333",
	"444455556666",
	"777788889999",
	"012345678901",
	"210987654321",
	"987654321098"
]);
/** Whether an account is nobody's: of documentation, made up, or a text that stands for one. */
function isPlaceholder(account) {
	return !isAccountId(account) || DOCUMENTATION_ACCOUNTS.has(account) || /^(\d)\1+$/.test(account);
}
/**
* Whether nothing but texts that stand for a name are in a repository: `<team>/<service>`, `${REPOSITORY}`. What stands
* for a part of it alone (`${ENV}/billing`) may be filled in when it is applied.
*/
const isPlaceholderRepository = (repository) => repository.split("/").every((part) => /^(?:<[^>]*>|\$?\{.*\}|[A-Z][A-Z0-9_-]*|x{2,})$/.test(part));
// src/names/reference.ts
function isDigest(text) {
	return /^sha256:[0-9a-f]{64}$/.test(text);
}
/** OCI distribution-spec: a tag is at most 128 characters and begins with a word character. */
function isTag(text) {
	return /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/.test(text);
}
/** ECR API reference, CreateRepository, `repositoryName`: 2-256 characters of this pattern. */
function isRepositoryName(text) {
	const segments = text.split("/");
	return text.length >= 2 && text.length <= 256 && segments.every((segment) => /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/.test(segment));
}
/** The last segment of a repository, which an image is called by when it has no name of its own. */
const lastSegment = (repository) => repository.slice(repository.lastIndexOf("/") + 1);
/** The registry part of an image name, by Docker's rule: the first segment, if it looks like a host. */
function registryOf(imageName) {
	const [first = "", ...rest] = imageName.split("/");
	const isHost = first === "localhost" || /[.:]/.test(first);
	return rest.length > 0 && isHost ? first : void 0;
}
/** Takes a reference apart where kustomize does (api/image, `Split`); nothing is checked, and nothing is lost. */
function splitReference(text) {
	const [named = "", ...rest] = text.split("@");
	const digest = rest.length > 0 ? rest.join("@") : void 0;
	const colon = named.lastIndexOf(":");
	if (colon <= named.lastIndexOf("/")) return {
		name: named,
		tag: void 0,
		digest
	};
	return {
		name: named.slice(0, colon),
		tag: named.slice(colon + 1),
		digest
	};
}
/** kustomize, api/filters/imagetag: tag and digest are both written since kustomize#4406. */
const joinReference = ({ image = "", tag, digest }) => `${image}${tag === void 0 ? "" : `:${tag}`}${digest === void 0 ? "" : `@${digest}`}`;
/** The name of an image as docker reads it (distribution/reference, `ParseNormalizedNamed`), or undefined for anything else. */
function parseReference(text) {
	const { name, tag, digest } = splitReference(text);
	if (!(name.length <= LONGEST_NAME$1 && /^[\w./:-]+$/.test(name) && (tag === void 0 || isTag(tag))) || digest !== void 0 && !isDigest(digest)) return void 0;
	return {
		repository: fullName(name),
		tag,
		digest
	};
}
/** distribution/reference, `NameTotalLengthMax`. */
const LONGEST_NAME$1 = 255;
const DOCKER_HUB = "docker.io";
function fullName(name) {
	const host = registryOf(name);
	const path = host === void 0 ? name : name.slice(host.length + 1);
	const registry = host === void 0 || host === "index.docker.io" ? DOCKER_HUB : host;
	return `${registry}/${registry === DOCKER_HUB && !path.includes("/") ? "library/" : ""}${path}`;
}
// node_modules/picomatch/lib/constants.js
var require_constants = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const WIN_SLASH = "\\\\/";
	const WIN_NO_SLASH = `[^${WIN_SLASH}]`;
	const DEFAULT_MAX_EXTGLOB_RECURSION = 0;
	/**
	* Posix glob regex
	*/
	const DOT_LITERAL = "\\.";
	const PLUS_LITERAL = "\\+";
	const QMARK_LITERAL = "\\?";
	const SLASH_LITERAL = "\\/";
	const ONE_CHAR = "(?=.)";
	const QMARK = "[^/]";
	const END_ANCHOR = `(?:${SLASH_LITERAL}|$)`;
	const START_ANCHOR = `(?:^|${SLASH_LITERAL})`;
	const DOTS_SLASH = `${DOT_LITERAL}{1,2}${END_ANCHOR}`;
	const POSIX_CHARS = {
		DOT_LITERAL,
		PLUS_LITERAL,
		QMARK_LITERAL,
		SLASH_LITERAL,
		ONE_CHAR,
		QMARK,
		END_ANCHOR,
		DOTS_SLASH,
		NO_DOT: `(?!${DOT_LITERAL})`,
		NO_DOTS: `(?!${START_ANCHOR}${DOTS_SLASH})`,
		NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}${END_ANCHOR})`,
		NO_DOTS_SLASH: `(?!${DOTS_SLASH})`,
		QMARK_NO_DOT: `[^.${SLASH_LITERAL}]`,
		STAR: `${QMARK}*?`,
		START_ANCHOR,
		SEP: "/"
	};
	/**
	* Windows glob regex
	*/
	const WINDOWS_CHARS = {
		...POSIX_CHARS,
		SLASH_LITERAL: `[${WIN_SLASH}]`,
		QMARK: WIN_NO_SLASH,
		STAR: `${WIN_NO_SLASH}*?`,
		DOTS_SLASH: `${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$)`,
		NO_DOT: `(?!${DOT_LITERAL})`,
		NO_DOTS: `(?!(?:^|[${WIN_SLASH}])${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
		NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}(?:[${WIN_SLASH}]|$))`,
		NO_DOTS_SLASH: `(?!${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
		QMARK_NO_DOT: `[^.${WIN_SLASH}]`,
		START_ANCHOR: `(?:^|[${WIN_SLASH}])`,
		END_ANCHOR: `(?:[${WIN_SLASH}]|$)`,
		SEP: "\\"
	};
	module.exports = {
		DEFAULT_MAX_EXTGLOB_RECURSION,
		MAX_LENGTH: 65536,
		POSIX_REGEX_SOURCE: {
			__proto__: null,
			alnum: "a-zA-Z0-9",
			alpha: "a-zA-Z",
			ascii: "\\x00-\\x7F",
			blank: " \\t",
			cntrl: "\\x00-\\x1F\\x7F",
			digit: "0-9",
			graph: "\\x21-\\x7E",
			lower: "a-z",
			print: "\\x20-\\x7E ",
			punct: "\\-!\"#$%&'()\\*+,./:;<=>?@[\\]^_`{|}~",
			space: " \\t\\r\\n\\v\\f",
			upper: "A-Z",
			word: "A-Za-z0-9_",
			xdigit: "A-Fa-f0-9"
		},
		REGEX_BACKSLASH: /\\(?![*+?^${}(|)[\]])/g,
		REGEX_NON_SPECIAL_CHARS: /^[^@![\].,$*+?^{}()|\\/]+/,
		REGEX_SPECIAL_CHARS: /[-*+?.^${}(|)[\]]/,
		REGEX_SPECIAL_CHARS_BACKREF: /(\\?)((\W)(\3*))/g,
		REGEX_SPECIAL_CHARS_GLOBAL: /([-*+?.^${}(|)[\]])/g,
		REGEX_REMOVE_BACKSLASH: /(?:\[.*?[^\\]\]|\\(?=.))/g,
		REPLACEMENTS: {
			__proto__: null,
			"***": "*",
			"**/**": "**",
			"**/**/**": "**"
		},
		CHAR_0: 48,
		CHAR_9: 57,
		CHAR_UPPERCASE_A: 65,
		CHAR_LOWERCASE_A: 97,
		CHAR_UPPERCASE_Z: 90,
		CHAR_LOWERCASE_Z: 122,
		CHAR_LEFT_PARENTHESES: 40,
		CHAR_RIGHT_PARENTHESES: 41,
		CHAR_ASTERISK: 42,
		CHAR_AMPERSAND: 38,
		CHAR_AT: 64,
		CHAR_BACKWARD_SLASH: 92,
		CHAR_CARRIAGE_RETURN: 13,
		CHAR_CIRCUMFLEX_ACCENT: 94,
		CHAR_COLON: 58,
		CHAR_COMMA: 44,
		CHAR_DOT: 46,
		CHAR_DOUBLE_QUOTE: 34,
		CHAR_EQUAL: 61,
		CHAR_EXCLAMATION_MARK: 33,
		CHAR_FORM_FEED: 12,
		CHAR_FORWARD_SLASH: 47,
		CHAR_GRAVE_ACCENT: 96,
		CHAR_HASH: 35,
		CHAR_HYPHEN_MINUS: 45,
		CHAR_LEFT_ANGLE_BRACKET: 60,
		CHAR_LEFT_CURLY_BRACE: 123,
		CHAR_LEFT_SQUARE_BRACKET: 91,
		CHAR_LINE_FEED: 10,
		CHAR_NO_BREAK_SPACE: 160,
		CHAR_PERCENT: 37,
		CHAR_PLUS: 43,
		CHAR_QUESTION_MARK: 63,
		CHAR_RIGHT_ANGLE_BRACKET: 62,
		CHAR_RIGHT_CURLY_BRACE: 125,
		CHAR_RIGHT_SQUARE_BRACKET: 93,
		CHAR_SEMICOLON: 59,
		CHAR_SINGLE_QUOTE: 39,
		CHAR_SPACE: 32,
		CHAR_TAB: 9,
		CHAR_UNDERSCORE: 95,
		CHAR_VERTICAL_LINE: 124,
		CHAR_ZERO_WIDTH_NOBREAK_SPACE: 65279,
		/**
		* Create EXTGLOB_CHARS
		*/
		extglobChars(chars) {
			return {
				"!": {
					type: "negate",
					open: "(?:(?!(?:",
					close: `))${chars.STAR})`
				},
				"?": {
					type: "qmark",
					open: "(?:",
					close: ")?"
				},
				"+": {
					type: "plus",
					open: "(?:",
					close: ")+"
				},
				"*": {
					type: "star",
					open: "(?:",
					close: ")*"
				},
				"@": {
					type: "at",
					open: "(?:",
					close: ")"
				}
			};
		},
		/**
		* Create GLOB_CHARS
		*/
		globChars(win32) {
			return win32 === true ? WINDOWS_CHARS : POSIX_CHARS;
		}
	};
}));
// node_modules/picomatch/lib/utils.js
var require_utils = /* @__PURE__ */ __commonJSMin(((exports) => {
	const { REGEX_BACKSLASH, REGEX_REMOVE_BACKSLASH, REGEX_SPECIAL_CHARS, REGEX_SPECIAL_CHARS_GLOBAL } = require_constants();
	exports.isObject = (val) => val !== null && typeof val === "object" && !Array.isArray(val);
	exports.hasRegexChars = (str) => REGEX_SPECIAL_CHARS.test(str);
	exports.isRegexChar = (str) => str.length === 1 && exports.hasRegexChars(str);
	exports.escapeRegex = (str) => str.replace(REGEX_SPECIAL_CHARS_GLOBAL, "\\$1");
	exports.toPosixSlashes = (str) => str.replace(REGEX_BACKSLASH, "/");
	exports.isWindows = () => {
		if (typeof navigator !== "undefined" && navigator.platform) {
			const platform = navigator.platform.toLowerCase();
			return platform === "win32" || platform === "windows";
		}
		if (typeof process !== "undefined" && process.platform) return process.platform === "win32";
		return false;
	};
	exports.removeBackslashes = (str) => {
		return str.replace(REGEX_REMOVE_BACKSLASH, (match) => {
			return match === "\\" ? "" : match;
		});
	};
	exports.escapeLast = (input, char, lastIdx) => {
		const idx = input.lastIndexOf(char, lastIdx);
		if (idx === -1) return input;
		if (input[idx - 1] === "\\") return exports.escapeLast(input, char, idx - 1);
		return `${input.slice(0, idx)}\\${input.slice(idx)}`;
	};
	exports.removePrefix = (input, state = {}) => {
		let output = input;
		if (output.startsWith("./")) {
			output = output.slice(2);
			state.prefix = "./";
		}
		return output;
	};
	exports.wrapOutput = (input, state = {}, options = {}) => {
		let output = `${options.contains ? "" : "^"}(?:${input})${options.contains ? "" : "$"}`;
		if (state.negated === true) output = `(?:^(?!${output}).*$)`;
		return output;
	};
	exports.basename = (path, { windows } = {}) => {
		const segs = path.split(windows ? /[\\/]/ : "/");
		const last = segs[segs.length - 1];
		if (last === "") return segs[segs.length - 2];
		return last;
	};
}));
// node_modules/picomatch/lib/scan.js
var require_scan = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const utils = require_utils();
	const { CHAR_ASTERISK, CHAR_AT, CHAR_BACKWARD_SLASH, CHAR_COMMA, CHAR_DOT, CHAR_EXCLAMATION_MARK, CHAR_FORWARD_SLASH, CHAR_LEFT_CURLY_BRACE, CHAR_LEFT_PARENTHESES, CHAR_LEFT_SQUARE_BRACKET, CHAR_PLUS, CHAR_QUESTION_MARK, CHAR_RIGHT_CURLY_BRACE, CHAR_RIGHT_PARENTHESES, CHAR_RIGHT_SQUARE_BRACKET } = require_constants();
	const isPathSeparator = (code) => {
		return code === CHAR_FORWARD_SLASH || code === CHAR_BACKWARD_SLASH;
	};
	const depth = (token) => {
		if (token.isPrefix !== true) token.depth = token.isGlobstar ? Infinity : 1;
	};
	/**
	* Quickly scans a glob pattern and returns an object with a handful of
	* useful properties, like `isGlob`, `path` (the leading non-glob, if it exists),
	* `glob` (the actual pattern), `negated` (true if the path starts with `!` but not
	* with `!(`) and `negatedExtglob` (true if the path starts with `!(`).
	*
	* ```js
	* const pm = require('picomatch');
	* console.log(pm.scan('foo/bar/*.js'));
	* { isGlob: true, input: 'foo/bar/*.js', base: 'foo/bar', glob: '*.js' }
	* ```
	* @param {String} `str`
	* @param {Object} `options`
	* @return {Object} Returns an object with tokens and regex source string.
	* @api public
	*/
	const scan = (input, options) => {
		const opts = options || {};
		const length = input.length - 1;
		const scanToEnd = opts.parts === true || opts.tokens === true || opts.scanToEnd === true;
		const slashes = [];
		const tokens = [];
		const parts = [];
		let str = input;
		let index = -1;
		let start = 0;
		let lastIndex = 0;
		let isBrace = false;
		let isBracket = false;
		let isGlob = false;
		let isExtglob = false;
		let isGlobstar = false;
		let braceEscaped = false;
		let backslashes = false;
		let negated = false;
		let negatedExtglob = false;
		let finished = false;
		let braces = 0;
		let prev;
		let code;
		let token = {
			value: "",
			depth: 0,
			isGlob: false
		};
		const eos = () => index >= length;
		const peek = () => str.charCodeAt(index + 1);
		const advance = () => {
			prev = code;
			return str.charCodeAt(++index);
		};
		while (index < length) {
			code = advance();
			let next;
			if (code === CHAR_BACKWARD_SLASH) {
				backslashes = token.backslashes = true;
				code = advance();
				if (code === CHAR_LEFT_CURLY_BRACE) braceEscaped = true;
				continue;
			}
			if (braceEscaped === true || code === CHAR_LEFT_CURLY_BRACE) {
				braces++;
				while (eos() !== true && (code = advance())) {
					if (code === CHAR_BACKWARD_SLASH) {
						backslashes = token.backslashes = true;
						advance();
						continue;
					}
					if (code === CHAR_LEFT_CURLY_BRACE) {
						braces++;
						continue;
					}
					if (braceEscaped !== true && code === CHAR_DOT && (code = advance()) === CHAR_DOT) {
						isBrace = token.isBrace = true;
						isGlob = token.isGlob = true;
						finished = true;
						if (scanToEnd === true) continue;
						break;
					}
					if (braceEscaped !== true && code === CHAR_COMMA) {
						isBrace = token.isBrace = true;
						isGlob = token.isGlob = true;
						finished = true;
						if (scanToEnd === true) continue;
						break;
					}
					if (code === CHAR_RIGHT_CURLY_BRACE) {
						braces--;
						if (braces === 0) {
							braceEscaped = false;
							isBrace = token.isBrace = true;
							finished = true;
							break;
						}
					}
				}
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_FORWARD_SLASH) {
				slashes.push(index);
				tokens.push(token);
				token = {
					value: "",
					depth: 0,
					isGlob: false
				};
				if (finished === true) continue;
				if (prev === CHAR_DOT && index === start + 1) {
					start += 2;
					continue;
				}
				lastIndex = index + 1;
				continue;
			}
			if (opts.noext !== true) {
				if ((code === CHAR_PLUS || code === CHAR_AT || code === CHAR_ASTERISK || code === CHAR_QUESTION_MARK || code === CHAR_EXCLAMATION_MARK) === true && peek() === CHAR_LEFT_PARENTHESES) {
					isGlob = token.isGlob = true;
					isExtglob = token.isExtglob = true;
					finished = true;
					if (code === CHAR_EXCLAMATION_MARK && index === start) negatedExtglob = true;
					if (scanToEnd === true) {
						let parens = 0;
						while (eos() !== true && (code = advance())) {
							if (code === CHAR_BACKWARD_SLASH) {
								backslashes = token.backslashes = true;
								advance();
								continue;
							}
							if (code === CHAR_LEFT_PARENTHESES) {
								parens++;
								continue;
							}
							if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
								finished = true;
								break;
							}
						}
						continue;
					}
					break;
				}
			}
			if (code === CHAR_ASTERISK) {
				if (prev === CHAR_ASTERISK) isGlobstar = token.isGlobstar = true;
				isGlob = token.isGlob = true;
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_QUESTION_MARK) {
				isGlob = token.isGlob = true;
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
			if (code === CHAR_LEFT_SQUARE_BRACKET) {
				while (eos() !== true && (next = advance())) {
					if (next === CHAR_BACKWARD_SLASH) {
						backslashes = token.backslashes = true;
						advance();
						continue;
					}
					if (next === CHAR_RIGHT_SQUARE_BRACKET) {
						isBracket = token.isBracket = true;
						isGlob = token.isGlob = true;
						finished = true;
						break;
					}
				}
				if (scanToEnd === true) continue;
				break;
			}
			if (opts.nonegate !== true && code === CHAR_EXCLAMATION_MARK && index === start) {
				negated = token.negated = true;
				start++;
				continue;
			}
			if (opts.noparen !== true && code === CHAR_LEFT_PARENTHESES) {
				isGlob = token.isGlob = true;
				if (scanToEnd === true) {
					let parens = 1;
					while (eos() !== true && (code = advance())) {
						if (code === CHAR_BACKWARD_SLASH) {
							backslashes = token.backslashes = true;
							advance();
							continue;
						}
						if (code === CHAR_LEFT_PARENTHESES) {
							parens++;
							continue;
						}
						if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
							finished = true;
							break;
						}
					}
					continue;
				}
				break;
			}
			if (isGlob === true) {
				finished = true;
				if (scanToEnd === true) continue;
				break;
			}
		}
		if (opts.noext === true) {
			isExtglob = false;
			isGlob = false;
		}
		let base = str;
		let prefix = "";
		let glob = "";
		if (start > 0) {
			prefix = str.slice(0, start);
			str = str.slice(start);
			lastIndex -= start;
		}
		if (base && isGlob === true && lastIndex > 0) {
			base = str.slice(0, lastIndex);
			glob = str.slice(lastIndex);
		} else if (isGlob === true) {
			base = "";
			glob = str;
		} else base = str;
		if (base && base !== "" && base !== "/" && base !== str) {
			if (isPathSeparator(base.charCodeAt(base.length - 1))) base = base.slice(0, -1);
		}
		if (opts.unescape === true) {
			if (glob) glob = utils.removeBackslashes(glob);
			if (base && backslashes === true) base = utils.removeBackslashes(base);
		}
		const state = {
			prefix,
			input,
			start,
			base,
			glob,
			isBrace,
			isBracket,
			isGlob,
			isExtglob,
			isGlobstar,
			negated,
			negatedExtglob
		};
		if (opts.tokens === true) {
			state.maxDepth = 0;
			if (!isPathSeparator(code)) tokens.push(token);
			state.tokens = tokens;
		}
		if (opts.parts === true || opts.tokens === true) {
			let prevIndex;
			for (let idx = 0; idx < slashes.length; idx++) {
				const n = prevIndex !== void 0 ? prevIndex + 1 : start;
				const i = slashes[idx];
				const value = input.slice(n, i);
				if (opts.tokens) {
					if (idx === 0 && start !== 0) {
						tokens[idx].isPrefix = true;
						tokens[idx].value = prefix;
					} else tokens[idx].value = value;
					depth(tokens[idx]);
					state.maxDepth += tokens[idx].depth;
				}
				if (i >= start) {
					parts.push(value);
					prevIndex = i;
				}
			}
			const n = prevIndex !== void 0 ? prevIndex + 1 : start;
			const value = input.slice(n);
			parts.push(value);
			if (opts.tokens && prevIndex && prevIndex + 1 < input.length) {
				tokens[tokens.length - 1].value = value;
				depth(tokens[tokens.length - 1]);
				state.maxDepth += tokens[tokens.length - 1].depth;
			}
			state.slashes = slashes;
			state.parts = parts;
		}
		return state;
	};
	module.exports = scan;
}));
// node_modules/picomatch/lib/parse.js
var require_parse = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const constants = require_constants();
	const utils = require_utils();
	/**
	* Constants
	*/
	const { MAX_LENGTH, POSIX_REGEX_SOURCE, REGEX_NON_SPECIAL_CHARS, REGEX_SPECIAL_CHARS_BACKREF, REPLACEMENTS } = constants;
	/**
	* Helpers
	*/
	const expandRange = (args, options) => {
		if (typeof options.expandRange === "function") return options.expandRange(...args, options);
		args.sort();
		const value = `[${args.join("-")}]`;
		try {
			new RegExp(value);
		} catch (ex) {
			return args.map((v) => utils.escapeRegex(v)).join("..");
		}
		return value;
	};
	/**
	* Create the message for a syntax error
	*/
	const syntaxError = (type, char) => {
		return `Missing ${type}: "${char}" - use "\\\\${char}" to match literal characters`;
	};
	const splitTopLevel = (input) => {
		const parts = [];
		let bracket = 0;
		let paren = 0;
		let quote = 0;
		let value = "";
		let escaped = false;
		for (const ch of input) {
			if (escaped === true) {
				value += ch;
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				value += ch;
				escaped = true;
				continue;
			}
			if (ch === "\"") {
				quote = quote === 1 ? 0 : 1;
				value += ch;
				continue;
			}
			if (quote === 0) {
				if (ch === "[") bracket++;
				else if (ch === "]" && bracket > 0) bracket--;
				else if (bracket === 0) {
					if (ch === "(") paren++;
					else if (ch === ")" && paren > 0) paren--;
					else if (ch === "|" && paren === 0) {
						parts.push(value);
						value = "";
						continue;
					}
				}
			}
			value += ch;
		}
		parts.push(value);
		return parts;
	};
	const isPlainBranch = (branch) => {
		let escaped = false;
		for (const ch of branch) {
			if (escaped === true) {
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				escaped = true;
				continue;
			}
			if (/[?*+@!()[\]{}]/.test(ch)) return false;
		}
		return true;
	};
	const normalizeSimpleBranch = (branch) => {
		let value = branch.trim();
		let changed = true;
		while (changed === true) {
			changed = false;
			if (/^@\([^\\()[\]{}|]+\)$/.test(value)) {
				value = value.slice(2, -1);
				changed = true;
			}
		}
		if (!isPlainBranch(value)) return;
		return value.replace(/\\(.)/g, "$1");
	};
	const hasRepeatedCharPrefixOverlap = (branches) => {
		const values = branches.map(normalizeSimpleBranch).filter(Boolean);
		for (let i = 0; i < values.length; i++) for (let j = i + 1; j < values.length; j++) {
			const a = values[i];
			const b = values[j];
			const char = a[0];
			if (!char || a !== char.repeat(a.length) || b !== char.repeat(b.length)) continue;
			if (a === b || a.startsWith(b) || b.startsWith(a)) return true;
		}
		return false;
	};
	const parseRepeatedExtglob = (pattern, requireEnd = true) => {
		if (pattern[0] !== "+" && pattern[0] !== "*" || pattern[1] !== "(") return;
		let bracket = 0;
		let paren = 0;
		let quote = 0;
		let escaped = false;
		for (let i = 1; i < pattern.length; i++) {
			const ch = pattern[i];
			if (escaped === true) {
				escaped = false;
				continue;
			}
			if (ch === "\\") {
				escaped = true;
				continue;
			}
			if (ch === "\"") {
				quote = quote === 1 ? 0 : 1;
				continue;
			}
			if (quote === 1) continue;
			if (ch === "[") {
				bracket++;
				continue;
			}
			if (ch === "]" && bracket > 0) {
				bracket--;
				continue;
			}
			if (bracket > 0) continue;
			if (ch === "(") {
				paren++;
				continue;
			}
			if (ch === ")") {
				paren--;
				if (paren === 0) {
					if (requireEnd === true && i !== pattern.length - 1) return;
					return {
						type: pattern[0],
						body: pattern.slice(2, i),
						end: i
					};
				}
			}
		}
	};
	const buildCharClassStar = (chars) => {
		return `${chars.length === 1 ? utils.escapeRegex(chars[0]) : `[${chars.map((ch) => utils.escapeRegex(ch)).join("")}]`}*`;
	};
	const getStarExtglobSequenceChars = (pattern) => {
		let index = 0;
		const chars = [];
		while (index < pattern.length) {
			const match = parseRepeatedExtglob(pattern.slice(index), false);
			if (!match || match.type !== "*") return;
			const branches = splitTopLevel(match.body).map((branch) => branch.trim());
			if (branches.length !== 1) return;
			const branch = normalizeSimpleBranch(branches[0]);
			if (!branch || branch.length !== 1) return;
			chars.push(branch);
			index += match.end + 1;
		}
		if (chars.length < 1) return;
		return chars;
	};
	const repeatedExtglobRecursion = (pattern) => {
		let depth = 0;
		let value = pattern.trim();
		let match = parseRepeatedExtglob(value);
		while (match) {
			depth++;
			value = match.body.trim();
			match = parseRepeatedExtglob(value);
		}
		return depth;
	};
	const analyzeRepeatedExtglob = (body, options) => {
		if (options.maxExtglobRecursion === false) return { risky: false };
		const max = typeof options.maxExtglobRecursion === "number" ? options.maxExtglobRecursion : constants.DEFAULT_MAX_EXTGLOB_RECURSION;
		const branches = splitTopLevel(body).map((branch) => branch.trim());
		if (branches.length > 1) {
			if (branches.some((branch) => branch === "") || branches.some((branch) => /^[*?]+$/.test(branch)) || hasRepeatedCharPrefixOverlap(branches)) return { risky: true };
		}
		const safeChars = [];
		let sawStarSequence = false;
		let combinable = true;
		for (const branch of branches) {
			const chars = getStarExtglobSequenceChars(branch);
			if (chars) {
				sawStarSequence = true;
				safeChars.push(...chars);
				continue;
			}
			const literal = normalizeSimpleBranch(branch);
			if (literal && literal.length === 1) {
				safeChars.push(literal);
				continue;
			}
			combinable = false;
			if (repeatedExtglobRecursion(branch) > max) return { risky: true };
		}
		if (sawStarSequence) return combinable ? {
			risky: true,
			safeOutput: buildCharClassStar([...new Set(safeChars)])
		} : { risky: true };
		return { risky: false };
	};
	/**
	* Parse the given input string.
	* @param {String} input
	* @param {Object} options
	* @return {Object}
	*/
	const parse = (input, options) => {
		if (typeof input !== "string") throw new TypeError("Expected a string");
		input = REPLACEMENTS[input] || input;
		const opts = { ...options };
		const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
		let len = input.length;
		if (len > max) throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
		const bos = {
			type: "bos",
			value: "",
			output: opts.prepend || ""
		};
		const tokens = [bos];
		const capture = opts.capture ? "" : "?:";
		const PLATFORM_CHARS = constants.globChars(opts.windows);
		const EXTGLOB_CHARS = constants.extglobChars(PLATFORM_CHARS);
		const { DOT_LITERAL, PLUS_LITERAL, SLASH_LITERAL, ONE_CHAR, DOTS_SLASH, NO_DOT, NO_DOT_SLASH, NO_DOTS_SLASH, QMARK, QMARK_NO_DOT, STAR, START_ANCHOR } = PLATFORM_CHARS;
		const globstar = (opts) => {
			return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
		};
		const nodot = opts.dot ? "" : NO_DOT;
		const qmarkNoDot = opts.dot ? QMARK : QMARK_NO_DOT;
		let star = opts.bash === true ? globstar(opts) : STAR;
		if (opts.capture) star = `(${star})`;
		if (typeof opts.noext === "boolean") opts.noextglob = opts.noext;
		const state = {
			input,
			index: -1,
			start: 0,
			dot: opts.dot === true,
			consumed: "",
			output: "",
			prefix: "",
			backtrack: false,
			negated: false,
			brackets: 0,
			braces: 0,
			parens: 0,
			quotes: 0,
			globstar: false,
			tokens
		};
		input = utils.removePrefix(input, state);
		len = input.length;
		const extglobs = [];
		const braces = [];
		const stack = [];
		let prev = bos;
		let value;
		/**
		* Tokenizing helpers
		*/
		const eos = () => state.index === len - 1;
		const peek = state.peek = (n = 1) => input[state.index + n];
		const advance = state.advance = () => input[++state.index] || "";
		const remaining = () => input.slice(state.index + 1);
		const consume = (value = "", num = 0) => {
			state.consumed += value;
			state.index += num;
		};
		const append = (token) => {
			state.output += token.output != null ? token.output : token.value;
			consume(token.value);
		};
		const negate = () => {
			let count = 1;
			while (peek() === "!" && (peek(2) !== "(" || peek(3) === "?")) {
				advance();
				state.start++;
				count++;
			}
			if (count % 2 === 0) return false;
			state.negated = true;
			state.start++;
			return true;
		};
		const increment = (type) => {
			state[type]++;
			stack.push(type);
		};
		const decrement = (type) => {
			state[type]--;
			stack.pop();
		};
		/**
		* Push tokens onto the tokens array. This helper speeds up
		* tokenizing by 1) helping us avoid backtracking as much as possible,
		* and 2) helping us avoid creating extra tokens when consecutive
		* characters are plain text. This improves performance and simplifies
		* lookbehinds.
		*/
		const push = (tok) => {
			if (prev.type === "globstar") {
				const isBrace = state.braces > 0 && (tok.type === "comma" || tok.type === "brace");
				const isExtglob = tok.extglob === true || extglobs.length && (tok.type === "pipe" || tok.type === "paren");
				if (tok.type !== "slash" && tok.type !== "paren" && !isBrace && !isExtglob) {
					state.output = state.output.slice(0, -prev.output.length);
					prev.type = "star";
					prev.value = "*";
					prev.output = star;
					state.output += prev.output;
				}
			}
			if (extglobs.length && tok.type !== "paren") extglobs[extglobs.length - 1].inner += tok.value;
			if (tok.value || tok.output) append(tok);
			if (prev && prev.type === "text" && tok.type === "text") {
				prev.output = (prev.output || prev.value) + tok.value;
				prev.value += tok.value;
				return;
			}
			tok.prev = prev;
			tokens.push(tok);
			prev = tok;
		};
		const extglobOpen = (type, value) => {
			const token = {
				...EXTGLOB_CHARS[value],
				conditions: 1,
				inner: ""
			};
			token.prev = prev;
			token.parens = state.parens;
			token.output = state.output;
			token.startIndex = state.index;
			token.tokensIndex = tokens.length;
			const output = (opts.capture ? "(" : "") + token.open;
			increment("parens");
			push({
				type,
				value,
				output: state.output ? "" : ONE_CHAR
			});
			push({
				type: "paren",
				extglob: true,
				value: advance(),
				output
			});
			extglobs.push(token);
		};
		const extglobClose = (token) => {
			const literal = input.slice(token.startIndex, state.index + 1);
			const body = input.slice(token.startIndex + 2, state.index);
			const analysis = analyzeRepeatedExtglob(body, opts);
			if ((token.type === "plus" || token.type === "star") && analysis.risky) {
				const safeOutput = analysis.safeOutput ? (token.output ? "" : ONE_CHAR) + (opts.capture ? `(${analysis.safeOutput})` : analysis.safeOutput) : void 0;
				const open = tokens[token.tokensIndex];
				open.type = "text";
				open.value = literal;
				open.output = safeOutput || utils.escapeRegex(literal);
				for (let i = token.tokensIndex + 1; i < tokens.length; i++) {
					tokens[i].value = "";
					tokens[i].output = "";
					delete tokens[i].suffix;
				}
				state.output = token.output + open.output;
				state.backtrack = true;
				push({
					type: "paren",
					extglob: true,
					value,
					output: ""
				});
				decrement("parens");
				return;
			}
			let output = token.close + (opts.capture ? ")" : "");
			let rest;
			if (token.type === "negate") {
				let extglobStar = star;
				if (token.inner && token.inner.length > 1 && token.inner.includes("/")) extglobStar = globstar(opts);
				if (extglobStar !== star || eos() || /^\)+$/.test(remaining())) output = token.close = `)$))${extglobStar}`;
				if (token.inner.includes("*") && (rest = remaining()) && /^\.[^\\/.]+$/.test(rest)) output = token.close = `)${parse(rest, {
					...options,
					fastpaths: false
				}).output})${extglobStar})`;
				if (token.prev.type === "bos") state.negatedExtglob = true;
			}
			push({
				type: "paren",
				extglob: true,
				value,
				output
			});
			decrement("parens");
		};
		/**
		* Fast paths
		*/
		if (opts.fastpaths !== false && !/(^[*!]|[/()[\]{}"])/.test(input)) {
			let backslashes = false;
			let output = input.replace(REGEX_SPECIAL_CHARS_BACKREF, (m, esc, chars, first, rest, index) => {
				if (first === "\\") {
					backslashes = true;
					return m;
				}
				if (first === "?") {
					if (esc) return esc + first + (rest ? QMARK.repeat(rest.length) : "");
					if (index === 0) return qmarkNoDot + (rest ? QMARK.repeat(rest.length) : "");
					return QMARK.repeat(chars.length);
				}
				if (first === ".") return DOT_LITERAL.repeat(chars.length);
				if (first === "*") {
					if (esc) return esc + first + (rest ? star : "");
					return star;
				}
				return esc ? m : `\\${m}`;
			});
			if (backslashes === true) {
				if (opts.unescape === true) output = output.replace(/\\/g, "");
				else output = output.replace(/\\+/g, (m) => {
					return m.length % 2 === 0 ? "\\\\" : m ? "\\" : "";
				});
			}
			if (output === input && opts.contains === true) {
				state.output = input;
				return state;
			}
			state.output = utils.wrapOutput(output, state, options);
			return state;
		}
		/**
		* Tokenize input until we reach end-of-string
		*/
		while (!eos()) {
			value = advance();
			if (value === "\0") continue;
			/**
			* Escaped characters
			*/
			if (value === "\\") {
				const next = peek();
				if (next === "/" && opts.bash !== true) continue;
				if (next === "." || next === ";") continue;
				if (!next) {
					value += "\\";
					push({
						type: "text",
						value
					});
					continue;
				}
				const match = /^\\+/.exec(remaining());
				let slashes = 0;
				if (match && match[0].length > 2) {
					slashes = match[0].length;
					state.index += slashes;
					if (slashes % 2 !== 0) value += "\\";
				}
				if (opts.unescape === true) value = advance();
				else value += advance();
				if (state.brackets === 0) {
					push({
						type: "text",
						value
					});
					continue;
				}
			}
			/**
			* If we're inside a regex character class, continue
			* until we reach the closing bracket.
			*/
			if (state.brackets > 0 && (value !== "]" || prev.value === "[" || prev.value === "[^")) {
				if (opts.posix !== false && value === ":") {
					const inner = prev.value.slice(1);
					if (inner.includes("[")) {
						prev.posix = true;
						if (inner.includes(":")) {
							const idx = prev.value.lastIndexOf("[");
							const pre = prev.value.slice(0, idx);
							const rest = prev.value.slice(idx + 2);
							const posix = POSIX_REGEX_SOURCE[rest];
							if (posix) {
								prev.value = pre + posix;
								state.backtrack = true;
								advance();
								if (!bos.output && tokens.indexOf(prev) === 1) bos.output = ONE_CHAR;
								continue;
							}
						}
					}
				}
				if (value === "[" && peek() !== ":" || value === "-" && peek() === "]") value = `\\${value}`;
				if (value === "]" && (prev.value === "[" || prev.value === "[^")) value = `\\${value}`;
				if (opts.posix === true && value === "!" && prev.value === "[") value = "^";
				prev.value += value;
				append({ value });
				continue;
			}
			/**
			* If we're inside a quoted string, continue
			* until we reach the closing double quote.
			*/
			if (state.quotes === 1 && value !== "\"") {
				value = utils.escapeRegex(value);
				prev.value += value;
				append({ value });
				continue;
			}
			/**
			* Double quotes
			*/
			if (value === "\"") {
				state.quotes = state.quotes === 1 ? 0 : 1;
				if (opts.keepQuotes === true) push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Parentheses
			*/
			if (value === "(") {
				increment("parens");
				push({
					type: "paren",
					value
				});
				continue;
			}
			if (value === ")") {
				if (state.parens === 0 && opts.strictBrackets === true) throw new SyntaxError(syntaxError("opening", "("));
				const extglob = extglobs[extglobs.length - 1];
				if (extglob && state.parens === extglob.parens + 1) {
					extglobClose(extglobs.pop());
					continue;
				}
				push({
					type: "paren",
					value,
					output: state.parens ? ")" : "\\)"
				});
				decrement("parens");
				continue;
			}
			/**
			* Square brackets
			*/
			if (value === "[") {
				if (opts.nobracket === true || !remaining().includes("]")) {
					if (opts.nobracket !== true && opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "]"));
					value = `\\${value}`;
				} else increment("brackets");
				push({
					type: "bracket",
					value
				});
				continue;
			}
			if (value === "]") {
				if (opts.nobracket === true || prev && prev.type === "bracket" && prev.value.length === 1) {
					push({
						type: "text",
						value,
						output: `\\${value}`
					});
					continue;
				}
				if (state.brackets === 0) {
					if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("opening", "["));
					push({
						type: "text",
						value,
						output: `\\${value}`
					});
					continue;
				}
				decrement("brackets");
				const prevValue = prev.value.slice(1);
				if (prev.posix !== true && prevValue[0] === "^" && !prevValue.includes("/")) value = `/${value}`;
				prev.value += value;
				append({ value });
				if (opts.literalBrackets === false || utils.hasRegexChars(prevValue)) continue;
				const escaped = utils.escapeRegex(prev.value);
				state.output = state.output.slice(0, -prev.value.length);
				if (opts.literalBrackets === true) {
					state.output += escaped;
					prev.value = escaped;
					continue;
				}
				prev.value = `(${capture}${escaped}|${prev.value})`;
				state.output += prev.value;
				continue;
			}
			/**
			* Braces
			*/
			if (value === "{" && opts.nobrace !== true) {
				increment("braces");
				const open = {
					type: "brace",
					value,
					output: "(",
					outputIndex: state.output.length,
					tokensIndex: state.tokens.length
				};
				braces.push(open);
				push(open);
				continue;
			}
			if (value === "}") {
				const brace = braces[braces.length - 1];
				if (opts.nobrace === true || !brace) {
					push({
						type: "text",
						value,
						output: value
					});
					continue;
				}
				let output = ")";
				if (brace.dots === true) {
					const arr = tokens.slice();
					const range = [];
					for (let i = arr.length - 1; i >= 0; i--) {
						tokens.pop();
						if (arr[i].type === "brace") break;
						if (arr[i].type !== "dots") range.unshift(arr[i].value);
					}
					output = expandRange(range, opts);
					state.backtrack = true;
				}
				if (brace.comma !== true && brace.dots !== true) {
					const out = state.output.slice(0, brace.outputIndex);
					const toks = state.tokens.slice(brace.tokensIndex);
					brace.value = brace.output = "\\{";
					value = output = "\\}";
					state.output = out;
					for (const t of toks) state.output += t.output || t.value;
				}
				push({
					type: "brace",
					value,
					output
				});
				decrement("braces");
				braces.pop();
				continue;
			}
			/**
			* Pipes
			*/
			if (value === "|") {
				if (extglobs.length > 0) extglobs[extglobs.length - 1].conditions++;
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Commas
			*/
			if (value === ",") {
				let output = value;
				const brace = braces[braces.length - 1];
				if (brace && stack[stack.length - 1] === "braces") {
					brace.comma = true;
					output = "|";
				}
				push({
					type: "comma",
					value,
					output
				});
				continue;
			}
			/**
			* Slashes
			*/
			if (value === "/") {
				if (prev.type === "dot" && state.index === state.start + 1) {
					state.start = state.index + 1;
					state.consumed = "";
					state.output = "";
					tokens.pop();
					prev = bos;
					continue;
				}
				push({
					type: "slash",
					value,
					output: SLASH_LITERAL
				});
				continue;
			}
			/**
			* Dots
			*/
			if (value === ".") {
				if (state.braces > 0 && prev.type === "dot") {
					if (prev.value === ".") prev.output = DOT_LITERAL;
					const brace = braces[braces.length - 1];
					prev.type = "dots";
					prev.output += value;
					prev.value += value;
					brace.dots = true;
					continue;
				}
				if (state.braces + state.parens === 0 && prev.type !== "bos" && prev.type !== "slash") {
					push({
						type: "text",
						value,
						output: DOT_LITERAL
					});
					continue;
				}
				push({
					type: "dot",
					value,
					output: DOT_LITERAL
				});
				continue;
			}
			/**
			* Question marks
			*/
			if (value === "?") {
				if (!(prev && prev.value === "(") && opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					extglobOpen("qmark", value);
					continue;
				}
				if (prev && prev.type === "paren") {
					const next = peek();
					let output = value;
					if (prev.value === "(" && !/[!=<:]/.test(next) || next === "<" && !/<([!=]|\w+>)/.test(remaining())) output = `\\${value}`;
					push({
						type: "text",
						value,
						output
					});
					continue;
				}
				if (opts.dot !== true && (prev.type === "slash" || prev.type === "bos")) {
					push({
						type: "qmark",
						value,
						output: QMARK_NO_DOT
					});
					continue;
				}
				push({
					type: "qmark",
					value,
					output: QMARK
				});
				continue;
			}
			/**
			* Exclamation
			*/
			if (value === "!") {
				if (opts.noextglob !== true && peek() === "(") {
					if (peek(2) !== "?" || !/[!=<:]/.test(peek(3))) {
						extglobOpen("negate", value);
						continue;
					}
				}
				if (opts.nonegate !== true && state.index === 0) {
					negate();
					continue;
				}
			}
			/**
			* Plus
			*/
			if (value === "+") {
				if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					extglobOpen("plus", value);
					continue;
				}
				if (prev && prev.value === "(" || opts.regex === false) {
					push({
						type: "plus",
						value,
						output: PLUS_LITERAL
					});
					continue;
				}
				if (prev && (prev.type === "bracket" || prev.type === "paren" || prev.type === "brace") || state.parens > 0) {
					push({
						type: "plus",
						value
					});
					continue;
				}
				push({
					type: "plus",
					value: PLUS_LITERAL
				});
				continue;
			}
			/**
			* Plain text
			*/
			if (value === "@") {
				if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
					push({
						type: "at",
						extglob: true,
						value,
						output: ""
					});
					continue;
				}
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Plain text
			*/
			if (value !== "*") {
				if (value === "$" || value === "^") value = `\\${value}`;
				const match = REGEX_NON_SPECIAL_CHARS.exec(remaining());
				if (match) {
					value += match[0];
					state.index += match[0].length;
				}
				push({
					type: "text",
					value
				});
				continue;
			}
			/**
			* Stars
			*/
			if (prev && (prev.type === "globstar" || prev.star === true)) {
				prev.type = "star";
				prev.star = true;
				prev.value += value;
				prev.output = star;
				state.backtrack = true;
				state.globstar = true;
				consume(value);
				continue;
			}
			let rest = remaining();
			if (opts.noextglob !== true && /^\([^?]/.test(rest)) {
				extglobOpen("star", value);
				continue;
			}
			if (prev.type === "star") {
				if (opts.noglobstar === true) {
					consume(value);
					continue;
				}
				const prior = prev.prev;
				const before = prior.prev;
				const isStart = prior.type === "slash" || prior.type === "bos";
				const afterStar = before && (before.type === "star" || before.type === "globstar");
				if (opts.bash === true && (!isStart || rest[0] && rest[0] !== "/")) {
					push({
						type: "star",
						value,
						output: ""
					});
					continue;
				}
				const isBrace = state.braces > 0 && (prior.type === "comma" || prior.type === "brace");
				const isExtglob = extglobs.length && (prior.type === "pipe" || prior.type === "paren");
				if (!isStart && prior.type !== "paren" && !isBrace && !isExtglob) {
					push({
						type: "star",
						value,
						output: ""
					});
					continue;
				}
				while (rest.slice(0, 3) === "/**") {
					const after = input[state.index + 4];
					if (after && after !== "/") break;
					rest = rest.slice(3);
					consume("/**", 3);
				}
				const isEnd = eos() || state.parens > 0 && rest === ")".repeat(state.parens) && !extglobs.some((extglob) => extglob.type === "negate");
				if (prior.type === "bos" && eos()) {
					prev.type = "globstar";
					prev.value += value;
					prev.output = globstar(opts);
					state.output = prev.output;
					state.globstar = true;
					consume(value);
					continue;
				}
				if (prior.type === "slash" && prior.prev.type !== "bos" && !afterStar && isEnd) {
					state.output = state.output.slice(0, -(prior.output + prev.output).length);
					prior.output = `(?:${prior.output}`;
					prev.type = "globstar";
					prev.output = globstar(opts) + (opts.strictSlashes ? ")" : "|$)");
					prev.value += value;
					state.globstar = true;
					state.output += prior.output + prev.output;
					consume(value);
					continue;
				}
				if (prior.type === "slash" && prior.prev.type !== "bos" && rest[0] === "/") {
					const end = rest[1] !== void 0 ? "|$" : "";
					state.output = state.output.slice(0, -(prior.output + prev.output).length);
					prior.output = `(?:${prior.output}`;
					prev.type = "globstar";
					prev.output = `${globstar(opts)}${SLASH_LITERAL}|${SLASH_LITERAL}${end})`;
					prev.value += value;
					state.output += prior.output + prev.output;
					state.globstar = true;
					consume(value + advance());
					push({
						type: "slash",
						value: "/",
						output: ""
					});
					continue;
				}
				if (prior.type === "bos" && rest[0] === "/") {
					prev.type = "globstar";
					prev.value += value;
					prev.output = `(?:^|${SLASH_LITERAL}|${globstar(opts)}${SLASH_LITERAL})`;
					state.output = prev.output;
					state.globstar = true;
					consume(value + advance());
					push({
						type: "slash",
						value: "/",
						output: ""
					});
					continue;
				}
				state.output = state.output.slice(0, -prev.output.length);
				prev.type = "globstar";
				prev.output = globstar(opts);
				prev.value += value;
				state.output += prev.output;
				state.globstar = true;
				consume(value);
				continue;
			}
			const token = {
				type: "star",
				value,
				output: star
			};
			if (opts.bash === true) {
				token.output = ".*?";
				if (prev.type === "bos" || prev.type === "slash") token.output = nodot + token.output;
				push(token);
				continue;
			}
			if (prev && (prev.type === "bracket" || prev.type === "paren") && opts.regex === true) {
				token.output = value;
				push(token);
				continue;
			}
			if (state.index === state.start || prev.type === "slash" || prev.type === "dot") {
				if (prev.type === "dot") {
					state.output += NO_DOT_SLASH;
					prev.output += NO_DOT_SLASH;
				} else if (opts.dot === true) {
					state.output += NO_DOTS_SLASH;
					prev.output += NO_DOTS_SLASH;
				} else {
					state.output += nodot;
					prev.output += nodot;
				}
				if (peek() !== "*") {
					state.output += ONE_CHAR;
					prev.output += ONE_CHAR;
				}
			}
			push(token);
		}
		while (state.brackets > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "]"));
			state.output = utils.escapeLast(state.output, "[");
			decrement("brackets");
		}
		while (state.parens > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", ")"));
			state.output = utils.escapeLast(state.output, "(");
			decrement("parens");
		}
		while (state.braces > 0) {
			if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "}"));
			state.output = utils.escapeLast(state.output, "{");
			decrement("braces");
		}
		if (opts.strictSlashes !== true && (prev.type === "star" || prev.type === "bracket")) push({
			type: "maybe_slash",
			value: "",
			output: `${SLASH_LITERAL}?`
		});
		if (state.backtrack === true) {
			state.output = "";
			for (const token of state.tokens) {
				state.output += token.output != null ? token.output : token.value;
				if (token.suffix) state.output += token.suffix;
			}
		}
		return state;
	};
	/**
	* Fast paths for creating regular expressions for common glob patterns.
	* This can significantly speed up processing and has very little downside
	* impact when none of the fast paths match.
	*/
	parse.fastpaths = (input, options) => {
		const opts = { ...options };
		const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
		const len = input.length;
		if (len > max) throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
		input = REPLACEMENTS[input] || input;
		const { DOT_LITERAL, SLASH_LITERAL, ONE_CHAR, DOTS_SLASH, NO_DOT, NO_DOTS, NO_DOTS_SLASH, STAR, START_ANCHOR } = constants.globChars(opts.windows);
		const nodot = opts.dot ? NO_DOTS : NO_DOT;
		const slashDot = opts.dot ? NO_DOTS_SLASH : NO_DOT;
		const capture = opts.capture ? "" : "?:";
		const state = {
			negated: false,
			prefix: ""
		};
		let star = opts.bash === true ? ".*?" : STAR;
		if (opts.capture) star = `(${star})`;
		const globstar = (opts) => {
			if (opts.noglobstar === true) return star;
			return `(${capture}(?:(?!${START_ANCHOR}${opts.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
		};
		const create = (str) => {
			switch (str) {
				case "*": return `${nodot}${ONE_CHAR}${star}`;
				case ".*": return `${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "*.*": return `${nodot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "*/*": return `${nodot}${star}${SLASH_LITERAL}${ONE_CHAR}${slashDot}${star}`;
				case "**": return nodot + globstar(opts);
				case "**/*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${ONE_CHAR}${star}`;
				case "**/*.*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
				case "**/.*": return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${DOT_LITERAL}${ONE_CHAR}${star}`;
				default: {
					const match = /^(.*?)\.(\w+)$/.exec(str);
					if (!match) return;
					const source = create(match[1]);
					if (!source) return;
					return source + DOT_LITERAL + match[2];
				}
			}
		};
		let source = create(utils.removePrefix(input, state));
		if (source && opts.strictSlashes !== true) source += `${SLASH_LITERAL}?`;
		return source;
	};
	module.exports = parse;
}));
// node_modules/picomatch/lib/picomatch.js
var require_picomatch$1 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const scan = require_scan();
	const parse = require_parse();
	const utils = require_utils();
	const constants = require_constants();
	const isObject = (val) => val && typeof val === "object" && !Array.isArray(val);
	/**
	* Creates a matcher function from one or more glob patterns. The
	* returned function takes a string to match as its first argument,
	* and returns true if the string is a match. The returned matcher
	* function also takes a boolean as the second argument that, when true,
	* returns an object with additional information.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch(glob[, options]);
	*
	* const isMatch = picomatch('*.!(*a)');
	* console.log(isMatch('a.a')); //=> false
	* console.log(isMatch('a.b')); //=> true
	*
	* // For environments without `node.js`, `picomatch/posix` provides you a dependency-free matcher, without automatic OS detection.
	* const picomatch = require('picomatch/posix');
	* // the same API, defaulting to posix paths
	* const isMatch = picomatch('a/*');
	* console.log(isMatch('a\\b')); //=> false
	* console.log(isMatch('a/b')); //=> true
	*
	* // you can still configure the matcher function to accept windows paths
	* const isMatch = picomatch('a/*', { options: windows });
	* console.log(isMatch('a\\b')); //=> true
	* console.log(isMatch('a/b')); //=> true
	* ```
	* @name picomatch
	* @param {String|Array} `globs` One or more glob patterns.
	* @param {Object=} `options`
	* @return {Function=} Returns a matcher function.
	* @api public
	*/
	const picomatch = (glob, options, returnState = false) => {
		if (Array.isArray(glob)) {
			const fns = glob.map((input) => picomatch(input, options, returnState));
			const arrayMatcher = (str) => {
				for (const isMatch of fns) {
					const state = isMatch(str);
					if (state) return state;
				}
				return false;
			};
			return arrayMatcher;
		}
		const isState = isObject(glob) && glob.tokens && glob.input;
		if (glob === "" || typeof glob !== "string" && !isState) throw new TypeError("Expected pattern to be a non-empty string");
		const opts = options || {};
		const posix = opts.windows;
		const regex = isState ? picomatch.compileRe(glob, options) : picomatch.makeRe(glob, options, false, true);
		const state = regex.state;
		delete regex.state;
		let isIgnored = () => false;
		if (opts.ignore) {
			const ignoreOpts = {
				...options,
				ignore: null,
				onMatch: null,
				onResult: null
			};
			isIgnored = picomatch(opts.ignore, ignoreOpts, returnState);
		}
		const matcher = (input, returnObject = false) => {
			const { isMatch, match, output } = picomatch.test(input, regex, options, {
				glob,
				posix
			});
			const result = {
				glob,
				state,
				regex,
				posix,
				input,
				output,
				match,
				isMatch
			};
			if (typeof opts.onResult === "function") opts.onResult(result);
			if (isMatch === false) {
				result.isMatch = false;
				return returnObject ? result : false;
			}
			if (isIgnored(input)) {
				if (typeof opts.onIgnore === "function") opts.onIgnore(result);
				result.isMatch = false;
				return returnObject ? result : false;
			}
			if (typeof opts.onMatch === "function") opts.onMatch(result);
			return returnObject ? result : true;
		};
		if (returnState) matcher.state = state;
		return matcher;
	};
	/**
	* Test `input` with the given `regex`. This is used by the main
	* `picomatch()` function to test the input string.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.test(input, regex[, options]);
	*
	* console.log(picomatch.test('foo/bar', /^(?:([^/]*?)\/([^/]*?))$/));
	* // { isMatch: true, match: [ 'foo/', 'foo', 'bar' ], output: 'foo/bar' }
	* ```
	* @param {String} `input` String to test.
	* @param {RegExp} `regex`
	* @return {Object} Returns an object with matching info.
	* @api public
	*/
	picomatch.test = (input, regex, options, { glob, posix } = {}) => {
		if (typeof input !== "string") throw new TypeError("Expected input to be a string");
		if (input === "") return {
			isMatch: false,
			output: ""
		};
		const opts = options || {};
		const format = opts.format || (posix ? utils.toPosixSlashes : null);
		let match = input === glob;
		let output = match && format ? format(input) : input;
		if (match === false) {
			output = format ? format(input) : input;
			match = output === glob;
		}
		if (match === false || opts.capture === true) {
			if (opts.matchBase === true || opts.basename === true) match = picomatch.matchBase(input, regex, options, posix);
			else match = regex.exec(output);
		}
		return {
			isMatch: Boolean(match),
			match,
			output
		};
	};
	/**
	* Match the basename of a filepath.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.matchBase(input, glob[, options]);
	* console.log(picomatch.matchBase('foo/bar.js', '*.js'); // true
	* ```
	* @param {String} `input` String to test.
	* @param {RegExp|String} `glob` Glob pattern or regex created by [.makeRe](#makeRe).
	* @return {Boolean}
	* @api public
	*/
	picomatch.matchBase = (input, glob, options, posix = options && options.windows) => {
		return (glob instanceof RegExp ? glob : picomatch.makeRe(glob, options)).test(utils.basename(input, { windows: posix }));
	};
	/**
	* Returns true if **any** of the given glob `patterns` match the specified `string`.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.isMatch(string, patterns[, options]);
	*
	* console.log(picomatch.isMatch('a.a', ['b.*', '*.a'])); //=> true
	* console.log(picomatch.isMatch('a.a', 'b.*')); //=> false
	* ```
	* @param {String|Array} str The string to test.
	* @param {String|Array} patterns One or more glob patterns to use for matching.
	* @param {Object} [options] See available [options](#options).
	* @return {Boolean} Returns true if any patterns match `str`
	* @api public
	*/
	picomatch.isMatch = (str, patterns, options) => picomatch(patterns, options)(str);
	/**
	* Parse a glob pattern to create the source string for a regular
	* expression.
	*
	* ```js
	* const picomatch = require('picomatch');
	* const result = picomatch.parse(pattern[, options]);
	* ```
	* @param {String} `pattern`
	* @param {Object} `options`
	* @return {Object} Returns an object with useful properties and output to be used as a regex source string.
	* @api public
	*/
	picomatch.parse = (pattern, options) => {
		if (Array.isArray(pattern)) return pattern.map((p) => picomatch.parse(p, options));
		return parse(pattern, {
			...options,
			fastpaths: false
		});
	};
	/**
	* Scan a glob pattern to separate the pattern into segments.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.scan(input[, options]);
	*
	* const result = picomatch.scan('!./foo/*.js');
	* console.log(result);
	* { prefix: '!./',
	*   input: '!./foo/*.js',
	*   start: 3,
	*   base: 'foo',
	*   glob: '*.js',
	*   isBrace: false,
	*   isBracket: false,
	*   isGlob: true,
	*   isExtglob: false,
	*   isGlobstar: false,
	*   negated: true }
	* ```
	* @param {String} `input` Glob pattern to scan.
	* @param {Object} `options`
	* @return {Object} Returns an object with
	* @api public
	*/
	picomatch.scan = (input, options) => scan(input, options);
	/**
	* Compile a regular expression from the `state` object returned by the
	* [parse()](#parse) method.
	*
	* ```js
	* const picomatch = require('picomatch');
	* const state = picomatch.parse('*.js');
	* // picomatch.compileRe(state[, options]);
	*
	* console.log(picomatch.compileRe(state));
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {Object} `state`
	* @param {Object} `options`
	* @param {Boolean} `returnOutput` Intended for implementors, this argument allows you to return the raw output from the parser.
	* @param {Boolean} `returnState` Adds the state to a `state` property on the returned regex. Useful for implementors and debugging.
	* @return {RegExp}
	* @api public
	*/
	picomatch.compileRe = (state, options, returnOutput = false, returnState = false) => {
		if (returnOutput === true) return state.output;
		const opts = options || {};
		const prepend = opts.contains ? "" : "^";
		const append = opts.contains ? "" : "$";
		let source = `${prepend}(?:${state.output})${append}`;
		if (state && state.negated === true) source = `^(?!${source}).*$`;
		const regex = picomatch.toRegex(source, options);
		if (returnState === true) regex.state = state;
		return regex;
	};
	/**
	* Create a regular expression from a parsed glob pattern.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.makeRe(state[, options]);
	*
	* const result = picomatch.makeRe('*.js');
	* console.log(result);
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {String} `state` The object returned from the `.parse` method.
	* @param {Object} `options`
	* @param {Boolean} `returnOutput` Implementors may use this argument to return the compiled output, instead of a regular expression. This is not exposed on the options to prevent end-users from mutating the result.
	* @param {Boolean} `returnState` Implementors may use this argument to return the state from the parsed glob with the returned regular expression.
	* @return {RegExp} Returns a regex created from the given pattern.
	* @api public
	*/
	picomatch.makeRe = (input, options = {}, returnOutput = false, returnState = false) => {
		if (!input || typeof input !== "string") throw new TypeError("Expected a non-empty string");
		let parsed = {
			negated: false,
			fastpaths: true
		};
		if (options.fastpaths !== false && (input[0] === "." || input[0] === "*")) parsed.output = parse.fastpaths(input, options);
		if (!parsed.output) parsed = parse(input, options);
		return picomatch.compileRe(parsed, options, returnOutput, returnState);
	};
	/**
	* Create a regular expression from the given regex source string.
	*
	* ```js
	* const picomatch = require('picomatch');
	* // picomatch.toRegex(source[, options]);
	*
	* const { output } = picomatch.parse('*.js');
	* console.log(picomatch.toRegex(output));
	* //=> /^(?:(?!\.)(?=.)[^/]*?\.js)$/
	* ```
	* @param {String} `source` Regular expression source string.
	* @param {Object} `options`
	* @return {RegExp}
	* @api public
	*/
	picomatch.toRegex = (source, options) => {
		try {
			const opts = options || {};
			return new RegExp(source, opts.flags || (opts.nocase ? "i" : ""));
		} catch (err) {
			if (options && options.debug === true) throw err;
			return /$^/;
		}
	};
	/**
	* Picomatch constants.
	* @return {Object}
	*/
	picomatch.constants = constants;
	/**
	* Expose "picomatch"
	*/
	module.exports = picomatch;
}));
// node_modules/picomatch/index.js
var require_picomatch = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const pico = require_picomatch$1();
	const utils = require_utils();
	function picomatch(glob, options, returnState = false) {
		if (options && (options.windows === null || options.windows === void 0)) options = {
			...options,
			windows: utils.isWindows()
		};
		return pico(glob, options, returnState);
	}
	Object.assign(picomatch, pico);
	module.exports = picomatch;
}));
// src/names/path.ts
var import_picomatch = /* @__PURE__ */ __toESM(require_picomatch(), 1);
/**
* A path of the config repository as git names it: without `.` segments and without a slash at the end; the root is
* the empty path. undefined for anything that could leave the repository, and for a pattern that only takes paths
* away.
*/
function overlayPath(given) {
	if (/^[/!]/.test(given) || given.includes("\\")) return void 0;
	const segments = given.replace(/\/$/, "").split("/");
	if (segments.some((segment) => segment === "" || segment === "..")) return void 0;
	return segments.filter((segment) => segment !== ".").join("/");
}
/** The folder that a path is in; the root is the empty path. */
const parentOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
/** The path of what is in a folder. */
const inFolder = (folder, name) => folder === "" ? name : `${folder}/${name}`;
/** What git keeps for itself, and in part runs; some file systems take names in any case. */
const isOfGit = (path) => /(?:^|\/)\.git(?:\/|$)/i.test(path);
/** Whether an overlay is a pattern, which stands for all paths that match it. */
function isGlob(overlay) {
	return import_picomatch.default.scan(overlay).isGlob;
}
/** PATH_MAX and NAME_MAX of Linux: no checkout holds what is longer. */
const LONGEST_PATH = 4096;
const LONGEST_NAME = 255;
/**
* Whether a path is none that anybody could check out, though a tree may name it. A pattern with several stars takes
* far longer for a name of twice the length, so such a path is not even compared.
*/
function isTooLong(path) {
	return path.length > LONGEST_PATH || path.split("/").some((name) => name.length > LONGEST_NAME);
}
/** What an engine that is given no name looks for, in this order; docker and BuildKit are nice to a lower-case one. */
const DOCKERFILES = {
	buildx: ["Dockerfile", "dockerfile"],
	buildah: ["Containerfile", "Dockerfile"],
	docker: ["Dockerfile", "dockerfile"]
};
/** Lists of what is left out of a context (Docker docs, ".dockerignore files"; containerignore(5)). */
const IGNORED = [".dockerignore", ".containerignore"];
/** What buildx reads beside a Dockerfile, too (buildx docs, "Build policies"). */
const POLICY = ".rego";
/** What engines read unasked because of a Dockerfile. */
const besideDockerfile = (path) => [...IGNORED, POLICY].map((name) => `${path}${name}`);
/** What engines read unasked in a context. */
const ignoreFilesIn = (context) => IGNORED.map((name) => join(context, name));
/** The lists of which the first that is there says what is left out of a context: one for a Dockerfile of its own wins. */
const ignoreFilesOf = (context, file) => [...(file === void 0 ? DEFAULT_DOCKERFILES.map((name) => join(context, name)) : [file]).flatMap(listsBeside), ...ignoreFilesIn(context)];
const DEFAULT_DOCKERFILES = [...new Set(Object.values(DOCKERFILES).flat())];
const listsBeside = (path) => IGNORED.map((name) => `${path}${name}`);
/** File names that kustomize recognises (kustomize v5, `RecognizedKustomizationFileNames`). */
const KUSTOMIZATION_NAMES = [
	"kustomization.yaml",
	"kustomization.yml",
	"Kustomization"
];
/** A file name that kustomize recognises. */
const isKustomization = (path) => KUSTOMIZATION_NAMES.some((name) => path === name || path.endsWith(`/${name}`));
// src/names/nearest.ts
/**
* The candidate that a typo, or a shorter or longer form of a name, stands for. Whoever follows a wrong guess deploys
* into the container or the environment of somebody else, so what is merely the closest is none, and of two that are
* equally close neither is. Names with paths are compared by the segments that they end in.
*/
function nearest(wanted, candidates) {
	const shared = candidates.map((candidate) => sharedSegments(wanted, candidate));
	const most = shared.reduce((one, other) => Math.max(one, other), 0);
	if (most > 0) return theOnly(candidates.filter((_, index) => shared[index] === most));
	const distances = candidates.map((one) => typos(lastSegment(wanted), lastSegment(one)));
	const least = distances.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
	return least > MOST_TYPOS ? void 0 : theOnly(candidates.filter((_, index) => distances[index] === least));
}
/**
* The same for an image that also has a name in its registry (`host/repository`): the one that ends in the repository
* is the better guess.
*/
function nearestImage({ name, repositoryUrl }, candidates) {
	if (candidates.includes(repositoryUrl)) return repositoryUrl;
	const repository = repositoryUrl.slice(repositoryUrl.indexOf("/") + 1);
	return theOnly(candidates.filter((one) => one === repository || one.endsWith(`/${repository}`))) ?? nearest(name, candidates);
}
/** The name, where it is one and the same. */
function theOnly(names) {
	const [first, second] = new Set(names);
	return second === void 0 ? first : void 0;
}
/** How many segments two names have in common, from their ends. */
function sharedSegments(one, other) {
	const [from, to] = [one, other].map((name) => name.split("/").toReversed().map(lettersOf));
	const differs = from?.findIndex((segment, index) => segment !== to?.[index]) ?? 0;
	return differs < 0 ? from?.length ?? 0 : differs;
}
const wordsOf = (name) => name.toLowerCase().split(/[\s._-]+/);
/** Without what people write in several ways. */
const lettersOf = (name) => wordsOf(name).join("");
const numbersIn = (name) => name.replaceAll(/\D+/g, " ").trim();
const MOST_TYPOS = 2;
/** Word by word: `order-service` is no typo of `user-service`, nor `prod-eu` of `prod-us`. */
function typos(from, to) {
	if (numbersIn(from) !== numbersIn(to)) return Number.POSITIVE_INFINITY;
	const [words, others] = [wordsOf(from), wordsOf(to)];
	if (words.length !== others.length) return wordTypos(lettersOf(from), lettersOf(to));
	return words.reduce((sum, word, index) => sum + wordTypos(word, others[index] ?? ""), 0);
}
/** In a short word every letter counts: one may be missing, twice there or in the wrong place, but another makes another word. */
const SHORT = 4;
const LONG = 9;
function wordTypos(from, to) {
	if (from === to) return 0;
	const least = Math.min(from.length, to.length);
	const most = least < 3 ? 0 : least < LONG ? 1 : MOST_TYPOS;
	if (Math.abs(from.length - to.length) > most) return Number.POSITIVE_INFINITY;
	if (least <= SHORT && from.length === to.length && !isShuffled(from, to)) return Number.POSITIVE_INFINITY;
	const distance = editDistance(from, to);
	return distance > most ? Number.POSITIVE_INFINITY : distance;
}
const isShuffled = (from, to) => [...from].toSorted().join("") === [...to].toSorted().join("");
/** Letters left out, added, changed, or swapped with the next one (optimal string alignment), a row at a time. */
function editDistance(from, to) {
	const letters = [...to];
	let before = [];
	let row = [0, ...letters.map((_, column) => column + 1)];
	let previous = "";
	for (const [index, letter] of [...from].entries()) {
		const next = [index + 1];
		for (const [column, other] of letters.entries()) {
			const changed = at(row, column) + Number(letter !== other);
			const swapped = letter === letters[column - 1] && previous === other ? at(before, column - 1) + 1 : changed;
			next.push(Math.min(changed, swapped, at(row, column + 1) + 1, at(next, column) + 1));
		}
		before = row;
		row = next;
		previous = letter;
	}
	return at(row, letters.length);
}
const at = (row, column) => row[column] ?? Number.POSITIVE_INFINITY;
// src/names/tag.ts
/** A full commit that is not part of a longer run of hex digits; 64 digits in SHA-256 repositories. */
const FULL_COMMIT = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/g;
/** Semantic Versioning 2.0.0; a tag cannot hold the `+` of build metadata. */
const EXACT_VERSION = /^v?(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?$/;
function commitIn(tag) {
	return [...tag.matchAll(FULL_COMMIT)].at(-1)?.[0];
}
function isExactVersion(tag) {
	return EXACT_VERSION.test(tag);
}
/** What may be compared with another commit: a full SHA in the tag, or an exact version tag. */
function revisionOf(tag) {
	if (tag.includes(":")) return void 0;
	return commitIn(tag) ?? (isExactVersion(tag) ? tag : void 0);
}
/** The version of a git tag: `v1.2.3`, `1.2.3`, and the last part of `svc-v1.2.3` and `@x/svc@1.2.3`. */
function versionOfGitTag(ref) {
	if (!ref.startsWith("refs/tags/")) return void 0;
	const version = /[-@/_](v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]{1,128})?)$/.exec(ref)?.[1];
	return version && isExactVersion(version) ? version : void 0;
}
/** What stands before the version in a git tag: `svc-` of `svc-v1.2.3`; empty for `v1.2.3` and for anything else. */
function gitTagPrefix(ref) {
	const version = versionOfGitTag(ref);
	return version === void 0 ? "" : ref.slice(10, -version.length);
}
/** The git tag of a version, with what the git tag of the run has around its own. */
function gitTagLike(ref, version) {
	const own = versionOfGitTag(ref);
	if (own === void 0) return version;
	return `${gitTagPrefix(ref)}${own.startsWith("v") ? "v" : ""}${version.replace(/^v/, "")}`;
}
/** Seven digits of a commit; other revisions as they are. */
const short = (revision) => /^[0-9a-f]{40,}$/.test(revision) ? revision.slice(0, 7) : revision;
/** Seven digits of a commit, as `git log --oneline` shows it; other tags as they are. */
function shortTag(tag) {
	if (isDigest(tag)) return tag.slice(0, 14);
	if (!isTag(tag)) return "?";
	return commitIn(tag)?.slice(0, 7) ?? (tag.length > 40 ? `${tag.slice(0, 37)}...` : tag);
}
// src/report/markdown.ts
/** GitHub drops a summary of more than 1 MiB as a whole. */
const MOST_BYTES = 1048576;
const TOO_MUCH = "There is more than a summary can hold: see the log of this step.";
/** The parts that fit, from the first one on; a short one may stand behind a long one that does not. */
function fitting(parts) {
	let free = MOST_BYTES - `${TOO_MUCH}\n`.length;
	const kept = parts.filter((part) => {
		const bytes = new TextEncoder().encode(`${part}\n\n`).length;
		if (bytes > free) return false;
		free -= bytes;
		return true;
	});
	return kept.length === parts.length ? kept : [...kept, TOO_MUCH];
}
/** A problem as a quotation. */
function renderProblem(problem) {
	const place = problem.configPlace ?? problem.checkoutPlace;
	const name = problem.help ? `[${problem.code}](${problem.help})` : problem.code;
	return quoted([
		`**${name}**${place ? ` at ${placeLink(place)}` : ""}`,
		...paragraphsOf(problem.message),
		`**What to change:** ${plain$1(problem.hint)}`
	]);
}
/** What a run warned of, as one quotation. */
function renderWarnings(warnings) {
	if (warnings.length === 0) return "";
	const items = warnings.map(paragraphsOf).map((paragraphs) => `- ${indented(paragraphs.join("\n\n"))}`);
	return quoted(["**Warnings**", items.join("\n")]);
}
/** Further lines belong to the item that the first one begins. */
const indented = (text) => text.replaceAll(/\n(?=.)/g, "\n  ");
const quoted = (paragraphs) => paragraphs.join("\n\n").replaceAll(/^(?=.)/gm, "> ").replaceAll(/^$/gm, ">");
/**
* A message: its first line says what is wrong, and further ones are claims, the log of a step, or lines to be pasted.
* They keep their lines and spaces, and still wrap: GitHub's style wraps code that is not in a pre. The element is an
* HTML block, in which nothing is Markdown up to the next blank line.
*/
function paragraphsOf(message) {
	const [first = "", ...rest] = message.split(/\r?\n/);
	if (rest.length === 0) return [prose(first)];
	const lines = rest.map((line) => line.trim() === "" ? "&nbsp;" : html(line));
	return [prose(first), `<div><code>${lines.join("\n")}</code></div>`];
}
/** Plain text at the start of a line, where a heading, a list or a rule could begin. */
const prose = (text) => plain$1(text).trimStart().replace(/^[#+=-]/, "\\$&").replace(/^(\d+)([.)])/, "$1\\$2");
function placeLink({ file, line, url }) {
	const where = line === void 0 ? file : `${file}:${line}`;
	return url ? `[${plain$1(where)}](${url})` : code(where);
}
/** Preformatted, whatever backticks are in it. */
function fenced(text, language) {
	const longest = [...text.matchAll(/`+/g)].reduce((most, [ticks]) => Math.max(most, ticks.length), 2);
	const fence = "`".repeat(longest + 1);
	return `${fence}${language}\n${text.trimEnd()}\n${fence}`;
}
const list = (texts) => texts.map((text) => `- ${prose(text)}`).join("\n");
/** A header, the line below it, and the rows. */
const table = (header, rows) => [
	header,
	header.map(() => "---"),
	...rows
].map(row).join("\n");
const row = (cells) => `| ${cells.join(" | ")} |`;
/** Text from inputs, YAML or tools, with nothing left that Markdown or HTML would act on. */
function plain$1(text) {
	return html(text).replaceAll(/[\\`*_~[\]|]/g, (character) => `\\${character}`);
}
/** Markdown acts inside an HTML element too, so the text of one is made plain as well. */
const code = (text) => `<code>${plain$1(text)}</code>`;
/** A word that no browser breaks, and its pieces: the whole rest, up to a separator, or as long as a piece may be. */
const LONG_WORD = /[^-\s]{15,}/g;
const PIECE = /.{1,14}$|.{1,13}[/._:]|.{1,14}/gu;
/** Code in a cell. A table is as wide as its longest words, unlike a paragraph, and scrolls beyond the page. */
const cellCode = (text) => `<code>${cellText(text)}</code>`;
/** Text in a cell, with places where its long words may break. */
function cellText(text) {
	return oneLine(text).replaceAll(LONG_WORD, (word) => (word.match(PIECE) ?? []).join("\n")).split("\n").map(plain$1).join("<wbr>");
}
/** One line of text, as HTML. */
function html(text) {
	return oneLine(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
// src/runner/regular-file.ts
const CHUNK = 65536;
/** Far above any settings that people write, logins of hundreds of registries among them. */
const LARGEST_SETTINGS = 16777216;
/** Settings of the runner's user, which need not be there; where they cannot be read, an empty text. */
function readSettings(path) {
	const content = readRegular(path, LARGEST_SETTINGS);
	return typeof content === "string" ? "" : content.toString("utf8");
}
/**
* A file of somebody else, read whole only where that has an end: a device, a pipe or a folder is none, and the size is
* that of what is read, not what it says of itself. At once, because a process that waits for it would otherwise start
* behind whatever is being loaded.
*/
const readRegular = (path, limit) => ofRegular(path, (file) => contentOf(file, limit));
/** What such a file begins with, as far as it has so many bytes. */
const headOfRegular = (path, length) => ofRegular(path, (file) => {
	const head = Buffer.alloc(length);
	return head.subarray(0, readSync(file, head));
});
function ofRegular(path, read) {
	const file = opened(path);
	if (file === void 0) return "missing";
	try {
		return fstatSync(file).isFile() ? read(file) : "irregular";
	} catch {
		return "missing";
	} finally {
		closeSync(file);
	}
}
function opened(path) {
	try {
		return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
	} catch {
		return;
	}
}
function contentOf(file, limit) {
	const chunks = [];
	for (let left = limit; left >= 0;) {
		const buffer = Buffer.allocUnsafe(CHUNK);
		const bytesRead = readSync(file, buffer);
		if (bytesRead === 0) return Buffer.concat(chunks);
		chunks.push(buffer.subarray(0, bytesRead));
		left -= bytesRead;
	}
	return "too large";
}
// src/source/git/folders.ts
/** Paths have at most so many characters (PATH_MAX of Linux), and no more is read of a file that holds one. */
const MOST = 4096;
/**
* Where the `.git` of a folder leads: it may be a folder, a link, or the file of a worktree or submodule. A commit can
* hold no `.git`, but an archive, an artifact or a cache can bring one; it is not followed to what lies among the files
* of a checkout, where any commit could have put a repository.
*/
function gitFoldersOf(root) {
	try {
		const entry = join(root, ".git");
		const own = realpathSync(statSync(entry).isDirectory() ? entry : pathIn(entry, "gitdir: "));
		const shared = join(own, "commondir");
		const common = existsSync(shared) ? realpathSync(pathIn(shared, "")) : own;
		const folders = [.../* @__PURE__ */ new Set([own, common])];
		return folders.some(holdsIrregular) || folders.some(isAmongFiles) ? void 0 : {
			own,
			common
		};
	} catch (error) {
		if (isExhausted(error)) throw error;
		return;
	}
}
/** What git opens by a fixed name, whatever it is asked (gitrepository-layout). */
const SINGLE_FILES = [
	"HEAD",
	"ORIG_HEAD",
	"FETCH_HEAD",
	"MERGE_HEAD",
	"CHERRY_PICK_HEAD",
	"REVERT_HEAD",
	"REBASE_HEAD",
	"BISECT_START",
	"BISECT_LOG",
	"AUTO_MERGE",
	"commondir",
	"config",
	"config.worktree",
	"gitdir",
	"index",
	"packed-refs",
	"shallow",
	"info/attributes",
	"info/exclude",
	"info/grafts",
	"info/refs",
	"info/sparse-checkout",
	"objects/info/alternates",
	"objects/info/commit-graph",
	"objects/info/commit-graphs/commit-graph-chain",
	"objects/info/packs",
	"objects/pack/multi-pack-index",
	"refs/stash",
	"reftable/tables.list",
	"rebase-merge/head-name",
	"rebase-merge/onto",
	"rebase-apply/head-name"
];
/** A pipe would keep git waiting, and a device gives without an end. */
const holdsIrregular = (folder) => SINGLE_FILES.some((name) => statSync(`${folder}/${name}`, { throwIfNoEntry: false })?.isFile() === false) || refsIn(folder).some((entry) => !entry.isFile() && !entry.isDirectory());
/** git has written no links there for many years. */
const refsIn = (folder) => existsSync(join(folder, "refs")) ? readdirSync(join(folder, "refs"), {
	recursive: true,
	withFileTypes: true
}) : [];
function pathIn(file, prefix) {
	const state = statSync(file);
	if (!state.isFile() || state.size > MOST) throw new Error(`${file} holds no path`);
	const text = readFileSync(file, "utf8").trimEnd();
	if (!text.startsWith(prefix)) throw new Error(`${file} holds no path`);
	return resolve(dirname(file), text.slice(prefix.length));
}
function isAmongFiles(folder) {
	const root = repositoryAbove(dirname(folder));
	return root !== void 0 && !`${folder}${sep}`.startsWith(`${realpathSync(join(root, ".git"))}${sep}`);
}
/** The nearest folder, from this one upwards, that holds a `.git`: a folder, or the file of a worktree or submodule. */
function repositoryAbove(folder) {
	for (let at = resolve(folder);; at = dirname(at)) {
		if (existsSync(join(at, ".git"))) return at;
		if (at === dirname(at)) return void 0;
	}
}
// src/inputs/fields.ts
const value = (parsed) => ({ value: parsed });
/** Control characters never belong in a one-line value: they could reach a log, a header or a commit. */
const text = (given) => /\p{Cc}/u.test(given) ? {
	mistake: "has a line break or control character",
	example: "one line of plain text"
} : value(given);
const secret = value;
/** YAML 1.2 core booleans, as @actions/core accepts them. */
const flag = (given) => {
	if (/^(?:true|True|TRUE)$/.test(given)) return value(true);
	if (/^(?:false|False|FALSE)$/.test(given)) return value(false);
	return {
		mistake: "is not a boolean",
		example: "true"
	};
};
function oneOf(...allowed) {
	return (given) => {
		const found = allowed.find((candidate) => candidate === given);
		return found === void 0 ? {
			mistake: `is not one of ${allowed.join(", ")}`,
			example: allowed[0]
		} : value(found);
	};
}
function integer(lowest, highest) {
	return (given) => {
		const number = /^\d{1,9}$/.test(given) ? Number(given) : NaN;
		return number >= lowest && number <= highest ? value(number) : {
			mistake: `is not a whole number from ${lowest} to ${highest}`,
			example: String(lowest)
		};
	};
}
/** `Name <address>`, as git writes authors. */
const author = (given) => {
	const [, name, email] = /^([^<>\p{Cc}]*[^<>\s\p{Cc}]) <([^<>\s\p{Cc}]+)>$/u.exec(given) ?? [];
	return name && email ? value({
		name,
		email
	}) : {
		mistake: "is not of the form Name <address>",
		example: "deploy-bot <deploy-bot@example.com>"
	};
};
/** A folder, file or name given to the engine as an argument: never an option, never standard input. */
const argument = (given) => given.startsWith("-") ? {
	mistake: "begins with \"-\", which the engine would read as an option",
	example: `./${given}`
} : text(given);
/** `os/arch[/variant]` (OCI image-spec, platform). */
const platform$1 = (given) => /^[a-z0-9]+\/[a-z0-9_]+(?:\/[a-z0-9.]+)?$/.test(given) ? value(given) : {
	mistake: "is not a platform",
	example: "linux/amd64"
};
const buildArg = (given) => /^[A-Za-z_]\w*=\P{Cc}*$/u.test(given) ? value(given) : {
	mistake: "is not of the form NAME=value",
	example: "NODE_VERSION=24"
};
const label = (given) => /^[A-Za-z0-9][\w./-]*=\P{Cc}*$/u.test(given) ? value(given) : {
	mistake: "is not of the form name=value",
	example: "com.example.team=payments"
};
/** A pattern that takes refs away would need an order among patterns, and would let in every ref it does not name. */
const refPattern = (given) => {
	if (given.startsWith("!")) return {
		mistake: "begins with \"!\"; patterns only add refs",
		example: "release/*"
	};
	return /\s/.test(given) ? {
		mistake: "has white space, which no ref has",
		example: "release/*"
	} : text(given);
};
/** git check-ref-format; a name that begins with `-` could also be read as an option. */
const branchName = (given) => {
	const name = given.replace(/^refs\/heads\//, "");
	const forbidden = /[\s~^:?*[\\\p{Cc}]|\.\.|@\{|^@$|^-|\.$/u;
	const badComponent = name.split("/").some((part) => part === "" || part.startsWith(".") || part.endsWith(".lock"));
	return forbidden.test(name) || badComponent ? {
		mistake: "is not a branch name",
		example: "main"
	} : value(name);
};
/** `owner/name` of a repository on the server of the run. */
const repositorySlug = (given) => /^[A-Za-z0-9][\w.-]*\/[\w.-]+$/.test(given) ? value(given) : {
	mistake: "is not owner/name",
	example: "acme/identity-service"
};
/** A pattern over paths of the service repository, from its root; with `!` in front it takes paths away. */
const pathPattern = (given) => {
	const glob = given.replace(/^!(?!\()/, "");
	return glob !== "" && !glob.startsWith("/") && !glob.split("/").includes("..") ? text(given) : {
		mistake: "is not a path from the root of the repository",
		example: "services/api/**"
	};
};
/** GitHub docs, "Deployment environments": at most 255 characters, and a name whose case makes no difference. */
const environmentName = (given) => given.length > 255 ? {
	mistake: "has more than 255 characters, as no environment of GitHub has",
	example: "production"
} : text(given);
// src/names/parsed.ts
/** What lies in a parsed value of others on the way of these names, whatever it is; undefined where one is not there. */
const fieldOf = (value, ...names) => names.reduce((from, name) => isRecord(from) && Object.hasOwn(from, name) ? from[name] : void 0, value);
/** A value of another type says nothing. */
const recordOf = (value) => isRecord(value) ? value : {};
const listOf = (value) => Array.isArray(value) ? value : [];
const textOf$1 = (value) => typeof value === "string" ? value : void 0;
/** The id of an object of git. It becomes a part of a path, a link, and of a line of the log. */
const idOf = (value) => typeof value === "string" && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value) ? value : void 0;
// src/config-repository/limits.ts
const MEBIBYTE = 1048576;
/**
* What is read of a config repository at most. Whoever can write to it could else fill the memory or the disk of a
* runner with a few kilobytes: both files and trees compress, and a tree may hold itself a million times.
*/
const LIMITS = {
	/** One file that is looked into. */
	file: LARGEST_FILE,
	/** One folder: some 200,000 entries. */
	folder: 8 * MEBIBYTE,
	/** All that is kept of one tip. */
	read: 256 * MEBIBYTE,
	/** The paths of all files: a million. */
	paths: 64 * MEBIBYTE,
	/** One file that is written for rendering, all of them, and how many. */
	written: 32 * MEBIBYTE,
	writtenInAll: 256 * MEBIBYTE,
	writtenFiles: 1e5
};
/** For a message. */
const inMebibytes = (bytes) => `${Math.ceil(bytes / MEBIBYTE)} MiB`;
// src/config-repository/nodes.ts
const CONTROL = /\p{Cc}/u;
/** A line break in a path would make two questions of one, and shift all answers behind it. Nothing stands there, then. */
const isAskable = (path) => !CONTROL.test(path);
/** What stands at the paths; a path at which nothing does is left out. */
const nodesAmong = (paths, nodeAt) => new Map(paths.flatMap((path) => {
	const node = nodeAt(path);
	return node ? [[path, node]] : [];
}));
// src/config-repository/git/protocol.ts
function parseHeader(line) {
	const [, id, type, bytes] = /^([0-9a-f]{40,64}) (\w+) (\d+)$/.exec(line) ?? [];
	return id === void 0 || type === void 0 ? void 0 : {
		id,
		type,
		bytes: Number(bytes)
	};
}
const NEWLINE = 10;
/** Reads what `git cat-file --batch` writes while it comes, so that nothing is kept that does not fit. */
var BatchReader = class {
	#fits;
	#objects = [];
	/** Of a line whose end has not come yet. */
	#begun = [];
	#open;
	#done = false;
	constructor(fits) {
		this.#fits = fits;
	}
	/** false once something does not fit, or is no answer: nothing that follows is wanted. */
	take(chunk) {
		let rest = chunk;
		while (rest.length > 0 && !this.#done) rest = this.#open ? this.#takeContent(this.#open, rest) : this.#takeLine(rest);
		return !this.#done;
	}
	/** The answers in the order of the questions. Half a file must never be edited. @throws Error for an early end. */
	finish(count) {
		if (this.#objects.length < count) throw new Error("git cat-file ended early");
		return this.#objects;
	}
	#takeLine(bytes) {
		const end = bytes.indexOf(NEWLINE);
		this.#begun.push(end < 0 ? bytes : bytes.subarray(0, end));
		if (end < 0) return bytes.subarray(bytes.length);
		const header = parseHeader(Buffer.concat(this.#begun).toString("utf8"));
		this.#begun = [];
		if (!header) this.#objects.push(void 0);
		else if (this.#fits(header)) this.#open = {
			header,
			parts: [],
			left: header.bytes + 1
		};
		else this.#done = true;
		return bytes.subarray(end + 1);
	}
	#takeContent(open, bytes) {
		const part = bytes.subarray(0, open.left);
		open.parts.push(part);
		open.left -= part.length;
		if (open.left === 0) this.#close(open.header, Buffer.concat(open.parts));
		return bytes.subarray(part.length);
	}
	#close(header, content) {
		this.#open = void 0;
		if (content.at(-1) === NEWLINE) this.#objects.push({
			...header,
			content: content.subarray(0, -1)
		});
		else this.#done = true;
	}
};
/** A raw tree object: `<mode> <name>\0<binary id>` over and over. */
function parseTree(content, idBytes) {
	const entries = [];
	let position = 0;
	for (let nul = content.indexOf(0); nul >= 0; nul = content.indexOf(0, position)) {
		const [mode = "", ...name] = content.toString("utf8", position, nul).split(" ");
		entries.push({
			mode,
			name: name.join(" ")
		});
		position = nul + 1 + idBytes;
	}
	return entries;
}
/** What a path is, from its object and its mode in the parent tree. */
function nodeOf(object, mode) {
	if (mode === "120000") return { kind: "symlink" };
	if (mode === "160000") return { kind: "submodule" };
	const { id, type, bytes, content } = object;
	const of = type === "tree" ? "folder" : "file";
	if (!content) return {
		kind: "large",
		id,
		bytes,
		of
	};
	if (of === "file") return textNode(id, content);
	return {
		kind: of,
		id,
		entries: parseTree(content, id.length / 2).map((entry) => entry.name)
	};
}
function textNode(id, content) {
	try {
		return {
			kind: "file",
			id,
			text: new TextDecoder("utf-8", {
				fatal: true,
				ignoreBOM: true
			}).decode(content)
		};
	} catch {
		return { kind: "binary" };
	}
}
/**
* A `git fast-import` stream that makes one commit and prints its id. One process writes blobs, trees and commit; the
* rest of the tree, with its modes and submodules, is taken over from the parent as it is.
*/
function fastImportStream(ref, commit) {
	const seconds = Math.floor(commit.time.getTime() / 1e3);
	const person = `${commit.author.name} <${commit.author.email}> ${seconds} +0000`;
	const files = [...commit.files].map(([path, { text, mode }]) => `M ${mode} inline ${quotePath(path)}\n${data(text)}`);
	return [
		`commit ${ref}\nmark :1\nauthor ${person}\ncommitter ${person}\n${data(commit.message)}`,
		`from ${commit.parent}\n`,
		...files,
		"\nget-mark :1\ndone\n"
	].join("");
}
function data(text) {
	return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
/** C-style quoting (git-fast-import, "<path>"). */
function quotePath(path) {
	if (!isAskable(path)) throw new Error("a path with a control character was let through");
	return `"${path.replaceAll("\\", "\\\\").replaceAll("\"", "\\\"")}"`;
}
// src/runner/command-output.ts
const EMPTY = Buffer.alloc(0);
const CHUNKS_AT_ONCE = 1e3;
/** All of it, for somebody who reads it as an answer; where it is more than that, nothing of it. */
function wholeOutput(most, onTooMuch) {
	let chunks = [];
	/** Put together now and then: a chunk may be a single byte, and takes a hundred times as much by itself. */
	let latest = [];
	let size = 0;
	const keep = (chunk) => {
		if (latest.push(chunk) < CHUNKS_AT_ONCE) return;
		chunks.push(Buffer.concat(latest));
		latest = [];
	};
	return {
		take(chunk) {
			const fitted = size <= most;
			size += chunk.length;
			if (size <= most) keep(chunk);
			else [chunks, latest] = [[], []];
			if (fitted && size > most) onTooMuch();
		},
		finish: () => Buffer.concat([...chunks, ...latest])
	};
}
/** None of it: somebody takes it as it comes. */
const passedOn = (onBytes) => ({
	take: onBytes,
	finish: () => EMPTY
});
/** How much of the beginning, and of the end, of a text for people is kept. */
const END_BYTES = 65536;
const LINE_BREAK = 10;
/** The beginning and the end, where what went wrong stands, in whole lines: half a secret would not be masked. */
function endsOfOutput() {
	const head = Buffer.alloc(END_BYTES);
	/** The byte at a position of the stream stands at its remainder here, so that each takes the place of an older one. */
	const ring = Buffer.alloc(END_BYTES);
	let size = 0;
	return {
		take(chunk) {
			const inHead = size < END_BYTES ? chunk.copy(head, size) : 0;
			const rest = chunk.subarray(inHead).subarray(-65536);
			size += chunk.length;
			const before = rest.copy(ring, (size - rest.length) % END_BYTES);
			rest.copy(ring, 0, before);
		},
		finish() {
			if (size <= END_BYTES) return head.subarray(0, size);
			if (size <= 2 * END_BYTES) return Buffer.concat([head, ring.subarray(0, size - END_BYTES)]);
			const oldest = size % END_BYTES;
			const tail = Buffer.concat([ring.subarray(oldest), ring.subarray(0, oldest)]);
			return Buffer.concat([
				wholeLinesOfHead(head),
				gap(size - 2 * END_BYTES),
				wholeLinesOfTail(tail)
			]);
		}
	};
}
const gap = (bytes) => Buffer.from(`[... ${bytes} bytes left out ...]\n`);
const wholeLinesOfHead = (head) => head.subarray(0, head.lastIndexOf(LINE_BREAK) + 1);
/** Of a single line the end is kept: it says more than nothing. */
function wholeLinesOfTail(tail) {
	const next = tail.indexOf(LINE_BREAK) + 1;
	return tail.subarray(next < tail.length ? next : 0);
}
/** Nobody reads a longer line; it is cut to this. */
const LONGEST_LINE = 262144;
/** Hands over line by line, and keeps nothing. `hide` takes secrets out of a line that is cut. */
function linesOfOutput(onLine, hide = (text) => text) {
	const decoder = new TextDecoder();
	/** Pieces of a line whose end has not come yet: put together once, and no more of them than are shown. */
	let begun = [];
	let length = 0;
	const add = (piece) => {
		if (length < 524288) begun.push(piece.slice(0, 2 * LONGEST_LINE));
		length += piece.length;
	};
	const end = () => {
		onLine(shown(begun.join(""), length, hide));
		begun = [];
		length = 0;
	};
	return {
		take(chunk) {
			const [rest = "", ...next] = decoder.decode(chunk, { stream: true }).split("\n");
			add(rest);
			for (const line of next) {
				end();
				add(line);
			}
		},
		finish() {
			if (length > 0) end();
			return EMPTY;
		}
	};
}
function shown(kept, length, hide) {
	if (length <= 262144) return kept.replace(/\r$/, "");
	return `${hide(kept).slice(0, LONGEST_LINE)} [... of ${length} characters]`;
}
// src/runner/command.ts
/** How long a child may take to end by itself after an interrupt: the runner gives this process 7.5 s. */
const GRACE_MS = 5e3;
/** How long to wait for the end of the output of a child that has ended. */
const PIPE_MS = 1e3;
/** How often it is looked whether what a stopped child has started has ended. */
const POLL_MS = 50;
/** Most answers are a few lines. */
const MOST_OUTPUT$1 = 8388608;
const EXIT_CODES = {
	time: 124,
	size: 125,
	signal: void 0
};
/**
* Runs a program without a shell. A non-zero exit code is a value, not an exception.
* @throws StepError RUNNER_LIMIT where no process can be had: that is no answer of the program, and nobody may take it
* for one.
*/
async function runCommand(file, args, options) {
	const child = start(file, args, options);
	if (!isRunning(child)) return neverStarted(child instanceof Error ? child : await errorOf(child));
	child.stdin?.on("error", () => {});
	child.stdin?.end(options.input);
	return resultOf(child, file, options);
}
/** What a child that was just started writes, how it ends, and its end where it must be stopped. */
async function resultOf(child, file, options) {
	const stopping = stopWhenAsked(child, options);
	const { onLine, hide, onBytes, mostOutput = MOST_OUTPUT$1 } = options;
	const onData = onLine ? () => holdBack([child.stdout, child.stderr]) : () => {};
	const keep = (output) => onLine ? linesOfOutput(onLine, hide) : output();
	const answer = () => wholeOutput(mostOutput, () => stopping.stop("size"));
	const stdout = collect(child.stdout, onBytes ? passedOn(onBytes) : keep(answer), onData);
	const stderr = collect(child.stderr, keep(endsOfOutput), onData);
	const end = await new Promise((resolve) => {
		child.once("error", (error) => resolve({
			code: 127,
			error
		}));
		child.once("close", (code, signal) => resolve({
			code,
			signal
		}));
		child.once("exit", () => closeWhenQuiet(child, [stdout, stderr]));
	});
	const stopped = await stopping.finish();
	if (isExhausted(end.error)) throw asStepError(end.error);
	const bytes = stdout.finish();
	const said = stderr.finish().toString("utf8");
	return {
		exitCode: (stopped && EXIT_CODES[stopped]) ?? exitCodeOf(end),
		...end.signal ? { endedBy: end.signal } : {},
		stdout: bytes.toString("utf8"),
		stderr: stopped === "size" ? tooMuch(file, mostOutput) : end.error?.message ?? said,
		bytes
	};
}
const tooMuch = (file, most) => `${file} wrote more than the ${most / 1024 / 1024} MiB that are read`;
function exitCodeOf({ code, signal }) {
	return code ?? 128 + (signal ? constants$1.signals[signal] : 0);
}
/** Some mistakes, as an argument list that is too long, are thrown instead of being reported by the child. */
function start(file, args, options) {
	const { cwd, env, input } = options;
	const stdin = input === void 0 ? "ignore" : "pipe";
	try {
		return spawn(file, args, {
			cwd,
			env,
			stdio: [
				stdin,
				"pipe",
				"pipe"
			],
			detached: true
		});
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error));
	}
}
/** Without a file descriptor for its pipes a child has none, and only its event says why (Node, child_process). */
const isRunning = (child) => "stdout" in child && Boolean(child.stdout && child.stderr);
const errorOf = async (child) => (await once(child, "error"))[0];
function neverStarted(error) {
	if (isExhausted(error)) throw asStepError(error);
	return {
		exitCode: 126,
		stdout: "",
		stderr: error.message,
		bytes: Buffer.alloc(0)
	};
}
function closeWhenQuiet(child, outputs) {
	const timer = setInterval(() => {
		setImmediate(() => {
			if (outputs.some(({ lastData }) => performance.now() - lastData() < PIPE_MS)) return;
			clearInterval(timer);
			child.stdout.destroy();
			child.stderr.destroy();
		});
	}, PIPE_MS).unref();
	child.once("close", () => clearInterval(timer));
}
function collect(stream, output, onData) {
	let lastData = performance.now();
	stream.on("data", (chunk) => {
		lastData = performance.now();
		output.take(chunk);
		onData();
	});
	return {
		lastData: () => stream.isPaused() ? performance.now() : lastData,
		finish: output.finish
	};
}
/** The child waits with the log: a build can print faster than any is read. Both streams, so that they keep their order. */
function holdBack(streams) {
	const room = logHasRoom();
	if (!room) return;
	for (const stream of streams) stream.pause();
	room.then(() => {
		for (const stream of streams) stream.resume();
	});
}
/** An interrupt first, so that the child can clean up; a kill when it does not end. */
function stopWhenAsked(child, options) {
	let reason;
	let killTimer;
	let deadline = 0;
	const { graceMs = GRACE_MS } = options;
	const stop = (why) => {
		reason ??= why;
		signalGroup(child, "SIGINT");
		deadline ||= performance.now() + graceMs;
		killTimer ??= setTimeout(() => signalGroup(child, "SIGKILL"), graceMs);
	};
	const onAbort = () => stop("signal");
	if (options.signal?.aborted) onAbort();
	options.signal?.addEventListener("abort", onAbort, { once: true });
	const timer = options.timeoutMs === void 0 ? void 0 : setTimeout(() => stop("time"), options.timeoutMs);
	return {
		stop,
		async finish() {
			clearTimeout(timer);
			while (reason && performance.now() < deadline && signalGroup(child, 0)) await setTimeout$1(POLL_MS);
			if (reason) signalGroup(child, "SIGKILL");
			clearTimeout(killTimer);
			options.signal?.removeEventListener("abort", onAbort);
			return reason;
		}
	};
}
/** A child that leads no group gets it alone. false: all of them have ended, or are of a user whom nobody here may end. */
function signalGroup({ pid, exitCode, signalCode }, signal) {
	if (pid === void 0) return false;
	const isThere = exitCode === null && signalCode === null;
	return sent(-pid, signal) ?? (isThere && sent(pid, signal) === true);
}
/** undefined: there is nobody of that number. The `kill` of a child would make an event of what fails, for nobody to hear. */
function sent(to, signal) {
	try {
		return process.kill(to, signal);
	} catch (error) {
		return error.code === "ESRCH" ? void 0 : false;
	}
}
// src/runner/program.ts
/** Whether a child process could be started from the file. */
function isProgram(file) {
	try {
		accessSync(file, constants.X_OK);
		return statSync(file).isFile();
	} catch {
		return false;
	}
}
/** The first one of that name in these folders, found without a process. */
const programIn = (folders, name) => folders.map((folder) => join(folder, name)).find(isProgram);
// src/source/payload.ts
/** The run that a `workflow_run` follows. */
const followedRun = (payload) => ({
	event: textOf$1(fieldOf(payload, "workflow_run", "event")),
	sha: textOf$1(fieldOf(payload, "workflow_run", "head_sha"))
});
function defaultBranch(env, payload) {
	const named = textOf$1(fieldOf(payload, "repository", "default_branch"));
	if (named) return named;
	return env.GITHUB_EVENT_NAME === "schedule" ? env.GITHUB_REF_NAME : void 0;
}
// src/source/event-commits.ts
/** The commits of a push, and that of the run which a `workflow_run` follows. */
function messagesOf(payload) {
	const commits = [
		...listOf(payload.commits),
		payload.head_commit,
		fieldOf(payload, "workflow_run", "head_commit")
	];
	return new Map(commits.flatMap((commit) => {
		const [id, message] = [fieldOf(commit, "id"), fieldOf(commit, "message")];
		return typeof id === "string" && typeof message === "string" ? [[id, message]] : [];
	}));
}
/** GitHub lists no more of a push ("Webhook events and payloads", push). */
const MOST_COMMITS = 2048;
/**
* Of a push that moves a branch on; a new branch or tag brings nothing, and is meant by whoever makes it. Of the run that a
* `workflow_run` follows only the last commit is known, and whether it was pushed to the default branch.
*/
function broughtBy(env, payload) {
	if (env.GITHUB_EVENT_NAME === "workflow_run") {
		const branch = textOf$1(fieldOf(payload, "workflow_run", "head_branch"));
		return followedRun(payload).event === "push" && branch === defaultBranch(env, payload) ? allTexts([fieldOf(payload, "workflow_run", "head_commit")]) : [];
	}
	const { commits, created, forced } = payload;
	if (!(env.GITHUB_EVENT_NAME === "push" && env.GITHUB_REF?.startsWith("refs/heads/")) || created !== false || forced !== false || !Array.isArray(commits)) return [];
	return commits.length < MOST_COMMITS ? allTexts(commits) : [];
}
/** Of each, or of none. */
function allTexts(commits) {
	const messages = commits.map((commit) => fieldOf(commit, "message"));
	return messages.every((message) => typeof message === "string") ? messages : [];
}
// src/source/origin.ts
/** Whose changes a run is for; by the folders that it builds from where the event does not say it. */
function originOf(env, payload, folders) {
	const event = env.GITHUB_EVENT_NAME ?? "";
	const followed = followedRun(payload);
	const unknown = !saysWhose(event, payload) && !folders.every(isAt([env.GITHUB_SHA, followed.sha]));
	const heads = headRepositories(event, payload);
	return {
		fromFork: unknown || heads.some((head) => head !== (env.GITHUB_REPOSITORY ?? "")),
		fromAnybody: unknown,
		fromPullRequest: unknown || isForPullRequest(event) || isForPullRequest(followed.event)
	};
}
/**
* Repositories that the run is for the changes of, as `owner/name`; undefined where the payload does not say: a deleted
* fork leaves its repository null, and what cannot be read may be anybody's.
*/
function headRepositories(event, payload) {
	return [...event.startsWith("pull_request") || fieldOf(payload, "pull_request", "head") !== void 0 ? [textOf$1(fieldOf(payload, "pull_request", "head", "repo", "full_name"))] : [], ...event === "workflow_run" || payload.workflow_run ? [textOf$1(fieldOf(payload, "workflow_run", "head_repository", "full_name"))] : []];
}
/** Set off by commits of this repository, or by hand of somebody who may write to it. */
const BY_WRITERS = /* @__PURE__ */ new Set([
	"push",
	"release",
	"schedule",
	"workflow_dispatch",
	"repository_dispatch",
	"merge_group"
]);
/**
* Whether an event says whose files are checked out. The others (comments, checks, labels, ...) run on the default
* branch for whatever pull request they are about, and do not say whose that is, so nor whose files are built.
*/
function saysWhose(event, payload) {
	const { event: followed } = followedRun(payload);
	if (event === "workflow_run" && followed === "repository_dispatch") return false;
	const named = event === "workflow_run" && followed || event;
	return !namesPullRequest(payload.client_payload) && (BY_WRITERS.has(named) || named.startsWith("pull_request"));
}
/** GitHub takes no more than ten keys at the top, and 64 KB in all ("Create a repository dispatch event"). */
const MOST_DEPTH = 10;
const MOST_VALUES = 65536;
/** Whether the sender of a `repository_dispatch` speaks of a pull request, as slash commands do; too much to read may. */
function namesPullRequest(sent) {
	let level = [sent];
	let seen = 0;
	for (let depth = 0; level.length > 0; depth += 1) {
		seen += level.length;
		if (depth > MOST_DEPTH || seen > MOST_VALUES) return true;
		if (level.some((value) => (fieldOf(value, "pull_request") ?? null) !== null)) return true;
		level = level.flatMap((value) => typeof value === "object" && value !== null ? Object.values(value) : []);
	}
	return false;
}
/** Whether a folder is what one of the commits of the run says. Files besides it may be copied from anywhere. */
const isAt = (commits) => (checkout) => checkout !== void 0 && commits.includes(checkout.head) && checkout.modified.length === 0;
/** What a merge queue builds is not merged yet. */
const isForPullRequest = (event) => event !== void 0 && (event.startsWith("pull_request") || event === "merge_group");
// src/source/event.ts
const NOTHING = {
	checkouts: /* @__PURE__ */ new Map(),
	folders: []
};
/** AWS SDKs and tools reference: "Service-specific endpoints", "Container credential provider", "IMDS credential provider". */
const ENDPOINT_VARIABLES = [
	"AWS_ENDPOINT_URL",
	"AWS_ENDPOINT_URL_STS",
	"AWS_ENDPOINT_URL_ECR",
	"AWS_ENDPOINT_URL_KMS",
	"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
	"AWS_CONTAINER_CREDENTIALS_FULL_URI",
	"AWS_EC2_METADATA_SERVICE_ENDPOINT"
];
/** Environment and payload as facts (GitHub docs, "Variables reference" and "Webhook events and payloads"). */
function sourceOf(env, payload, { checkouts, folders } = NOTHING) {
	return {
		repository: env.GITHUB_REPOSITORY ?? "",
		serverUrl: env.GITHUB_SERVER_URL || "https://github.com",
		apiUrl: env.GITHUB_API_URL || "https://api.github.com",
		event: env.GITHUB_EVENT_NAME ?? "",
		ref: refOf(env, payload),
		sha: followedRun(payload).sha ?? env.GITHUB_SHA ?? "",
		defaultBranch: defaultBranch(env, payload),
		...originOf(env, payload, folders),
		fromDependabot: env.GITHUB_ACTOR === "dependabot[bot]",
		idTokenAvailable: Boolean(env.ACTIONS_ID_TOKEN_REQUEST_URL && env.ACTIONS_ID_TOKEN_REQUEST_TOKEN),
		underAct: env.ACT === "true",
		actor: env.GITHUB_ACTOR ?? "",
		runId: env.GITHUB_RUN_ID ?? "0",
		runAttempt: env.GITHUB_RUN_ATTEMPT ?? "1",
		checkouts,
		messages: messagesOf(payload),
		brought: broughtBy(env, payload),
		before: env.GITHUB_EVENT_NAME === "push" ? textOf$1(fieldOf(payload, "before")) : void 0,
		unfetched: [],
		absentPaths: [],
		environmentRegion: env.AWS_REGION || env.AWS_DEFAULT_REGION || void 0,
		regionVariable: env.AWS_REGION ? "AWS_REGION" : "AWS_DEFAULT_REGION",
		endpoints: new Map(ENDPOINT_VARIABLES.flatMap((name) => env[name] ? [[name, env[name]]] : [])),
		environment: new Set(Object.keys(env).filter((name) => env[name]))
	};
}
/** A `workflow_run` always says the default branch; what it follows was set off by another one, maybe. */
function refOf(env, payload) {
	const branch = fieldOf(payload, "workflow_run", "head_branch") || void 0;
	if (branch !== void 0) return typeof branch === "string" ? `refs/heads/${branch}` : "";
	return env.GITHUB_REF ?? "";
}
// src/runner/git.ts
/**
* git with the programs that it starts: transports, servers of `file://`, filters. They end with it. simple-git reaches
* git alone, so this is the process runner (docs/adr/0002).
*/
const runGit = (args, options) => runCommand("git", args, options);
/** simple-git is loaded when it is first needed; who knows that it will be does it while something else is waited for. */
const loadSimpleGit = () => import("./simple-git.js").then((n) => n.t);
/** git alone, by simple-git: a command that starts no other program. The results are those of `runCommand`. */
async function askGit(args, options) {
	const { simpleGit } = await loadSimpleGit();
	const { cwd, env, input = "" } = options;
	const result = Promise.withResolvers();
	const start = {};
	const ask = async () => {
		const git = simpleGit({
			...cwd === void 0 ? {} : { baseDir: cwd },
			...OURS,
			allowEnvironment: Object.keys(env),
			input: () => Buffer.from(input)
		});
		git.outputHandler(() => {
			const { child } = start;
			if (!child || !isRunning(child)) throw new Error("Node has not shown the child that is git");
			for (const stream of [child.stdout, child.stderr]) stream.removeAllListeners("data");
			result.resolve(resultOf(child, "git", options));
		});
		await git.env(env).raw([...args]);
	};
	watched(start, ask).then(() => result.reject(/* @__PURE__ */ new Error("simple-git is done and has started no git")), (thrown) => result.resolve(refusal(start, thrown)));
	return result.promise;
}
const OURS = {
	unsafe: Object.fromEntries([
		"Alias",
		"AskPass",
		"CommandBinaries",
		"ConfigEnvCount",
		"ConfigPaths",
		"CredentialHelper",
		"DiffExternal",
		"DiffTextConv",
		"Editor",
		"Exec",
		"Filter",
		"FsMonitor",
		"GitProxy",
		"GpgProgram",
		"HooksPath",
		"Include",
		"MergeDriver",
		"Pack",
		"Pager",
		"ProtocolOverride",
		"SshCommand",
		"Submodule",
		"TemplateDir",
		"UrlRewrite"
	].map((guard) => [`allowUnsafe${guard}`, true])),
	errors: () => void 0
};
const starts = new AsyncLocalStorage();
/** simple-git gives its child to nobody; Node shows each to this channel, before it is started. */
async function watched(start, ask) {
	const onChild = (message) => {
		if (starts.getStore() !== start) return;
		const { process: child } = message;
		start.child = child;
		child.once("error", (error) => {
			start.failure = error;
		});
	};
	subscribe("child_process", onChild);
	try {
		await starts.run(start, ask);
	} finally {
		unsubscribe("child_process", onChild);
	}
}
/** The cause comes by an event, one turn after simple-git has stumbled over the child. */
async function refusal(start, thrown) {
	await setImmediate$1();
	return neverStarted(start.failure ?? (thrown instanceof Error ? thrown : new Error(String(thrown))));
}
// src/runner/git-settings.ts
/**
* Settings of the user or the machine that would start a program; nothing that is asked of git here needs one. Those of
* a checkout itself are not read at all (`kept-settings.ts`).
*/
const NO_PROGRAMS = [
	["core.hooksPath", "/dev/null"],
	["hook.post-index-change.enabled", "false"],
	["hook.pre-push.enabled", "false"],
	["hook.reference-transaction.enabled", "false"],
	["core.fsmonitor", "false"],
	["credential.helper", ""],
	["log.showSignature", "false"]
];
/**
* The same by variables, which win over settings. A trace is set up before any setting of the command line is read
* (Trace2 API), and with `trace2.envVars` it would hold the token.
*/
const NO_PROMPTS_OR_TRACES = {
	GIT_TERMINAL_PROMPT: "0",
	GIT_ASKPASS: "",
	GIT_TRACE2: "0",
	GIT_TRACE2_EVENT: "0",
	GIT_TRACE2_PERF: "0"
};
// src/source/git/index-file.ts
const SUBMODULE = 57344;
const ATTRIBUTES = ".gitattributes";
/** Of an entry before its name, with SHA-1, and where in it the mode and the flags stand (gitformat-index). */
const HEAD = 62;
const MODE_AT = 24;
const FLAGS_AT = 60;
const EXTENDED = 16384;
const SKIP_WORKTREE = 16384;
const LENGTH = 4095;
const HEADER = 12;
const HASH = 20;
/**
* What git writes for nearly every checkout is read here, so that most runs start no process for it. undefined: any other
* form (names that share their beginning, an index in parts, folders in place of files, SHA-256), which git itself reads.
*/
function readIndex(index) {
	const version = index.length < 32 ? 0 : index.readUInt32BE(4);
	if (index.toString("latin1", 0, 4) !== "DIRC" || version !== 2 && version !== 3) return void 0;
	const entries = [];
	let at = HEADER;
	for (let left = index.readUInt32BE(8); left > 0; left -= 1) {
		const raw = rawAt(index, at);
		if (!raw) return void 0;
		const { mode, isLeftOut, name, end } = raw;
		if (mode === SUBMODULE || isLeftOut || isAttributes(index, raw)) entries.push({
			mode,
			isLeftOut,
			path: index.toString("utf8", name, end)
		});
		at += end - at + 8 & -8;
	}
	return hasOnlyCaches(index, at) ? indexed(entries) : void 0;
}
function rawAt(index, at) {
	if (at + HEAD + 2 >= index.length - HASH) return void 0;
	const flags = index.readUInt16BE(at + FLAGS_AT);
	const isExtended = (flags & EXTENDED) !== 0;
	const name = at + HEAD + (isExtended ? 2 : 0);
	const end = (flags & LENGTH) === LENGTH ? index.indexOf(0, name) : name + (flags & LENGTH);
	if (index[end] !== 0) return void 0;
	const isLeftOut = isExtended && (index.readUInt16BE(at + HEAD) & SKIP_WORKTREE) !== 0;
	return {
		mode: index.readUInt32BE(at + MODE_AT),
		isLeftOut,
		name,
		end
	};
}
const isAttributes = (index, { name, end }) => end - name >= 14 && index[end - 1] === 115 && index.toString("latin1", end - 14, end) === ATTRIBUTES;
/** An extension whose name begins with a capital may be passed over; the last ones say how the entries are meant. */
function hasOnlyCaches(index, from) {
	let at = from;
	for (; at + 8 <= index.length - HASH; at += 8 + index.readUInt32BE(at + 4)) {
		const [first = 0] = index.subarray(at, at + 1);
		if (first < 65 || first > 90) return false;
	}
	return at === index.length - HASH;
}
/** The same of `git ls-files -z -t --stage`: a letter, mode, object and stage, a tab, the path. */
function readListing(listing) {
	return indexed(listing.split("\0").flatMap((line) => {
		const tab = line.indexOf("	");
		const path = line.slice(tab + 1);
		if (tab < 0) return [];
		return [{
			mode: Number.parseInt(line.slice(2, 8), 8),
			isLeftOut: line.startsWith("S "),
			path
		}];
	}));
}
function indexed(entries) {
	const there = entries.filter(({ isLeftOut }) => !isLeftOut);
	const leftOut = entries.filter(({ isLeftOut, mode }) => isLeftOut && mode !== SUBMODULE);
	return {
		submodules: there.filter(({ mode }) => mode === SUBMODULE).map(({ path }) => path),
		attributes: entries.map(({ path }) => path).filter((path) => `/${path}`.endsWith(`/${ATTRIBUTES}`)),
		leftOut: firstOfFolders(leftOut.map(({ path }) => path))
	};
}
/** They are in the order of their names, so that those of a folder follow each other. */
function firstOfFolders(paths) {
	let last;
	return paths.filter((path) => {
		const folder = path.slice(0, path.lastIndexOf("/") + 1);
		const isFirst = folder !== last;
		last = folder;
		return isFirst;
	});
}
// src/source/git/kept-settings.ts
const WORD = /^\w{1,20}$/;
/**
* The settings of a checkout that say how its files and objects are to be read, with the values that they may have. No
* other is known to git then, so that none can name a program, whatever a later git may read there.
*/
const KEPT = [
	[/^core\.(?:repositoryformatversion|filemode|symlinks|ignorecase|precomposeunicode)$/, WORD],
	[/^core\.(?:autocrlf|eol|safecrlf|trustctime|checkstat|sparsecheckout|sparsecheckoutcone)$/, WORD],
	[/^index\.sparse$/, WORD],
	[/^extensions\.(?!worktreeconfig$|partialclone$)[a-z]+$/, WORD],
	[/^filter\.lfs\.clean$/, /^git-lfs clean -- %f$/],
	[/^filter\.lfs\.process$/, /^git-lfs filter-process(?: --skip)?$/],
	[/^filter\.lfs\.required$/, WORD],
	[/^remote\.origin\.url$/, /^(?:https?:\/\/|ssh:\/\/|git@)[\w@:/.~%+-]{1,1000}$/]
];
/** Of a repository's `config`, and of the `config.worktree` beside it, what git is given (git-config, "FILES"). */
function keptSettings(shared, ofWorktree) {
	const settings = settingsIn$1(shared);
	return (settings.some(([key, value]) => key === "extensions.worktreeconfig" && /^(?:true|yes|on|1)$/i.test(value)) ? [...settings, ...settingsIn$1(ofWorktree)] : settings).filter(isKept).map(written).join("");
}
const isKept = ([key, value]) => KEPT.some(([keys, values]) => keys.test(key) && values.test(value));
function written([key, value]) {
	const [section = "", ...rest] = key.split(".");
	const name = rest.pop();
	return `[${section}${rest.length === 0 ? "" : ` "${rest.join(".")}"`}]\n\t${name} = ${value}\n`;
}
/**
* Settings on lines of their own, as git writes them. One that is written otherwise, over several lines or with escapes,
* has none of the values that are kept.
*/
function settingsIn$1(text) {
	let section = "";
	return text.split("\n").flatMap((line) => {
		let rest = line.trim();
		if (rest.startsWith("[")) {
			const end = rest.indexOf("]");
			section = sectionOf(rest.slice(1, end));
			rest = rest.slice(end + 1).trim();
		}
		if (rest === "") return [];
		const [name = "", ...value] = rest.split("=");
		return [[`${section}.${name.trim().toLowerCase()}`, value.length === 0 ? "true" : plain(value.join("="))]];
	});
}
/** Sections have no case, subsections have (git-config, "Syntax"). */
function sectionOf(header) {
	const [name = "", subsection] = header.split("\"");
	return subsection === void 0 ? name.trim().toLowerCase() : `${name.trim().toLowerCase()}.${subsection}`;
}
/** A comment begins where no quote has (git-config, "Syntax"). */
function plain(value) {
	const text = value.trim();
	const [word = ""] = text.startsWith("\"") ? text.slice(1).split("\"") : text.split(/[#;]/);
	return word.trim();
}
// src/source/git/repository.ts
const SETTINGS = [...NO_PROGRAMS, ["safe.bareRepository", "explicit"]];
const ENVIRONMENT = {
	...NO_PROMPTS_OR_TRACES,
	GIT_NO_LAZY_FETCH: "1",
	GIT_ALLOW_PROTOCOL: "",
	GIT_OPTIONAL_LOCKS: "0",
	GIT_NO_REPLACE_OBJECTS: "1",
	GIT_GRAFT_FILE: "/dev/null"
};
/** What git finds in the common folder besides the settings, the hooks and what only commands that write need. */
const SHARED = [
	"info",
	"lfs",
	"objects",
	"packed-refs",
	"refs",
	"reftable",
	"shallow"
];
/** The names of modified files, or of those that a history has changed: every file of a large repository may be one. */
const MOST_OUTPUT = 268435456;
/** Of a checkout of any size git answers in seconds; one that is made to wait would wait for ever. */
const TIME_LIMIT_MS = 12e4;
/** Larger than any that was written by a tool. */
const MOST_SETTINGS = 1 << 20;
/** Of several million files. */
const MOST_INDEX = 536870912;
/**
* A repository with a work tree, and the only way to ask git about it. Whoever fills a checkout can put files there
* that make git run programs: a bare repository in a folder, found before the one above it, or settings in `.git`. So
* git looks for no repository itself, and reads the settings of this one from a copy that holds none of that kind:
* GIT_COMMON_DIR leads to a private folder, whose other entries are links to the real ones.
*/
var Repository = class Repository {
	root;
	#folders;
	#asking;
	/** What comes before the command of git. */
	options;
	#env;
	constructor(root, folders, asking) {
		this.root = root;
		this.#folders = folders;
		this.#asking = asking;
		const settings = SETTINGS.flatMap(([key, value]) => ["-c", `${key}=${value}`]);
		this.options = [
			`--git-dir=${folders.own}`,
			`--work-tree=${root}`,
			...settings
		];
	}
	/** The variables that belong to them. A repository that nothing is asked of needs no private folder. */
	get env() {
		this.#env ??= {
			...ENVIRONMENT,
			GIT_COMMON_DIR: commonView(this.#folders, this.#asking.scratch)
		};
		return this.#env;
	}
	/** The one that the folder lies in; undefined where there is none, or `.git` leads nowhere that it should. */
	static around(folder, asking) {
		const root = repositoryAbove(folder);
		const folders = root === void 0 ? void 0 : gitFoldersOf(root);
		return root === void 0 || !folders ? void 0 : new Repository(root, folders, asking);
	}
	/** Neither shallow nor a worktree or submodule, whose history may be elsewhere. */
	get isWhole() {
		return statSync(join(this.root, ".git")).isDirectory() && !existsSync(join(this.#folders.common, "shallow"));
	}
	/** Attributes of this clone alone (gitattributes). */
	get attributesFile() {
		return join(this.#folders.common, "info", "attributes");
	}
	/** What the index says; undefined where git could not read it either. */
	async indexed(signal) {
		const content = readRegular(join(this.#folders.own, "index"), MOST_INDEX);
		const read = typeof content === "string" ? void 0 : readIndex(content);
		if (read || content === "missing") return read;
		const { exitCode, stdout } = await this.ask([
			"ls-files",
			"-z",
			"-t",
			"--stage"
		], { signal });
		return exitCode === 0 ? readListing(stdout) : void 0;
	}
	ask(command, options = {}) {
		return askGit([...this.options, ...command], this.#withLimits(options));
	}
	/** The same for a command that looks at the files: those that git-lfs holds are read by a filter. */
	askOfFiles(command, options = {}) {
		return runGit([...this.options, ...command], this.#withLimits(options));
	}
	#withLimits(options) {
		const env = this.#asking.environment.forChild({
			...this.env,
			...options.env
		});
		return {
			mostOutput: MOST_OUTPUT,
			timeoutMs: TIME_LIMIT_MS,
			...options,
			env,
			cwd: this.root
		};
	}
};
function commonView({ own, common }, scratch) {
	const view = mkdtempSync(join(scratch, "repository-"));
	const kept = keptSettings(settingsIn(join(common, "config")), settingsIn(join(own, "config.worktree")));
	writeFileSync(join(view, "config"), kept);
	for (const name of SHARED) {
		const real = `${common}/${name}`;
		if (existsSync(real)) symlinkSync(real, `${view}/${name}`);
	}
	return view;
}
function settingsIn(file) {
	try {
		const state = statSync(file);
		return state.isFile() && state.size <= MOST_SETTINGS ? readFileSync(file, "utf8") : "";
	} catch (error) {
		if (isExhausted(error)) throw error;
		return "";
	}
}
// src/source/read-payload.ts
/** The webhook payload that the runner has for this run; empty where there is none. */
async function readPayload(path) {
	return path ? jsonObject(await readFile(path, "utf8").catch(() => "")) : {};
}
// src/errors/judged.ts
const sound = (value) => ({
	value,
	problems: []
});
/** All values, and the problems of all. */
function judgedTogether(all) {
	return {
		value: all.map(({ value }) => value),
		problems: all.flatMap(({ problems }) => problems)
	};
}
// src/plan/target.ts
/** What people call a target, in outputs and messages: of a kustomization its path, for its entry has the name of the image. */
const targetName = ({ kind, path, key }) => kind === "kustomize" || key === void 0 ? path : `${path}#${key}`;
/** The input that names targets of a kind. */
const TARGET_INPUTS = {
	kustomize: "overlays",
	"helm-values": "helm-values",
	manifest: "manifests",
	argocd: "helm-values"
};
// src/config-repository/links.ts
const anchor = (prefix, line) => line === void 0 ? "" : `#${prefix}${line}`;
/** Below the page of a repository, as each of them has it. */
const PAGES = {
	github: {
		file: ({ commit, path, line }) => `/blob/${commit}/${path}${anchor("L", line)}`,
		commit: (id) => `/commit/${id}`
	},
	gitlab: {
		file: ({ commit, path, line }) => `/-/blob/${commit}/${path}${anchor("L", line)}`,
		commit: (id) => `/-/commit/${id}`
	},
	gitea: {
		file: ({ commit, path, line }) => `/src/commit/${commit}/${path}${anchor("L", line)}`,
		commit: (id) => `/commit/${id}`
	},
	bitbucket: {
		file: ({ commit, path, line }) => `/src/${commit}/${path}${anchor("lines-", line)}`,
		commit: (id) => `/commits/${id}`
	},
	"bitbucket-server": {
		file: ({ commit, path, line }) => `/browse/${path}?at=${commit}${anchor("", line)}`,
		commit: (id) => `/commits/${id}`
	},
	azure: {
		file: ({ commit, path, line }) => `?path=/${path}&version=GC${commit}${azureLine(line)}`,
		commit: (id) => `/commit/${id}`
	},
	codecommit: {
		file: ({ commit, path }, webUrl) => `/browse/${commit}/--/${path}?region=${consoleRegion(webUrl)}`,
		commit: (id, webUrl) => `/commit/${id}?region=${consoleRegion(webUrl)}`
	}
};
/** The beginning of the next line ends it. */
const azureLine = (line) => line === void 0 ? "" : `&line=${line}&lineEnd=${line + 1}&lineStartColumn=1&lineEndColumn=1`;
const consoleRegion = (webUrl) => new URL(webUrl).hostname.split(".")[0] ?? "";
const pagesOf = ({ webUrl, host = "unknown" }) => webUrl === void 0 || host === "unknown" ? void 0 : {
	webUrl,
	...PAGES[host]
};
/** The page of a file, and the line in it, at a commit; undefined where the host has none that is known. */
function fileUrl(remote, at) {
	const pages = pagesOf(remote);
	if (!pages) return void 0;
	const path = at.file.split("/").map(urlSegment).join("/");
	return `${pages.webUrl}${pages.file({
		...at,
		path
	}, pages.webUrl)}`;
}
function commitUrl(remote, id) {
	const pages = pagesOf(remote);
	return pages && `${pages.webUrl}${pages.commit(id, pages.webUrl)}`;
}
/** Parentheses too, which would end a Markdown link. */
function urlSegment(name) {
	return encodeURIComponent(name).replaceAll("(", "%28").replaceAll(")", "%29");
}
// src/inputs/host-mistake.ts
const EXAMPLE$1 = "465002806239.dkr.ecr.ap-southeast-2.amazonaws.com";
/** Account and region in their places of a host, whatever stands there. */
const LOOSE = /^(?<account>[^.]*)\.dkr[.-]ecr(?:-fips)?\.(?<region>[^.]*)\../;
/** What is wrong with a text that is no host of a private ECR registry, and what was probably meant. */
function hostMistake(given) {
	const { account = "", region = "" } = LOOSE.exec(given)?.groups ?? {};
	const usual = isAccountId(account) && isRegion(region) ? ecrHostsOf(account, region)[0] : void 0;
	const mistake = {
		mistake: mistakeIn$1(given),
		example: repaired(given) ?? usual ?? EXAMPLE$1
	};
	return given.includes("@") ? {
		...mistake,
		confidential: true
	} : mistake;
}
function mistakeIn$1(given) {
	if (given.includes("://")) return "has a scheme: give the bare host name";
	if (given.includes("/")) return "has a path: the repository has an input of its own";
	if (/[\s\p{Cc}]/u.test(given)) return "has white space in it";
	if (given.includes("@")) return "has a user name: this action logs in by itself";
	if (/:\d*$/.test(given)) return "has a port: ECR listens on 443 alone";
	if (given !== given.toLowerCase()) return "is not lower case";
	if (given.endsWith(".")) return "ends with a dot";
	if (/(?:^|\.)(?:public\.ecr\.aws|ecr-public\.aws\.com)$/.test(given)) return "is the public registry: nothing is pushed there, because its tags can always be moved, and pulling from it needs no login";
	if (/^(?:api\.ecr|ecr)(?:-fips)?\./.test(given)) return "is an address of ECR's API, not of a registry";
	return shapeMistake(given);
}
function shapeMistake(given) {
	const parts = LOOSE.exec(given)?.groups;
	if (!parts) return notEcr(given);
	const { account = "", region = "" } = parts;
	if (!isAccountId(account)) return `begins with "${account}" where the account of 12 digits belongs${lostZero(account)}`;
	if (!isRegion(region)) return `has "${region}" where the AWS region belongs`;
	const ends = ecrHostsOf("", region).map((host) => `"${host}"`);
	return `is no host of ECR in ${region} (partition ${partitionOfRegion(region)}), where they end in ${ends.join(" or ")}`;
}
function notEcr(given) {
	if (!/\bdkr[.-]ecr/.test(given)) return "is not the host name of a private ECR registry";
	return given.startsWith("dkr") ? "has no account: it begins with the 12 digits of the account that owns the registry" : "is not of the form ACCOUNT.dkr.ecr.REGION.SUFFIX";
}
/** YAML reads an unquoted 012345678901 as a number and drops the zero. */
function lostZero(account) {
	return /^\d{10,11}$/.test(account) ? " (a leading zero is lost when YAML reads it as a number: quote it)" : "";
}
/** What is around the host taken off; undefined when that does not make it one. */
function repaired(given) {
	return parseEcrHost(given.toLowerCase().replaceAll(/[\s\p{Cc}]/gu, "").replace(/^.*:\/\//, "").replace(/\/.*/, "").replace(/^.*@/, "").replace(/:\d*/, "").replace(/\.$/, ""))?.host;
}
// src/inputs/aws-fields.ts
const roleArn = (given) => {
	const role = parseRoleArn(given);
	if (role) return value(role);
	const example = "arn:aws:iam::465002806239:role/gitops-deploy";
	const account = /^arn:aws[^:]*:iam::([^:]*):role\//.exec(given)?.[1];
	if (account === void 0) return {
		mistake: "is not the full ARN of an IAM role",
		example
	};
	return isAccountId(account) ? {
		mistake: "has a role path or name that IAM does not allow",
		example
	} : {
		mistake: `has the account "${account}", which is not 12 digits${lostZero(account)}`,
		example
	};
};
const accountId = (given) => isAccountId(given) ? value(given) : {
	mistake: `is not 12 digits${lostZero(given)}`,
	example: "\"012345678901\""
};
const region = (given) => isRegion(given) ? value(given) : {
	mistake: "is not an AWS region",
	example: "ap-southeast-2"
};
const ecrHost = (given) => {
	const host = parseEcrHost(given);
	return host ? value(host) : hostMistake(given);
};
/** `host` or `host/prefix`, and behind it `=role ARN` for a registry that needs a role of its own. */
const loginRegistry = (given) => {
	const [place = "", ...rest] = given.split("=");
	const [hostText = "", ...path] = place.trim().split("/");
	const host = ecrHost(hostText);
	if ("mistake" in host) return path.length === 0 ? host : hostMistake(place.trim());
	const prefix = path.length === 0 ? void 0 : cachePrefix(path.join("/"), hostText);
	if (prefix !== void 0 && "mistake" in prefix) return prefix;
	const role = rest.length === 0 ? void 0 : roleArn(rest.join("=").trim());
	if (role !== void 0 && "mistake" in role) return role;
	return value({
		host: host.value,
		...prefix ? { prefix: prefix.value } : {},
		...role ? { role: role.value } : {}
	});
};
/** CreatePullThroughCacheRule, `ecrRepositoryPrefix`: the beginning of repository names, or ROOT for all of them. */
function cachePrefix(given, host) {
	const prefix = given.replace(/\/\*?$/, "");
	if (prefix === "ROOT" || isRepositoryName(prefix)) return value(prefix);
	return {
		mistake: `has "${given}" behind the host, which is no prefix of a pull through cache rule`,
		example: `${host}/docker-hub`
	};
}
const repositoryName = (given) => {
	const example = "kubeadm_ec2_cluster/identity-service";
	if (/\.dkr[.-]ecr/.test(given)) return {
		mistake: "holds a registry host: that goes in registry",
		example
	};
	if (isRepositoryName(given)) return value(given);
	if (given.lastIndexOf(":") > given.lastIndexOf("/")) return {
		mistake: "holds a tag: that goes in tag",
		example
	};
	return {
		mistake: "is not an ECR repository name (lower case, digits, . _ - and /)",
		example
	};
};
/** AssumeRoleWithWebIdentity, RoleSessionName. */
const sessionName = (given) => /^[\w+=,.@-]{2,64}$/.test(given) ? value(given) : {
	mistake: "is not 2 to 64 characters of letters, digits and _+=,.@-",
	example: "identity-service-deploy"
};
const EXAMPLE = "sts.aws.example.com";
/** `host` or `host:port` of an endpoint, in the one form that a URL has for it, so that it can be compared. */
const endpointHost = (given) => {
	const mistake = mistakeIn(given);
	if (mistake) return {
		mistake,
		example: EXAMPLE,
		...given.includes("@") ? { confidential: true } : {}
	};
	const host = given.toLowerCase().replace(/:443$/, "");
	return URL.canParse(`https://${host}`) && new URL(`https://${host}`).host === host ? value(host) : {
		mistake: "is not a host name, or host:port",
		example: EXAMPLE
	};
};
function mistakeIn(given) {
	if (given.includes("@")) return "holds a user name or password";
	if (given.includes("://")) return "has a scheme: give the bare host; it is asked over HTTPS alone";
	if (/[/\\?#]/.test(given)) return "has a path: a host is trusted as a whole";
	if (given.includes("*")) return "is a pattern: name each host";
	if (/[\s,]/.test(given)) return "holds several hosts, or white space: give one a line";
	return given.endsWith(".") ? "ends with a dot" : void 0;
}
// src/inputs/list-items.ts
/** One item a line, or what people write in its place where it can mean only one thing: a YAML list, commas. */
function listItems(given, kind) {
	const text = given.trim();
	return bracketedItems(text, kind) ?? lineItems(text, kind);
}
/** A list in brackets, of JSON or YAML; undefined where they are those of a pattern, or none. */
function bracketedItems(text, kind) {
	if (!text.startsWith("[") || closing(text) !== text.length - 1) return void 0;
	const items = partedItems(text.slice(1, -1));
	if (items.every(({ exact }) => exact)) return items;
	if (SECOND[kind]) return { mistake: "is a list in brackets whose items are not in quotation marks" };
	const [only, ...others] = items;
	return kind === "patterns" && others.length === 0 && !only?.text.includes("/") ? void 0 : items;
}
function lineItems(text, kind) {
	const filled = text.split("\n").map((line) => line.trim()).filter((line) => line !== "" && !COMMENT.test(line));
	const dashed = filled.filter((line) => DASH.test(line));
	if (dashed.length > 0 && dashed.length < filled.length) return { mistake: "has lines that begin with \"- \" and lines that do not" };
	const bare = dashed.length > 0 ? filled.map((line) => line.slice(1).trim()) : filled;
	if (dashed.length === 1 && !SECOND[kind] && bare[0]?.includes(" - ")) return { mistake: "has several items that begin with \"- \" on one line" };
	if (kind === "patterns" && bare.some((line) => BULLET.test(line))) return OTHER_MARK;
	return isUnclear(bare, kind) ? UNCLEAR_COMMA : bare.flatMap(itemsOf(kind));
}
const OTHER_MARK = { mistake: "has a mark of a list in front of an item that is not \"- \"" };
const BULLET = /^[*•–—]\s/;
const UNCLEAR_COMMA = { mistake: "has a comma that may part two items, or belong to one (it does in quotation marks around the whole item)" };
/** A comment has white space behind its mark: `#12-fix` is a branch. */
const COMMENT = /^#(?:\s|$)/;
const TRAILING_COMMENT = /\s#\s.*/s;
const DASH = /^-(?:\s|$)/;
const itemsOf = (kind) => (line) => {
	if (areQuoted(line, kind)) return partedItems(line);
	return SECOND[kind] ? [{
		text: line,
		exact: false
	}] : partedItems(line.replace(TRAILING_COMMENT, ""));
};
/** What may begin a second item behind a comma that may as well belong to the first one. */
const SECOND = {
	values: /,\s+[A-Za-z_][\w.-]*=/,
	attributes: /,\s+type=/i
};
function isUnclear(lines, kind) {
	const second = SECOND[kind];
	return (second ? lines.filter((line) => !areQuoted(line, kind)) : []).some((line) => second?.test(line) || lines.length > 1 && line.endsWith(","));
}
function areQuoted(line, kind) {
	const items = partedItems(line);
	return items.every(({ exact }) => exact) && (kind !== "attributes" || items.length === 1);
}
/** The items between commas that are neither in quotation marks nor in brackets. */
function partedItems(text) {
	const pieces = [""];
	let depth = 0;
	for (const token of tokensOf(text)) {
		depth = Math.max(0, depth + stepOf(token));
		if (token === "," && depth === 0) pieces.push("");
		else pieces.push(`${pieces.pop() ?? ""}${token}`);
	}
	return pieces.map(itemIn).filter((item) => item.text !== "");
}
/** A quoted text is one of them, and so is what a backslash keeps from acting. */
const tokensOf = (text) => text.match(/\\.|"(?:[^"\\]|\\.)*"|'[^']*'|./gs) ?? [];
const stepOf = (token) => Number(/^[[({]$/.test(token)) - Number(/^[\])}]$/.test(token));
/** Where the bracket closes that the text begins with. */
function closing(text) {
	let depth = 0;
	let at = 0;
	for (const token of tokensOf(text)) {
		depth += stepOf(token);
		if (depth === 0) return at;
		at += token.length;
	}
	return -1;
}
function itemIn(piece) {
	const text = piece.trim();
	const exact = text.length > 1 && /^["']/.test(text) && tokensOf(text).length === 1;
	return {
		text: exact ? unquoted(text) : text,
		exact
	};
}
function unquoted(text) {
	try {
		return String(JSON.parse(text));
	} catch {
		return text.slice(1, -1);
	}
}
// src/inputs/reader.ts
/** Every item of `images` asks for the inputs that it has no value of its own for; each is read, and masked, once. */
function readOnce(read) {
	const known = /* @__PURE__ */ new Map();
	return (name) => {
		const value = known.get(name) ?? read(name);
		known.set(name, value);
		return value;
	};
}
/** Reads inputs one by one and keeps every mistake, so that all of them can be reported together. */
var InputReader = class {
	#read;
	#prefix;
	#kind;
	#problems = [];
	/** The prefix says in messages where the inputs stand, for example `images[1].`; the kind, what hints call them. */
	constructor(read, prefix = "", kind = "the input ") {
		this.#read = read;
		this.#prefix = prefix;
		this.#kind = kind;
	}
	get problems() {
		return this.#problems;
	}
	/** The value of what was judged elsewhere; its problems are kept with the others. */
	keep({ value, problems }) {
		this.#problems.push(...problems);
		return value;
	}
	/** A single value; an empty one is an unset one. */
	one(name, parse) {
		const given = this.#read(name).trim();
		const parsed = given === "" ? void 0 : parse(given);
		return parsed && this.#take(parsed, {
			name,
			given,
			gives: "a value"
		});
	}
	/** One item a line, and what can mean nothing else (list-items.ts); the same in every input that is a list. */
	list(name, parse, kind = "names") {
		const items = listItems(this.#read(name), kind);
		if ("mistake" in items) {
			this.#refuse(name, items.mistake, `Write ${this.#kind}${this.#prefix}${name} with one item a line.`);
			return [];
		}
		return items.flatMap((item) => {
			return itemsRead(item, parse).flatMap(({ parsed, given }) => {
				const gives = SEVERAL.test(given) ? "one item a line," : "a value";
				const taken = this.#take(parsed, {
					name,
					given,
					gives
				});
				return taken === void 0 ? [] : [taken];
			});
		});
	}
	#take(parsed, { name, given, gives }) {
		if ("value" in parsed) return parsed.value;
		const shown = parsed.confidential ? "" : `is "${abridged(given)}", which `;
		const input = `${this.#kind}${this.#prefix}${name}`;
		const { correction, example } = parsed;
		const hint = `${correction ? `Correct ${input}. ${correction}` : `Give ${input} ${gives} such as`}: ${example}`;
		this.#refuse(name, `${shown}${parsed.mistake}`, hint);
	}
	/** Mistake and example may repeat a part of the value. */
	#refuse(name, mistake, hint) {
		const message = oneLine(`${this.#prefix}${name} ${mistake}`);
		this.#problems.push({
			code: "INPUT_INVALID",
			inputs: [name],
			message,
			hint: oneLine(hint)
		});
	}
};
/** What people part items with, or put around them. */
const SEVERAL = /[\s,;|[\]]/;
/** What is no item as a whole, but several where it is cut at its commas, is several. */
function itemsRead({ text, exact }, parse) {
	const whole = {
		given: text,
		parsed: parse(text)
	};
	const read = (exact || "value" in whole.parsed ? [] : partedItems(text)).map(({ text: given }) => ({
		given,
		parsed: parse(given)
	}));
	return read.length > 1 && read.every(({ parsed }) => "value" in parsed) ? read : [whole];
}
function abridged(given) {
	return given.length > 120 ? `${given.slice(0, 117)}...` : given;
}
// src/inputs/yaml-map.ts
/** The value of an input that is YAML; every scalar in it is text. */
function yamlValue(given, { input, example }, readYaml) {
	const read = readYaml(given);
	if (!(read instanceof Error)) return sound(read);
	const mistake = `${input} is not valid YAML: ${read.message.replace(/:\n.*/s, "")}`;
	return {
		value: void 0,
		problems: [yamlProblem(input, mistake, `Write ${input} as in: ${example}`)]
	};
}
/** A mistake in an input that is YAML. What it repeats of the input stands on one line. */
const yamlProblem = (input, message, hint) => ({
	code: "INPUT_INVALID",
	inputs: [input],
	message: oneLine(message),
	hint: oneLine(hint)
});
/** The texts of a mapping that was read. */
function textsOf(read, map) {
	const { input, where, example } = map;
	if (!isRecord(read)) {
		const message = `${where} is no mapping of keys to values`;
		return {
			value: /* @__PURE__ */ new Map(),
			problems: [yamlProblem(input, message, `Write ${input} as in: ${example}`)]
		};
	}
	const all = Object.entries(read).map(([key, given]) => ({
		key,
		text: textOf(key, given, map)
	}));
	return {
		value: new Map(all.flatMap(({ key, text }) => typeof text === "string" ? [[key, text]] : [])),
		problems: all.flatMap(({ text }) => typeof text === "string" ? [] : [yamlProblem(input, `${where}${text.mistake}`, text.hint)])
	};
}
/** Keys that a mapping has and that mean nothing. */
function unknownKeys(read, map) {
	return Object.keys(read).flatMap((key) => {
		if (map.keys.includes(key)) return [];
		const { mistake, hint } = unknownKey(key, map);
		return [yamlProblem(map.input, `${map.where}${mistake}`, hint)];
	});
}
/** Reads the keys of a mapping as inputs are read. */
function readKeys({ value: texts, problems }, { input, where }, read) {
	const keys = new InputReader((key) => texts.get(key) ?? "", `${where}.`);
	const value = read(keys);
	const found = keys.problems.map((problem) => ({
		...problem,
		inputs: [input]
	}));
	return {
		value,
		problems: [...problems, ...found]
	};
}
function textOf(key, given, map) {
	if (!map.keys.includes(key)) return unknownKey(key, map);
	if (typeof given === "string") return given;
	if (Array.isArray(given) && areTexts(given)) return joinLines(key, given, map);
	if (map.pairs?.has(key) && isRecord(given) && areTexts(Object.values(given))) return joinLines(key, Object.entries(given).map((pair) => pair.join("=")), map);
	const takes = map.lists.has(key) ? "one value, or a list of values" : "one value";
	return {
		mistake: `.${key} is neither text nor a list of texts`,
		hint: `Give ${map.where}.${key} ${takes}.`
	};
}
/** A line break within a value would begin another value. */
function joinLines(key, lines, { where, lists }) {
	if (!lists.has(key) && lines.length > 1) return {
		mistake: `.${key} has several values`,
		hint: `Give ${where}.${key} one value.`
	};
	const quoted = lists.has(key) ? lines.map((line) => JSON.stringify(line)) : lines;
	if (!lines.some((line) => /[\r\n]/.test(line))) return quoted.join("\n");
	const hint = `Write each value of ${where}.${key} on one line.`;
	return {
		mistake: `.${key} has a value with a line break`,
		hint
	};
}
const areTexts = (values) => values.every((value) => typeof value === "string");
function unknownKey(key, { where, keys, unknown }) {
	const close = nearest(key, keys);
	const meant = close === void 0 ? "" : ` Did you mean ${close}?`;
	return {
		mistake: ` has no key ${key.slice(0, 120)}.${meant}`,
		hint: unknown?.(key) ?? `The keys of ${where.replace(/\[\d+\]$/, "")} are ${keys.join(", ")}.`
	};
}
export { buildArg as $, joinReference as $t, runGit as A, revisionOf as At, parseTree as B, ignoreFilesIn as Bt, sound as C, cutLine as Cn, renderProblem as Ct, NO_PROMPTS_OR_TRACES as D, oneLine as Dn, gitTagLike as Dt, NO_PROGRAMS as E, listed as En, commitIn as Et, runCommand as F, nearestImage as Ft, fieldOf as G, isOfGit as Gt, nodesAmong as H, inFolder as Ht, BatchReader as I, theOnly as It, recordOf as J, parentOf as Jt, idOf as K, isTooLong as Kt, fastImportStream as L, DOCKERFILES as Lt, saysWhose as M, shortTag as Mt, isProgram as N, versionOfGitTag as Nt, askGit as O, shellQuote as On, gitTagPrefix as Ot, programIn as P, nearest as Pt, branchName as Q, isTag as Qt, nodeOf as R, KUSTOMIZATION_NAMES as Rt, judgedTogether as S, csvFields as Sn, plain$1 as St, Repository as T, jsonObject as Tn, table as Tt, LIMITS as U, isGlob as Ut, isAskable as V, ignoreFilesOf as Vt, inMebibytes as W, isKustomization as Wt, argument as X, isDigest as Xt, textOf$1 as Y, require_picomatch as Yt, author as Z, isRepositoryName as Zt, lostZero as _, roughEcrHost as _n, cellText as _t, yamlValue as a, isPlaceholderRepository as an, pathPattern as at, TARGET_INPUTS as b, LONGEST_SHOWN as bn, fitting as bt, accountId as c, hasEcrSuffix as cn, repositorySlug as ct, loginRegistry as d, isPrivate as dn, value as dt, lastSegment as en, environmentName as et, region as f, isRegion as fn, repositoryAbove as ft, hostMistake as g, partitionOfRegion as gn, cellCode as gt, sessionName as h, parseRoleArn as hn, readSettings as ht, yamlProblem as i, isPlaceholder as in, oneOf as it, sourceOf as j, short as jt, loadSimpleGit as k, withoutLastSlashes as kn, isExactVersion as kt, ecrHost as l, isAccountId as ln, secret as lt, roleArn as m, parseEcrHost as mn, readRegular as mt, textsOf as n, registryOf as nn, integer as nt, InputReader as o, defaultEcrHost as on, platform$1 as ot, repositoryName as p, isSameRegistry as pn, headOfRegular as pt, listOf as q, overlayPath as qt, unknownKeys as r, splitReference as rn, label as rt, readOnce as s, endpointKind as sn, refPattern as st, readKeys as t, parseReference as tn, flag as tt, endpointHost as u, isLoopback as un, text as ut, commitUrl as v, splitEcrHost as vn, code as vt, readPayload as w, isRecord as wn, renderWarnings as wt, targetName as x, csvField as xn, list as xt, fileUrl as y, LARGEST_FILE as yn, fenced as yt, parseHeader as z, besideDockerfile as zt };
