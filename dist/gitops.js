import { i as __toESM, n as __exportAll } from "./rolldown-runtime.js";
import { C as byCause, _ as StepError, a as duration, b as messageOf, v as fail, w as sameAt, y as failOnAny } from "./index.js";
import { $ as LIMITS$1, C as writtenBy, D as atMost, I as onSameServer, J as allOrProblems, L as shownAddress, O as nextTurn, S as targetOf, X as isServiceHost, Y as settle, _ as sourceChange, b as writtenImage, d as accessHint, et as fullJitter, f as continues, g as fill, h as touches, l as isOwnRepository, m as readComparison, nt as withRetries, p as listPaths, u as runUrl, v as subjectBehind, w as isConfirmed, x as entryKey, y as shortPrevious } from "./door-deploy.js";
import { $t as joinReference, At as revisionOf, Cn as cutLine, Dn as oneLine, Dt as gitTagLike, F as runCommand, Ft as nearestImage, G as fieldOf, Ht as inFolder, It as theOnly, J as recordOf, Jt as parentOf, Mt as shortTag, Ot as gitTagPrefix, Pt as nearest, Qt as isTag, S as judgedTogether, T as Repository, Ut as isGlob, Wt as isKustomization, Y as textOf$1, Yt as require_picomatch, an as isPlaceholderRepository, b as TARGET_INPUTS, cn as hasEcrSuffix, dn as isPrivate, in as isPlaceholder, jt as short, kt as isExactVersion, mn as parseEcrHost, nn as registryOf, pn as isSameRegistry, q as listOf, rn as splitReference, vn as splitEcrHost, wn as isRecord, x as targetName } from "./doors.js";
import { A as readDocuments, B as duplicateAmong, C as reachedFrom, D as itemsOf, E as referencesOf, F as openYaml, G as matchOverlays, H as kustomizationPaths, I as isExcess, J as pathsOf, K as namePaths, L as readSyntax, M as valuesOf$1, N as failOnErrors, O as lineOf$1, P as failOnFaults, R as rangeOf, S as reachOf, T as idOf, U as locateTarget, V as childrenOf, W as matchFiles, Y as placeIn, _ as fill$1, a as insertLines, at as findProgram, b as ancestorsOf, c as prefixOf, d as ownBy, dt as withoutPasswords, ft as goMisreading, g as surroundingsOf, h as parameterSets, i as beginsLine, it as foldKey, j as readPlaced, k as readDocument, l as splice, n as renderPair, o as lineEnd, ot as findTool, q as pathKey, r as renderScalar, rt as resolveIn, s as lineStart, st as isScript, u as inTree, v as isTemplate, w as walk, x as outermost, y as mayBe, z as refuse } from "./overlays.js";
import { n as require_dist } from "./yaml.js";
import { c as httpRequest, d as openAhead, f as reasonOf$1, u as isHopeless } from "./http.js";
const { readFileSync, realpathSync, rmSync, statSync, writeFileSync } = /* @__PURE__ */ process.getBuiltinModule("node:fs");
const { join } = /* @__PURE__ */ process.getBuiltinModule("node:path");
const { setTimeout } = /* @__PURE__ */ process.getBuiltinModule("node:timers/promises");
// src/github/failure.ts
var import_picomatch = /* @__PURE__ */ __toESM(require_picomatch(), 1);
/** GitHub's API gave no answer that helps; the message goes on after its address. */
var GithubFailure = class extends Error {
	name = "GithubFailure";
	retry;
	/** undefined when no answer came. */
	status;
	/** Of the first GraphQL error, such as STALE_DATA. */
	type;
	/** What the answer says, a line each: the message, and those of its errors. */
	said;
	/** A rate or secondary limit: nothing was done. */
	limited;
	/** What was asked for may have been done: no answer came, or one that does not say. */
	unsure;
	constructor(message, { retry, status, cause, type, said = [], limited = false }) {
		super(message, { cause });
		this.retry = retry;
		this.status = status;
		this.type = type;
		this.said = said.map(lineOf);
		this.limited = limited;
		this.unsure = retry === "transient" && !limited;
	}
};
/** Rules are told in several lines, with blank ones behind them. */
const lineOf = (text) => cutLine(oneLine(text).trim());
/** What came of a call, in our words: Octokit wraps what the transport throws, and what GitHub answers. */
function failureOf$1(error) {
	if (!(error instanceof Error)) return error;
	const { name, message, cause, response, headers } = error;
	if (name === "GraphqlResponseError") return refusedQuery(error, headers);
	if (name !== "HttpError") return error;
	if (!isRecord(response)) return unanswered(cause);
	const refusal = {
		status: Number(response.status),
		headers: recordOf(response.headers),
		text: message
	};
	return rateLimit(refusal, error) ?? refused(refusal.status, error, response.data);
}
/** What is wanted of a limit that does not say how long it lasts (GitHub docs, "Rate limits for the REST API"). */
const LIMITED_MS = 6e4;
/** When a call that failed is made again, within a budget; one that must not be made twice only where nothing was done. */
function retryOf(error, { once, budgetMs }) {
	if (!(error instanceof GithubFailure)) return "final";
	const { retry, limited } = error;
	if (limited && retry === "transient" && (once || budgetMs > LIMITED_MS)) return { afterMs: LIMITED_MS };
	return once && !limited ? "final" : retry;
}
function unanswered(cause) {
	if (cause instanceof GithubFailure || cause instanceof StepError) return cause;
	const retry = isHopeless(cause) ? "final" : "transient";
	return new GithubFailure(`did not answer: ${reasonOf$1(cause)}`, {
		retry,
		cause
	});
}
function refused(status, cause, data) {
	const said = saidIn(jsonOf(data));
	return status >= 500 ? new GithubFailure(`did not answer: HTTP ${status}`, {
		retry: "transient",
		status,
		cause,
		said
	}) : new GithubFailure(`answered ${status}`, {
		retry: "final",
		status,
		cause,
		said
	});
}
const MOST_SAID = 20;
/** GitHub docs, "Troubleshooting the REST API": `message`, and `errors` of texts or of objects with a `message`. */
function saidIn(data) {
	const { message, errors } = recordOf(data);
	return [message, ...messagesIn(errors)].filter((text) => typeof text === "string").slice(0, MOST_SAID);
}
/** The transport hands a refusal on as the text that it is. */
function jsonOf(data) {
	try {
		return typeof data === "string" ? JSON.parse(data) : data;
	} catch {
		return;
	}
}
const messagesIn = (errors) => Array.isArray(errors) ? errors.map((error) => isRecord(error) ? error.message : error) : [errors];
/** GitHub gave up on the way, and may have done it: such an error has no type. */
const GAVE_UP = /^Something went wrong while executing your query/i;
/** GraphQL says with 200 what was wrong, a spent limit as well (GitHub docs, "Rate limits for the GraphQL API"). */
function refusedQuery(error, headers) {
	const refusal = {
		status: 200,
		headers: recordOf(headers),
		text: error.message
	};
	const message = `refused the query: ${cutLine(oneLine(error.message))}`;
	const { errors } = error;
	const type = textOf$1(fieldOf(listOf(errors)[0], "type"));
	const said = saidIn({ errors });
	const retry = said.some((text) => GAVE_UP.test(text)) ? "transient" : "final";
	return rateLimit(refusal, error) ?? new GithubFailure(message, {
		retry,
		status: 200,
		cause: error,
		type,
		said
	});
}
const LIMITING = /* @__PURE__ */ new Set([
	200,
	403,
	429
]);
/** GitHub docs, "Rate limits for the REST API": `retry-after` in seconds, `x-ratelimit-reset` in seconds since 1970. */
function rateLimit({ status, headers, text }, cause) {
	const spent = headers["x-ratelimit-remaining"] === "0" && LIMITING.has(status);
	if (status === 404 || !spent && status !== 429 && !/rate limit/i.test(text)) return void 0;
	const afterMs = waitOf(headers, spent);
	return new GithubFailure(`did not answer: HTTP ${status}, the rate limit of the token is reached${afterMs === void 0 ? "" : `, free again at ${new Date(Date.now() + afterMs).toISOString()}`}`, {
		retry: afterMs === void 0 ? "transient" : { afterMs },
		status,
		cause,
		limited: true
	});
}
function waitOf(headers, spent) {
	const seconds = String(headers["retry-after"]);
	if (/^\d{1,6}$/.test(seconds)) return Number(seconds) * 1e3;
	const reset = String(headers["x-ratelimit-reset"]);
	return spent && /^\d{1,12}$/.test(reset) ? Math.max(0, Number(reset) * 1e3 - Date.now()) : void 0;
}
// src/github/transport.ts
/**
* Our requests as Octokit's `fetch`: with the proxies, time limits, sizes and open connections of the step. JSON is
* parsed here, and a failure handed on as text: Octokit looks for numbers too large for JavaScript, which takes 14 s for
* one of 16 million digits, and no cancel is heard meanwhile.
*/
function fetchOver(way) {
	return async (url, { method = "GET", headers, body }) => {
		const authorization = way.token ? { authorization: `Bearer ${way.token}` } : {};
		const answer = await askWhereItIs({
			url,
			method,
			headers: {
				...headers,
				...authorization
			},
			...body === void 0 ? {} : { body }
		}, way);
		return {
			status: answer.status,
			url,
			headers: readHeaders(answer),
			body: parsed(answer.body),
			text: async () => answer.body
		};
	};
}
const REDIRECTS = /* @__PURE__ */ new Set([
	301,
	302,
	307,
	308
]);
/** GitHub redirects to a repository that has another name now, by its number (GitHub docs, "Best practices", redirects). */
async function askWhereItIs(asked, way) {
	let { url } = asked;
	for (let redirects = 0;; redirects += 1) {
		const response = await httpRequest({
			...asked,
			url
		}, way);
		const { status, headers } = response;
		if (status < 300 || status > 399) return response;
		if (!REDIRECTS.has(status) || headers.location === void 0) throw lost(`answered ${status}`, status);
		if (redirects === 4) throw lost("redirects without end", status);
		const next = onSameServer(url, headers.location);
		if (!next) throw lost(redirected(status, shownAddress(url, headers.location)), status);
		url = next.href;
	}
}
const lost = (message, status) => new GithubFailure(message, {
	retry: "final",
	status
});
const redirected = (status, address = "another server") => `redirects (${status}) to ${address}, where no token is sent`;
/** Without the kind of content, by which Octokit would choose how to read it. */
function readHeaders({ headers }) {
	const entries = Object.entries(headers).map(([name, value]) => [name, String(value)]);
	return new Map(entries.filter(([name]) => name !== "content-type"));
}
/** What is no JSON stays text, as it would with Octokit. */
function parsed(text) {
	try {
		return withErrors(JSON.parse(text) ?? text);
	} catch {
		return text;
	}
}
/** Octokit reads `errors` of GraphQL as a list of objects with a message, whatever a server has put there. */
function withErrors(answer) {
	if (!isRecord(answer) || (answer.errors ?? void 0) === void 0) return answer;
	const errors = Array.isArray(answer.errors) ? answer.errors : [answer.errors];
	const isError = (error) => isRecord(error) && typeof error.message === "string";
	return {
		...answer,
		errors: errors.map((error) => isError(error) ? error : UNREADABLE)
	};
}
const UNREADABLE = { message: "an error that does not say what is wrong" };
// src/github/client.ts
const HEADERS = {
	accept: "application/vnd.github+json",
	"user-agent": "ecr-gitops-deploy",
	"x-github-api-version": "2022-11-28"
};
/** Octokit prints what headers of an answer say; text of others does not go to the log like that. */
const SILENT = {
	debug: () => {},
	info: () => {},
	warn: () => {},
	error: () => {}
};
/** The only way to GitHub's API: what it takes to be asked, and what its refusals mean. */
function openGithub(access) {
	const { apiUrl, token, signal, watch } = access;
	const describe = (error) => `${new URL(apiUrl).host}, which ${messageOf(error)}`;
	const waiting = watch && {
		watch,
		describe
	};
	const ask = async (call, terms = {}) => {
		const { mostBytes, instead, once = false, budgetMs = LIMITS$1.budgetMs } = terms;
		if (token && !isPrivate(apiUrl)) return inTheClear(access, instead);
		const calls = await openCalls(access, mostBytes);
		const attempt = () => call(calls).catch((error) => {
			throw failureOf$1(error);
		});
		const classify = (error) => retryOf(error, {
			once,
			budgetMs
		});
		try {
			return await withRetries(attempt, {
				classify,
				budgetMs,
				signal,
				waiting
			});
		} catch (error) {
			if (!(error instanceof StepError)) signal.throwIfAborted();
			throw error;
		}
	};
	const prepare = () => {
		if (!token || isPrivate(apiUrl)) openAhead(apiUrl, 1);
		load().catch(() => void 0);
	};
	return {
		apiUrl,
		hasToken: Boolean(token),
		prepare,
		ask
	};
}
/** The one place that names the package: both @octokit/core and @actions/github have these calls (docs/adr/0012). */
const load = () => import("./octokit.js").then((n) => n.t);
async function openCalls({ apiUrl, token, signal }, mostBytes) {
	const { Octokit } = await load();
	const way = {
		token,
		signal,
		timeoutMs: LIMITS$1.attemptMs,
		...mostBytes ? { mostBytes } : {}
	};
	const { request, graphql } = new Octokit({
		baseUrl: apiUrl,
		log: SILENT,
		request: {
			fetch: fetchOver(way),
			log: SILENT,
			parseSuccessResponseBody: false
		}
	});
	return {
		request: request.defaults({ headers: HEADERS }),
		graphql: graphql.defaults({ headers: HEADERS })
	};
}
function inTheClear({ apiUrl, credential = "github-token" }, instead = "") {
	return fail({
		code: "ENDPOINT_UNTRUSTED",
		message: `the variable GITHUB_API_URL is ${oneLine(apiUrl)}, and ${credential} would cross the network unencrypted`,
		hint: `Serve the GitHub Enterprise Server of this runner over HTTPS${instead}.`
	});
}
// src/render/tool/last-words.ts
const MOST_CHARACTERS = 500;
/** What stands around patches and configurations that kustomize repeats in its errors: they may hold what is secret. */
const REPEATED = [{
	open: "with config: `",
	close: "`"
}, {
	open: "from [",
	close: "]"
}];
/** The log line of kubectl around an error: `E0102 03:04:05.678901 1234 run.go:72] "command failed" err=<...>`. */
const KUBECTL_LOG = /^[EF]\d{4} \S+ +\d+ \S+\] (?:"command failed" err=)?(.*)$/;
/** What a failed tool said at last, on one line, with paths as they are in the repository. */
function lastWords(stderr, roots) {
	const lines = withoutRepeated(stderr).split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("# Warning:"));
	const inRepository = roots.reduce((text, root) => text.replaceAll(`${root}/`, "").replaceAll(root, "."), lines.slice(-5).join(" "));
	const said = oneLine(withoutPasswords(inRepository)).replace(KUBECTL_LOG, "$1");
	const words = (said.startsWith("<") && said.endsWith(">") ? said.slice(1, -1).trim() : said).replace(/^error:\s*/i, "");
	return words.length > MOST_CHARACTERS ? `${words.slice(0, MOST_CHARACTERS)}...` : words;
}
/** Each from its first beginning to its last end, because what it holds may hold an end too; else to the end of the text. */
function withoutRepeated(text) {
	const [first] = REPEATED.map(({ open, close }) => ({
		start: text.indexOf(open),
		open,
		close
	})).filter(({ start }) => start >= 0).toSorted((one, other) => one.start - other.start);
	if (!first) return text;
	const { start, open, close } = first;
	const end = text.lastIndexOf(close);
	const rest = end < start + open.length ? "" : withoutRepeated(text.slice(end + 1));
	return `${text.slice(0, start).replace(/ $/, "")}${rest}`;
}
// src/render/tool/failure.ts
/** How long one rendering may take. */
const TIMEOUT_MS$1 = 6e4;
/** Why a tool that did not end well has rendered nothing, for people. */
function failureOf({ name, file }, { exitCode, stderr }, root) {
	if (exitCode === 124) return `${name} did not end within ${TIMEOUT_MS$1 / 1e3} s`;
	const words = lastWords(stderr, [root, realpathSync(root)]);
	return `${name}${/not found|no such file/i.test(words) && isScript(file) ? " (a script, which finds no other program here)" : ""} failed: ${words || `exit code ${exitCode}`}`;
}
// src/render/tool/isolated.ts
/** Nobody listens on port 0. */
const NOWHERE = "http://127.0.0.1:0";
/**
* Nothing of this job but what rendering needs: no secrets, no configuration or plugins of a user, no git to clone with
* and no way out for HTTP but to loopback. What the tree leads to was looked at before; this is for what that may have
* missed, as the network namespace is, where there may be one.
*/
function isolated(workspace) {
	const nothing = workspace.folder("nothing");
	const home = workspace.folder("render-home");
	return {
		PATH: nothing,
		HOME: home,
		TMPDIR: home,
		XDG_CONFIG_HOME: home,
		XDG_CACHE_HOME: home,
		XDG_DATA_HOME: home,
		KUSTOMIZE_PLUGIN_HOME: nothing,
		KUBECONFIG: "/dev/null",
		...Object.fromEntries([
			"HTTP_PROXY",
			"HTTPS_PROXY",
			"ALL_PROXY",
			"http_proxy",
			"https_proxy",
			"all_proxy"
		].map((name) => [name, NOWHERE])),
		NO_PROXY: "",
		no_proxy: ""
	};
}
// src/render/tool/network.ts
const TIMEOUT_MS = 2e4;
/**
* A network namespace of its own: no way out, and no loopback either, which no proxy setting holds back (Go, net/http,
* ProxyFromEnvironment). Others than root get one inside of a user namespace. No user is mapped into that: nothing asks
* for one, and where AppArmor restricts user namespaces, as on Ubuntu 24.04, writing the map is refused. Without
* `--fork` unshare becomes the program, so that there is one process to be ended, as without it.
*/
const namespaceArguments = (uid) => uid === 0 ? ["--net", "--"] : [
	"--user",
	"--net",
	"--"
];
/** Tried with unshare itself: what a renderer says in the end could not be distinguished from what unshare says. */
async function findEnclosure({ PATH }, env, signal) {
	const unshare = findProgram("unshare", { PATH });
	if (unshare === void 0) return none("unshare is not on PATH");
	const args = namespaceArguments(process.getuid?.());
	const tried = await runCommand(unshare, [
		...args,
		unshare,
		"--version"
	], {
		env,
		signal,
		timeoutMs: TIMEOUT_MS
	});
	signal.throwIfAborted();
	if (tried.exitCode !== 0 || !tried.stdout.includes("unshare")) return none(oneLine(tried.stderr.trim()).slice(0, 200) || `unshare ended with exit code ${tried.exitCode}`);
	return {
		around: (command) => [
			unshare,
			...args,
			...command
		],
		description: "in a network namespace of its own"
	};
}
function none(why) {
	return {
		around: (command) => command,
		description: `without a network namespace (${why}): that they lead to nothing remote was looked at before`
	};
}
// src/aws/registry/await-replicas.ts
const FIRST_PAUSE_MS = 1e3;
const LONGEST_PAUSE_MS = 15e3;
/** Waits until replicas have images; those that were seen there are not asked for again. */
function awaitReplicas(ports) {
	const arrived = /* @__PURE__ */ new Set();
	return async (expected) => {
		const open = new Map(expected.map((one) => [keyOf$1(one), one]));
		for (const key of arrived) open.delete(key);
		if (open.size === 0) return;
		const waited = [...open.values()];
		await ports.watch(() => ({ what: `ECR, which replicates ${placesOf$2(waited)}` }), () => arrival(waited, ports));
		for (const key of open.keys()) arrived.add(key);
	};
}
const keyOf$1 = ({ replica, repository, tag, digest }) => `${replica.host}/${repository}:${tag}@${digest}`;
const placesOf$2 = (expected) => [...new Set(expected.map(({ repository, replica }) => `${repository} to ${replica.region}`))].join(", ");
/** @throws StepError REPLICA_MISSING with all that have not come in time. */
async function arrival(expected, ports) {
	const { timeoutMs, signal, pauseMs = FIRST_PAUSE_MS } = ports;
	const deadline = performance.now() + timeoutMs;
	let open = expected;
	for (let pause = pauseMs;; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
		const missing = await lookFor(open, ports);
		if (missing.length === 0) return;
		const left = deadline - performance.now();
		if (left <= 0) failOnAny(missing.map((one) => notReplicated(one, timeoutMs)));
		await setTimeout(Math.min(pause, Math.max(left, 0)), void 0, { signal });
		open = missing;
	}
}
/** One question for each repository of a replica. */
async function lookFor(expected, { connect }) {
	const groups = Map.groupBy(expected, ({ replica, repository }) => `${replica.host}/${repository}`);
	return (await allOrProblems([...groups.values()].map(async (group) => {
		const [first] = group;
		if (!first) return [];
		const { access, replica, repository } = first;
		const images = await connect(accessTo(replica, access)).find(repository, [...new Set(group.map(({ tag }) => tag))]);
		return group.map((one) => ({
			...one,
			other: images?.get(one.tag)?.digest
		}));
	}))).flat().filter(({ other, digest }) => other !== digest);
}
const accessTo = (replica, access) => ({
	...access,
	registry: replica,
	endpoints: endpointsIn(replica, access.endpoints)
});
/** An endpoint of AWS itself answers for its own region alone; any other one may answer for all. */
function endpointsIn({ region, partition }, endpoints) {
	if (!endpoints.ECR) return endpoints;
	const { host } = new URL(endpoints.ECR.url);
	return isServiceHost(host, "ECR", partition) && !host.split(".").includes(region) ? {
		...endpoints,
		ECR: void 0
	} : endpoints;
}
function notReplicated({ access, replica, repository, tag, digest, other }, timeoutMs) {
	const { account, region: from } = access.registry;
	const { host, region: to } = replica;
	const instead = other === void 0 ? "" : `, where ${other} has that tag`;
	const status = `aws ecr describe-image-replication-status --region ${from} --registry-id ${account} --repository-name ${repository} --image-id imageTag=${tag}`;
	return {
		code: "REPLICA_MISSING",
		inputs: ["replicas"],
		message: `${repository}:${tag} (${digest}) did not get from ${from} to ${host} within ${duration(timeoutMs)}${instead}; nothing was committed`,
		hint: `Look at the replication settings of the registry (ECR console in ${from}, account ${account}: Private registry > Settings > Replication): a rule must have ${to} as its destination, and its filters must let ${repository} through. An image that was pushed before the rule was made does not follow: push it under another tag. How far it is: ${status}. If it only takes longer, raise timeout in the input replicas and run the job again.`
	};
}
// src/names/paths/close-path.ts
/**
* The path that one with a misspelt folder, or from another root, stands for: all but one of its segments are there, or
* one of the two is the end of the other. undefined where two could be meant.
*/
function closePath(wanted, paths) {
	const moved = paths.filter((path) => isEndOf(wanted, path) || isEndOf(path, wanted));
	return theOnly(moved) ?? theOnly(misspelt(wanted, paths));
}
/** A name alone is at the end of too many. */
const isEndOf = (end, path) => end.includes("/") && path.endsWith(`/${end}`);
function misspelt(wanted, paths) {
	const segments = wanted.split("/");
	const names = /* @__PURE__ */ new Map();
	for (const path of paths) {
		const others = path.split("/");
		if (others.length !== segments.length) continue;
		const [index, second] = segments.flatMap((segment, at) => segment === others[at] ? [] : [at]);
		if (index === void 0 || second !== void 0) continue;
		const found = names.get(index) ?? [];
		found.push(others[index] ?? "");
		names.set(index, found);
	}
	return [...names].flatMap(([index, found]) => {
		const close = nearest(segments[index] ?? "", found);
		return close === void 0 ? [] : [segments.with(index, close).join("/")];
	});
}
/** The pattern that one with a misspelt segment, which matches nothing, stands for. */
function closePattern(glob, paths) {
	const segments = glob.split("/");
	const deep = segments.findIndex((segment) => segment.includes("**"));
	return theOnly(segments.flatMap((segment, index) => {
		if (isGlob(segment) || segment === "" || deep >= 0 && index > deep) return [];
		const matches = (0, import_picomatch.default)(segments.with(index, "*").join("/"));
		const names = paths.filter((path) => matches(path)).map((path) => path.split("/")[index] ?? "");
		const close = nearest(segment, names);
		return close === void 0 ? [] : [segments.with(index, close).join("/")];
	}));
}
// src/config-repository/survey.ts
/** The newest tip, with everything that stands at the targets. A glob costs one listing of the tree. */
async function surveyTargets(repository, targets, withinMs) {
	const globs = targets.filter(({ path }) => isGlob(path));
	const literal = targets.filter(({ path }) => !isGlob(path));
	const snapshot = await repository.read([...new Set(literal.flatMap(pathsOf))], withinMs);
	const lost = literal.filter((target) => isLost(snapshot, target));
	if (globs.length === 0) return {
		...snapshot,
		matches: /* @__PURE__ */ new Map(),
		close: await closeToLost(repository, lost, snapshot.tip)
	};
	const files = await repository.list(snapshot.tip);
	const found = new Map(globs.map((target) => [pathKey(target), matched(target, files)]));
	const paths = new Set([...found.values()].flatMap((all) => all.flatMap(pathsOf)));
	const nodes = await repository.nodesAt(snapshot.tip, [...paths]);
	const matches = new Map([...found].map(([glob, all]) => [glob, all.map(({ path }) => path)]));
	const empty = globs.filter((glob) => !matches.get(pathKey(glob))?.length);
	const close = closeTo([...lost, ...empty], files);
	return {
		...snapshot,
		nodes: new Map([...snapshot.nodes, ...nodes]),
		matches,
		close
	};
}
/** Neither there, nor anything around it that its name may be misspelt from. */
const isLost = ({ nodes }, target) => pathsOf(target).every((path) => !nodes.has(path));
/** A guess costs a listing where something is missing, and is worth no failure of its own. */
async function closeToLost(repository, lost, tip) {
	if (lost.length === 0) return void 0;
	return closeTo(lost, await repository.list(tip).catch(() => []));
}
function closeTo(targets, files) {
	return new Map([...Map.groupBy(targets, ({ kind }) => kind)].flatMap(([kind, some]) => {
		const paths = namePaths(kind, files);
		return some.flatMap((target) => {
			const close = isGlob(target.path) ? closePattern(target.path, paths) : closePath(target.path, paths);
			return close === void 0 ? [] : [[pathKey(target), close]];
		});
	}));
}
function matched(target, files) {
	return (target.kind === "kustomize" ? matchOverlays : matchFiles)(target.path, files).map((path) => ({
		...target,
		path
	}));
}
/** What stands at targets, which are no patterns, in a commit that was read. */
async function surveyAt(repository, targets, commit) {
	return {
		tip: commit,
		nodes: await repository.nodesAt(commit, [...new Set(targets.flatMap(pathsOf))]),
		matches: /* @__PURE__ */ new Map()
	};
}
/** The texts of all kustomizations that are named, and not found by a glob, whatever is wrong with them. */
function namedTexts({ nodes }, targets) {
	const texts = targets.filter(({ kind, path }) => kind === "kustomize" && !isGlob(path)).flatMap(({ path }) => [path, ...kustomizationPaths(path)]).flatMap((path) => {
		const node = nodes.get(path);
		return node?.kind === "file" ? [[path, node.text]] : [];
	});
	return new Map(texts);
}
/**
* The targets of an image at this tip, each once.
* @throws StepError OVERLAY_MISSING for a glob that matches nothing.
*/
function chooseTargets(survey, image) {
	const chosen = /* @__PURE__ */ new Map();
	for (const target of image.targets) {
		if (!isGlob(target.path)) {
			chosen.set(targetName(target), {
				target,
				optional: false
			});
			continue;
		}
		const matches = survey.matches.get(pathKey(target));
		if (!matches?.length) return matchesNothing(target, survey);
		for (const path of matches) {
			const one = {
				...target,
				path
			};
			const name = targetName(one);
			if (!chosen.has(name)) chosen.set(name, {
				target: one,
				optional: true
			});
		}
	}
	return [...chosen.values()];
}
function matchesNothing(target, { tip, close: closest }) {
	const { kind, path } = target;
	const close = closest?.get(pathKey(target));
	const meant = close === void 0 ? "" : `. Did you mean "${close}"?`;
	const input = TARGET_INPUTS[kind];
	const isOverlay = kind === "kustomize";
	return fail({
		code: "OVERLAY_MISSING",
		inputs: [input],
		message: `no ${isOverlay ? "kustomization" : "file"} of the config repository matches ${path} at ${tip.slice(0, 12)}${meant}`,
		hint: `Correct the pattern in ${input}: it is matched with ${isOverlay ? "folders that hold a kustomization.yaml" : "files"}, from the root; ** stands for any number of folders.`
	});
}
// src/gitops/arrival.ts
/** What the entries of a proposal will be pulled from other registries than those that are pushed to. */
function expectedBy(proposal, images) {
	return writtenBy(proposal).flatMap(({ replica, image: name }) => {
		const image = images.find((one) => one.name === name);
		return replica && image && isConfirmed(image) ? [{
			image,
			replica
		}] : [];
	});
}
// src/gitops/checks.ts
/** Says a warning once, on however many tips it is found. */
function warnOnce(onWarning) {
	const warned = /* @__PURE__ */ new Set();
	return (warnings) => {
		for (const warning of warnings) {
			if (!warned.has(warning)) onWarning(warning);
			warned.add(warning);
		}
	};
}
/** It is advice: nothing fails for it, and who has cancelled asks for none. */
async function seekAside(proposal, { checks, warn, signal }) {
	try {
		await nextTurn(signal);
		warn(await checks.seek?.(proposal) ?? []);
	} catch (error) {
		if (!signal.aborted) warn([`What overrides the image in Argo CD could not be looked for: ${messageOf(error)}`]);
	}
}
// src/names/replicas.ts
/** Whether ECR fills one registry with the images of the other; that replication is set up, nothing here can know. */
function isReplica(host, of, patterns) {
	const { account, partition, region } = host;
	if (account !== of.account || partition !== of.partition || region === of.region) return false;
	return patterns.some((pattern) => (pattern.account ?? account) === account && import_picomatch.default.isMatch(region, pattern.region));
}
// src/gitops/judge/wanted-values.ts
/** Where an entry is to have the digest of an image that is not built yet; it is never committed. */
const STAND_IN = `sha256:${"0".repeat(64)}`;
/**
* A tag without a digest deploys what the tag says; a digest that stays behind would deploy the old image under the new
* tag (kustomize renders `name:tag@digest`, and container runtimes pull by digest), so it is always set too.
*/
function wantedValues(current, deployment, { pin, replicas }) {
	const { tag, digest } = deployment;
	const address = addressFor(current, deployment, replicas);
	const wantsTag = pin !== "digest" || current.tag !== void 0;
	const wantsDigest = pin !== "tag" || current.digest !== void 0;
	return {
		...address === void 0 || current.image === address ? {} : { image: address },
		...wantsTag ? { tag } : {},
		...wantsDigest ? { digest: digest ?? STAND_IN } : {}
	};
}
/**
* What the entry is to call the image. A host that is another name of the same registry stays: whoever wrote the FIPS or
* the dual-stack one has clusters that can, or may, reach no other. So does that of a replica, which is near to them.
*/
function addressFor({ image }, { repositoryUrl, registry }, { patterns }) {
	if (image === void 0 || repositoryUrl === void 0 || !registry) return void 0;
	const host = meantHost(image, registry);
	if (!host || !(isSameRegistry(host, registry) || isReplica(host, registry, patterns))) return repositoryUrl;
	return `${host.host}${repositoryUrl.slice(registry.host.length)}`;
}
/** The ECR host of an image name, with the account that is meant where a placeholder stands for it. */
function meantHost(image, { account: own }) {
	const host = registryOf(image) ?? "";
	const { account } = splitEcrHost(host) ?? {};
	if (account === void 0 || account === own || !isPlaceholder(account)) return parseEcrHost(host);
	return parseEcrHost(`${own}${host.slice(account.length)}`);
}
/** The registry that an entry of that reference pulls from, where it is not the one that is pushed to. */
function replicaIn(reference, { registry }, { patterns }) {
	const host = parseEcrHost(registryOf(reference) ?? "");
	return host && registry && isReplica(host, registry, patterns) ? host : void 0;
}
/** What the edit pins. */
function pinnedBy({ digest }, image) {
	return digest === void 0 ? void 0 : {
		digest,
		isStandIn: image.digest === void 0
	};
}
// src/gitops/looks.ts
/** A run that finds its images there takes less, and one that builds takes more. */
const NEW_FOR_MS = 3e3;
/** The targets as they were read, and are read again where that was long ago. */
var Looks = class {
	#repository;
	#targets;
	#newForMs;
	#kept;
	constructor(repository, targets, { newForMs = NEW_FOR_MS }) {
		this.#repository = repository;
		this.#targets = targets;
		this.#newForMs = newForMs;
	}
	/** The last one, however long ago it was. */
	async last() {
		return this.#kept?.survey ?? this.#look();
	}
	async current() {
		return this.isOld() ? this.#look() : this.last();
	}
	/** The branch may well have moved since the last one. */
	isOld() {
		return this.#kept === void 0 || performance.now() - this.#kept.at >= this.#newForMs;
	}
	/** The newest, for whoever keeps it; all that is asked of the server has so much time at most. */
	read(withinMs) {
		return surveyTargets(this.#repository, this.#targets, withinMs);
	}
	async #look() {
		const survey = await this.read();
		this.#kept = {
			survey,
			at: performance.now()
		};
		return survey;
	}
};
// src/gitops/message/compare-links.ts
function compareLinks({ image, previous, rollbacks = [] }) {
	const undone = rollbacks.flatMap((one) => one.previous ?? []);
	const base = previous.filter((tag) => !undone.includes(tag)).map(revisionOf).find((revision) => revision !== void 0);
	const head = revisionOf(image.tag);
	const newer = new Set(undone.flatMap((tag) => revisionOf(tag) ?? []));
	return {
		changes: base && head && base !== head ? changesUrl(image.source, base, head) : void 0,
		undoes: [...newer].flatMap((one) => head && one !== head ? [changesUrl(image.source, head, one)] : [])
	};
}
/** Versions are compared by their git tags, which may name a component: `svc-v1.2.3`. */
function changesUrl({ webUrl, versionRef }, base, head) {
	const named = (revision) => versionRef !== void 0 && isExactVersion(revision) ? gitTagLike(versionRef, revision) : revision;
	return `${webUrl}/compare/${named(base)}...${named(head)}`;
}
// src/gitops/message/subject.ts
/** What a commit without a template is called. A rollback comes first: it must not look like a deploy. */
function defaultSubject(deployed) {
	return [deployed.filter(isBack), deployed.filter((one) => !isBack(one))].flatMap((group) => group.slice(0, 1).map((first) => subjectOf(group, verbOf(first)))).join(", ");
}
/** Images of one commit mostly move together: then one line says it for all of them. */
function subjectOf(deployed, verb) {
	const names = deployed.map(({ image }) => image.name);
	const listed = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
	const [move = "", ...otherMoves] = new Set(deployed.map(transition));
	const [tag = "", ...otherTags] = new Set(deployed.map(({ image }) => shortTag(image.tag)));
	const images = otherTags.length === 0 ? `${names.length} images -> ${tag}` : `${names.length} images`;
	const what = otherMoves.length === 0 ? move : images;
	return oneLine(`${verb}(${listed.join(", ")}): ${what}`);
}
/** The line at the head of the facts of one image among several. */
const imageLine = (one) => oneLine(`${verbOf(one)}(${one.image.name}): ${transition(one)}`);
const isBack = ({ rollbacks = [] }) => rollbacks.length > 0;
const verbOf = (one) => isBack(one) ? "rollback" : "deploy";
const transition = (one) => `${shortPrevious(one)} -> ${shortTag(one.image.tag)}`;
// src/gitops/message/message.ts
/**
* Subject, body and trailers; the trailers are the last paragraph, where `git interpret-trailers` looks for them. With
* several images each has a line of its own at the head of its facts, and a group of trailers.
*/
function commitMessage(deployed, origin, template) {
	const filled = template === void 0 ? "" : fill(template, deployed, origin);
	const subject = filled === "" ? defaultSubject(deployed) : filled;
	const bodies = deployed.map((one) => deployed.length > 1 ? `${imageLine(one)}\n${body(one, origin)}` : body(one, origin));
	const common = [`Actor: ${origin.actor}`, `Correlation-Id: ${origin.correlationId}`];
	const trailers = [...deployed.flatMap(imageTrailers), ...common];
	return `${[
		subject,
		...bodies,
		trailers.map(oneLine).join("\n")
	].join("\n\n")}\n`;
}
function body(deployed, { link }) {
	const { image, change, files, elsewhere = [], rollbacks = [] } = deployed;
	const { registry, digest } = image;
	const links = compareLinks(deployed);
	const each = (value) => [...new Set(rollbacks.map(value))];
	return [
		...change ? [`  subject  ${withPullRequest(change)}`] : [],
		...files.map((file) => `  file     ${file}`),
		...[image.repositoryUrl, ...elsewhere].map((name) => `  image    ${name}:${image.tag}`),
		`  digest   ${digest}`,
		`  account  ${registry.account} (${registry.region})`,
		...each(({ reason }) => `  reason   ${reason}`),
		...each(({ hold }) => `  hold     ${hold}`),
		...links.changes === void 0 ? [] : [`  changes  ${links.changes}`],
		...links.undoes.map((url) => `  undoes   ${url}`),
		`  run      ${link}`
	].map(oneLine).join("\n");
}
const withPullRequest = ({ subject, pullRequest }) => pullRequest === void 0 ? subject : `${subject} (${subjectBehind(`${subject} (`, pullRequest)})`;
/** What programs read of an image: the same in a commit and in the text of a pull request. */
function imageTrailers({ image }) {
	return [
		`Source-Repository: ${image.source.name}`,
		...image.commit === void 0 ? [] : [`Source-Commit: ${image.commit}`],
		`Image: ${image.repositoryUrl}:${image.tag}`,
		`Image-Digest: ${image.digest}`
	];
}
// src/gitops/message/change.ts
/** The commit of a proposal. */
async function changeOf(proposal, images, { config, origin, describe }) {
	const message = commitMessage(await deployedIn(proposal, images, describe), origin, config.messageTemplate);
	return {
		files: proposal.files,
		message,
		author: config.author
	};
}
/** The images that a proposal writes, as their commit and their pull request describe them. */
function deployedIn(proposal, images, describe) {
	const written = images.flatMap((image) => writtenImage(image, proposal));
	return Promise.all(written.map(async (one) => ({
		...one,
		change: await describe(one.image)
	})));
}
// src/config-repository/charts.ts
const NAMES = ["Chart.yaml", "Chart.lock"];
const NOTHING$1 = {
	files: /* @__PURE__ */ new Map(),
	notices: /* @__PURE__ */ new Map()
};
/** What edits ask of the charts that they are in, at a tip: one list, and one look at all charts. */
async function raiseCharts(edits, { tree, tip, placeAt }) {
	const files = edits.length > 0 ? await tree.list(tip) : [];
	const charts = files.filter((path) => NAMES.includes(path.slice(path.lastIndexOf("/") + 1)));
	const folders = new Set(charts.map(parentOf));
	if (!edits.some(({ file }) => isBelow(file, folders))) return {
		...NOTHING$1,
		before: /* @__PURE__ */ new Map()
	};
	const nodes = await tree.nodesAt(tip, charts);
	const before = new Map(charts.flatMap((path) => {
		const node = nodes.get(path);
		return node?.kind === "file" ? [[path, node.text]] : [];
	}));
	const place = placeAt(tip);
	const { bumpCharts } = await import("./edit-chart.js").then((n) => n.t);
	const fileAt = (path, text) => ({
		path,
		text,
		place: (line) => place(path, line)
	});
	return {
		...bumpCharts(edits, {
			texts: before,
			files,
			fileAt
		}),
		before
	};
}
function isBelow(file, folders) {
	for (let folder = parentOf(file);; folder = parentOf(folder)) {
		if (folders.has(folder)) return true;
		if (folder === "") return false;
	}
}
// src/gitops/charts.ts
/**
* The proposal with the versions of the charts whose files it edits; on every tip anew, as these files are. An Application
* only names a chart: the values in it are no part of one, wherever that chart is. Helm reads no kustomization.
*/
async function withCharts(proposal, { tree, placeAt }) {
	const { tip, before, files, verdicts } = proposal;
	const written = writtenBy(proposal);
	const raised = await raiseCharts(written.filter(({ kind }) => kind !== "kustomize").map(({ file, previous, reference }) => ({
		file,
		previous,
		tag: splitReference(reference).tag
	})), {
		tree,
		tip,
		placeAt
	});
	const originals = [...raised.files.keys()].map((path) => [path, raised.before.get(path) ?? ""]);
	const said = new Map(raised.files.size > 0 ? raised.notices : noneRaised(written));
	return {
		tip,
		verdicts: verdicts.map((verdict) => noticed$1(verdict, said)),
		before: new Map([...before, ...originals]),
		files: new Map([...files, ...raised.files])
	};
}
/** Who asks for versions to go up, and names files that are part of no chart, may have meant others. */
function noneRaised(written) {
	const paths = [...new Set(written.map(({ file }) => file))];
	const notice = `chart-version: no edited file (${listPaths(paths)}) is part of a chart, so no version goes up.`;
	return paths.slice(0, 1).map((path) => [path, [notice]]);
}
/** Said once, with the first entry of the file. */
function noticed$1(verdict, said) {
	const notices = verdict.outcome === "write" ? said.get(verdict.file) : void 0;
	if (!notices) return verdict;
	said.delete(verdict.file);
	return {
		...verdict,
		notices: [...verdict.notices, ...notices]
	};
}
// src/edit/open-once.ts
/** For one look at a commit: a file is opened once, however many images are looked for in it. */
function openOnce(kindOf) {
	const opened = /* @__PURE__ */ new Map();
	return async (target) => {
		const kind = await kindOf(target);
		const name = `${target.kind} ${target.path}`;
		return {
			...kind,
			open: (file) => {
				const known = opened.get(name);
				if (known?.text === file.text) return known.file;
				const fresh = kind.open(file);
				opened.set(name, {
					text: file.text,
					file: fresh
				});
				return fresh;
			}
		};
	};
}
// src/gitops/judge/one-place.ts
/** Where one place of an image in its file is. */
const placeOf = ({ line, at }) => `${line}:${at}`;
/** The same among all files. */
const placeAmongAll = ({ file, at }) => JSON.stringify([file.path, at]);
/**
* Each place once, however many targets lead to it: `a[0]` and `a[name=web]`, a folder and the file in it, two globs. For
* two images it cannot be, because the later one would take the place of the other.
*/
function onePlaceEach(entries) {
	const judged = [...Map.groupBy(entries, placeAmongAll).values()].map(onePlace);
	const kept = new Set(judged.map(({ entry }) => entry));
	return {
		value: entries.filter((entry) => kept.has(entry)),
		problems: judged.flatMap(({ problems }) => problems)
	};
}
/** Whoever names a place knows whose it is, a pattern does not. */
function onePlace(entries) {
	const entry = entries.find(({ chosen }) => !chosen.optional) ?? entries[0];
	const others = entries.filter(({ image }) => image.name !== entry?.image.name);
	const perImage = [...new Map(others.map((other) => [other.image.name, other])).values()];
	return {
		entry,
		problems: entry ? perImage.map((other) => shared$1(entry, other)) : []
	};
}
function shared$1(one, other) {
	const inputs = [...new Set([one, other].map(({ chosen }) => TARGET_INPUTS[chosen.target.kind]))];
	const { file, line } = one.verdict.place;
	const where = line === void 0 ? file : `${file}:${line}`;
	return {
		code: "INPUT_INVALID",
		inputs: [...inputs, "images"],
		message: `${said$1(one)} and ${said$1(other)} are one place, ${where}`,
		hint: `Keep the target in ${inputs.join(" or ")} of the one image that is deployed there.`,
		configPlace: one.verdict.place
	};
}
const said$1 = ({ chosen, image }) => `${TARGET_INPUTS[chosen.target.kind]} ${targetName(chosen.target)} of ${image.name}`;
// src/gitops/judge/left-beside.ts
/** Says what keeps the old image beside one that gets the new one, once: a pod would run both. */
function sayLeftBeside(entries) {
	const known = new Set(entries.map(placeAmongAll));
	return entries.map((entry) => {
		const { file, judged, verdict } = entry;
		if (judged.outcome !== "write") return entry;
		const left = entry.twins.filter((twin) => {
			const place = placeAmongAll({
				file,
				at: placeOf(twin)
			});
			const isLeft = !known.has(place) && twin.reference !== judged.reference;
			known.add(place);
			return isLeft;
		});
		if (left.length === 0) return entry;
		const notices = [...judged.notices, ...left.map((twin) => said(file.path, twin))];
		return {
			...entry,
			judged: {
				...judged,
				notices
			},
			verdict: {
				...verdict,
				notices
			}
		};
	});
}
const said = (path, { line, what, reference, remedy }) => `${path}:${line}: ${what} has the same image and keeps ${reference}, because it is not named. ${remedy}`;
// src/gitops/judge/target-file.ts
/** @throws StepError where the target has no one file that can be read. */
async function targetFile(survey, target, { kindOf, placeAt, onFile }) {
	await onFile?.();
	const file = locateTarget(survey, target, placeAt(survey.tip));
	return {
		file,
		kind: await kindOf({
			...target,
			path: file.path
		})
	};
}
/** What the file of a target knows the image by. */
const keyOf = ({ key }, { name }) => key ?? name;
// src/gitops/judge/nowhere.ts
/** Nothing but globs, and none of their matches has the entry: a green run would have deployed nothing. */
async function nowhere(survey, { image, matches }, ports) {
	const problem = nowhereAmong(image);
	for (const { target } of matches.slice(0, MOST_OPENED)) {
		const { file, kind } = await targetFile(survey, target, ports);
		const instead = tried$1(() => kind.open(file).absence(keyOf(target, image), image.repositoryUrl));
		if (!instead) continue;
		const isOverlay = target.kind === "kustomize";
		return {
			...problem,
			message: `${problem.message}: ${instead.message}`,
			hint: isOverlay ? problem.hint : `${instead.hint} Or correct the pattern in ${TARGET_INPUTS[target.kind]}.`
		};
	}
	return problem;
}
/** What is wrong with the path in one of them is wrong in the others, too. */
const MOST_OPENED = 5;
/** A file of another kind, or one that cannot be read, says nothing of what is meant. */
function tried$1(work) {
	try {
		return work();
	} catch (error) {
		if (error instanceof StepError) return void 0;
		throw error;
	}
}
function nowhereAmong({ name, targets }) {
	if (targets.filter(({ kind }) => kind !== "kustomize").length === 0) return {
		code: "ENTRY_MISSING",
		inputs: ["name", "overlays"],
		message: `no kustomization that matches ${targets.map(targetName).join(", ")} has an images entry named "${name}"`,
		hint: "Set the input name to the image name in the manifests, correct the pattern in overlays, or add the entry to the overlays that are meant."
	};
	const inputs = [...new Set(targets.map(({ kind }) => TARGET_INPUTS[kind]))];
	return {
		code: "ENTRY_MISSING",
		inputs,
		message: `no file that matches ${targets.map(targetName).join(", ")} has the image ${name} there`,
		hint: `Correct the pattern, or what follows its #, in ${inputs.join(" and ")}; or add it to the files that are meant.`
	};
}
// src/edit/moved-repository.ts
/**
* An entry of the right registry: a notice or a problem when it names another repository there. Whoever names an overlay
* and the image in it knows whose entry that is. A pattern does not, for images of several services may have one name; and
* a path into a file has no name to compare, so one that is mistaken leads to the image of another service.
*/
function movedRepository(named, move) {
	const { where, current, input } = named;
	const { newName, optional, retarget, stated } = move;
	const repository = repositoryOf(current);
	if (repository === repositoryOf(newName)) return {};
	const byName = input === "overlays";
	if (!byName && isPlaceholderRepository(repository)) return { notice: `${where}: the repository "${repository}" is a placeholder and becomes ${repositoryOf(newName)}.` };
	if (retarget || byName && !optional) return { notice: `${where}: moves from ${current} to ${newName}, another repository of the same registry, as ${stated.repository} says.` };
	return optional ? byPattern(named, move) : byPath(named, move);
}
function byPattern({ where, current, place, input }, { newName, stated }) {
	const named = input === "overlays" ? ", or name the overlay without a pattern" : "";
	return {
		code: "ENTRY_REGISTRY",
		message: `${where} names ${current}, another repository than ${newName}, and only a pattern in ${input} leads there`,
		hint: `If the entry is right, correct ${stated.repository}. If it is the image of another service, narrow the pattern in ${input}; if this one moves, set retarget: true for one run${named}.`,
		configPlace: place,
		inputs: [stated.repository]
	};
}
function byPath({ where, current, place, input }, { newName, stated }) {
	return {
		code: "ENTRY_REGISTRY",
		message: `${where} names ${current}, another repository than ${newName}`,
		hint: `If ${where} is the image of another service, correct what follows the # in ${input}, or its file. If the file is right, correct ${stated.repository}; if this image moves, set retarget: true for one run. A placeholder (<repository>), or a place with no repository at all, is filled in without that.`,
		configPlace: place,
		inputs: [input, stated.repository]
	};
}
/** What follows the host of an image name that has one, without a tag or digest behind it. */
const repositoryOf = (name) => splitReference(name.slice(name.indexOf("/") + 1)).name;
// src/edit/registry-difference.ts
/** Names what differs and the input that holds it; where it is one thing, that one alone is spoken of. */
function differentAddress(addresses) {
	const differences = differencesOf(addresses);
	const { where, current, newName, stated, input } = addresses;
	const [only, ...more] = differences;
	if (only && more.length === 0) return {
		...oneDifference(only, addresses),
		inputs: [stated[only.part]]
	};
	const inputs = [...new Set(differences.map(({ part }) => stated[part]))];
	return {
		message: `${where} names ${current}, in ${differences.map((one) => `${one.part} ${one.found}`).join(", ")}, but this step pushes to ${differences.map((one) => `${one.part} ${one.wanted} (${stated[one.part]})`).join(", ")}`,
		hint: `If the entry is right, correct ${inputs.join(" and ")}, or ${input}. If this step is right, retarget: true moves the entry to ${newName}.`
	};
}
function differencesOf({ found, wanted }) {
	return [
		{
			part: "account",
			found: found.registry.account,
			wanted: wanted.registry.account
		},
		{
			part: "region",
			found: found.registry.region,
			wanted: wanted.registry.region
		},
		{
			part: "repository",
			found: found.repository,
			wanted: wanted.repository
		}
	].filter((one) => one.found !== one.wanted);
}
function oneDifference({ part, found, wanted }, { where, current, newName, stated, input: fileInput, ...addresses }) {
	const input = stated[part];
	const fix = correction(part, input, addresses.found);
	return {
		message: `${where} names ${current}, in ${part} ${found}, but this step pushes to ${part} ${wanted}, as ${input} says; ${SAME[part]} are the same`,
		hint: isReplicable(part, addresses) ? `If ECR replicates ${addresses.wanted.repository} to ${found}, list ${addresses.found.registry.host} in the input replicas: the entry keeps its host, and the commit waits until the image is there. If ${input} is wrong, set ${fix}. retarget: true would move the entry to ${newName}, and its cluster would pull from ${wanted}.` : `If the entry is right, set ${fix}. If ${input} is right, correct ${fileInput}, or have the entry moved to ${newName} with retarget: true, after which its cluster pulls from there.`
	};
}
/** ECR replicates to other regions of a partition, under the same name. */
const isReplicable = (part, { found, wanted }) => part === "region" && found.registry.partition === wanted.registry.partition;
const SAME = {
	account: "region and repository",
	region: "account and repository",
	repository: "account and region"
};
/** What to set so that the step pushes to where the entry leads. */
function correction(part, input, { registry, repository }) {
	if (part === "repository") return `${input} to ${repository}`;
	const { host, account, region } = registry;
	const isHost = input.endsWith("registry");
	if (part === "region") return isHost ? `${input} to ${host}` : `the input aws-region to ${region}`;
	const role = `role-to-assume to a role of account ${account}`;
	return isHost ? `${input} to ${host}, and ${role}` : role;
}
// src/edit/registry-guard.ts
/** May this entry be pointed to that registry? A notice when it moves there, a problem when it may not. */
function judgeRegistry(entry, wanted) {
	const elsewhere = entry.shared && judgeShared(entry, entry.shared, wanted);
	if (elsewhere) return elsewhere;
	const { image } = entry.values;
	return image === void 0 ? {} : judgeNamed(entry, image, wanted);
}
function judgeNamed({ file, name, input }, current, wanted) {
	const host = registryOf(current);
	const found = host === void 0 ? void 0 : parseEcrHost(host);
	const where = `${file.path}:${name.line}`;
	const place = file.place(name.line);
	const { registry, replicas, stated, newName } = wanted;
	if (found && (isSameRegistry(found, registry) || isReplica(found, registry, replicas))) return movedRepository({
		where,
		current,
		place,
		input
	}, wanted);
	const parts = host === void 0 ? void 0 : splitEcrHost(host);
	const account = parts?.account ?? malformedAccount(host ?? "");
	if (account !== void 0 && isPlaceholder(account)) {
		const others = `${regionChange(parts?.region, newName)}${repositoryChange(current, newName)}`;
		return { notice: `${where}: the account "${account}" is a placeholder and becomes ${registry.account}${others}.` };
	}
	if (!name.chosen && !found) return {};
	if (wanted.retarget) return { notice: `${where}: moves from ${current} to ${wanted.newName} (retarget).` };
	if (!found) return {
		...foreignRegistry({
			where,
			current,
			input
		}, wanted),
		configPlace: place
	};
	return {
		code: "ENTRY_REGISTRY",
		...differentAddress({
			where,
			current,
			newName,
			stated,
			input,
			found: {
				registry: found,
				repository: repositoryOf(current)
			},
			wanted: {
				registry,
				repository: repositoryOf(newName)
			}
		}),
		configPlace: place
	};
}
function regionChange(region, newName) {
	const next = splitEcrHost(registryOf(newName) ?? "")?.region;
	return region === void 0 || next === region ? "" : `, and the region ${region} becomes ${next}`;
}
function repositoryChange(current, newName) {
	const [from, to] = [repositoryOf(current), repositoryOf(newName)];
	return from === to ? "" : `, and the repository ${from} becomes ${to}`;
}
/** What several images share is none of this one's to change. */
function judgeShared({ file, name, input }, { host, repository, key, line }, { registry, replicas, newName, stated }) {
	const found = parseEcrHost(host);
	const isOurs = found && (isSameRegistry(found, registry) || isReplica(found, registry, replicas));
	if (isOurs && (repository === void 0 || repository === repositoryOf(newName))) return void 0;
	const [what, is, wanted] = repository === void 0 ? [
		"registry",
		host,
		registry.host
	] : [
		"repository",
		`${host}/${repository}`,
		newName
	];
	const pushed = isOurs ? newName : `account ${registry.account}, ${registry.region}`;
	return {
		code: "ENTRY_REGISTRY",
		message: `${file.path}:${name.line} leaves the ${what} to ${key} (${file.path}:${line}), which is ${is}, but this step pushes to ${pushed}`,
		hint: `If this step is right, write ${wanted} at ${file.path}:${line}, where it decides for every image that leaves its ${what} to ${key}, or ${newName} as the repository of this one where its chart takes that. If the file is right, correct ${isOurs ? `${stated.repository} or ${input}` : "role-to-assume, aws-region or registry"}.`,
		configPlace: file.place(line)
	};
}
/** A registry that is none of ECR has neither account nor region to compare. */
function foreignRegistry({ where, current, input }, { newName, registry }) {
	if (input === "helm-values" && current === repositoryOf(newName)) return noRegistry({
		where,
		current
	}, newName);
	return {
		code: "ENTRY_REGISTRY",
		message: `${where} names ${current}, but this step pushes to account ${registry.account}, ${registry.region}`,
		hint: `If the entry is to move to ${newName}, set retarget: true; else correct ${input}.`
	};
}
/** The registry stands in another file of values, such as those of the chart: that one is not read here. */
function noRegistry({ where, current }, newName) {
	const host = registryOf(newName);
	return {
		code: "ENTRY_REGISTRY",
		message: `${where} names ${current} without a registry, and none for all images stands in that file`,
		hint: `Write it in that file as the chart takes it: registry: ${host} beside the repository or, where another file of values has one for all images, that one here, too (global.imageRegistry: ${host}, for example). retarget: true makes the repository ${newName}, for a chart that puts no registry in front.`
	};
}
/** Digits of a wrong number, a template, or a word that asks to be replaced. */
const PLACEHOLDER = /^\d+$|[<{$]|^x+$|^(?=[\w-]*account)[\w-]*$/i;
/**
* The account of a host that is meant as ECR's but is not well-formed: `<account>.dkr.ecr.<region>.amazonaws.com`,
* `${AWS_ACCOUNT_ID}.dkr.ecr...`. Anything else may be a real host of somebody else.
*/
function malformedAccount(host) {
	const account = host.replace(/\.dkr[.-]ecr(?:-fips)?\..*/, "");
	return account !== host && hasEcrSuffix(host) && PLACEHOLDER.test(account) ? account : void 0;
}
// src/gitops/judge/judged-text.ts
/** Whatever the order says. */
const settled = (judged, at) => ({
	question: void 0,
	settle: () => judged,
	at
});
/** What is true of an entry whether or not it is written. */
function factsOf({ place, values, wanted }, image, { replicas }) {
	const named = (one) => ({
		...one,
		image: one.image ?? image.repositoryUrl ?? image.name
	});
	const reference = joinReference(named({
		...values,
		...wanted
	}));
	return {
		image: image.name,
		place,
		previous: values.tag || values.digest,
		deployed: wanted.image === void 0 ? revisionOf(values.tag ?? "") : void 0,
		stands: joinReference(named(values)),
		reference,
		renames: wanted.image === void 0 || !values.image ? void 0 : {
			from: values.image,
			to: wanted.image
		},
		replica: replicaIn(reference, image, replicas),
		pinned: pinnedBy(wanted, image)
	};
}
function heldBy({ line, reason }, { name }, { path }) {
	return {
		outcome: "held",
		notices: [`${path}:${line} holds ${name}${reason ? `: ${reason}` : ""}. Remove the marker there to let deploys through again.`]
	};
}
// src/gitops/judge/judge-entry.ts
/** The verdict on an entry that is there, but for what the order says. @throws StepError when it cannot be written. */
function judgeEntry(entry, sought, policies) {
	const { file, values, hold, line } = entry;
	const { image } = sought;
	const at = placeOf(entry);
	const wanted = wantedValues(values, image, policies);
	const seen = {
		...values,
		image: values.image ?? imageBy(entry, image)
	};
	const facts = factsOf({
		place: file.place(line),
		values: seen,
		wanted
	}, image, policies);
	const stays = {
		...facts,
		text: file.text
	};
	const onHold = hold && {
		...stays,
		...heldBy(hold, image, file)
	};
	if (onHold && policies.onStale !== "write" && !entry.has(wanted)) return settled(onHold, at);
	const notices = [...registryNotices(entry, sought, policies), ...entry.notices];
	const text = entry.edit(wanted);
	if (text === file.text) return settled({
		...stays,
		outcome: "unchanged",
		notices: []
	}, at);
	const where = `${file.path}:${line}`;
	const written = {
		...facts,
		text,
		outcome: "write",
		notices
	};
	return {
		at,
		twins: entry.twins,
		question: {
			deployedTag: facts.previous,
			where
		},
		settle: (decision) => {
			if (!decision.write) return {
				...stays,
				outcome: "superseded",
				notices: [decision.reason]
			};
			if (!decision.rollback) return onHold ?? noticed(written, decision);
			const { holdReason } = policies;
			return {
				...noticed(written, decision),
				text: entry.edit(wanted, holdReason),
				rollback: {
					reason: reasonOf(decision.notice, where),
					hold: holdReason
				}
			};
		}
	};
}
/** What the image is called where the file decides its registry for all of its images. */
function imageBy({ shared }, { repositoryUrl, registry }) {
	if (!shared || !registry || repositoryUrl === void 0) return void 0;
	return `${shared.host}${repositoryUrl.slice(registry.host.length)}`;
}
/** With what the order has to say of it. */
const noticed = (judged, { notice }) => ({
	...judged,
	notices: [...judged.notices, ...notice ? [notice] : []]
});
/** The notice begins with the place, which whoever reads on has before them. */
const reasonOf = (notice, where) => notice.replace(`${where}: `, "");
function registryNotices(entry, { image, optional }, { retarget, replicas }) {
	const { registry, stated } = image;
	const newName = addressFor(entry.values, image, replicas) ?? (entry.shared && image.repositoryUrl);
	if (newName === void 0 || !registry) return [];
	const { patterns } = replicas;
	const verdict = judgeRegistry(entry, {
		registry,
		stated,
		replicas: patterns,
		newName,
		retarget,
		optional
	});
	if ("code" in verdict) throw new StepError([verdict]);
	return verdict.notice === void 0 ? [] : [verdict.notice];
}
// src/edit/line-before.ts
/** Where a line of an edited text stands in the original, when the edit is in one place and the line is not new. */
function lineBefore(line, { original, edited }) {
	const before = original.split("\n");
	const after = edited.split("\n");
	const firstOther = after.findIndex((text, index) => text !== before[index]);
	return firstOther < 0 || line <= firstOther ? line : line - (after.length - before.length);
}
// src/gitops/judge/new-entry.ts
/** The verdict on an entry that is not there, and that create-missing adds. */
function newEntry({ kind, file, opened, key }, image, policies) {
	const values = {
		image: kind.called(key) ?? "",
		tag: void 0,
		digest: void 0
	};
	const wanted = wantedValues(values, image, policies);
	const text = opened.create(key, wanted);
	const facts = {
		...factsOf({
			place: file.place(),
			values,
			wanted
		}, image, policies),
		replica: void 0
	};
	const made = kind.open({
		...file,
		text
	}).find(key);
	const at = `new ${values.image} ${made && placeOf(made)}`;
	const hold = made?.hold;
	if (hold) {
		const line = lineBefore(hold.line, {
			original: file.text,
			edited: text
		});
		return settled({
			...facts,
			text: file.text,
			...heldBy({
				...hold,
				line
			}, image, file)
		}, at);
	}
	return settled({
		...facts,
		text,
		outcome: "write",
		notices: [added(kind.describe(key), image, file)]
	}, at);
}
function added(what, { repositoryUrl }, { path }) {
	return `${path}: ${what} is added${repositoryUrl === void 0 ? "" : `, with ${repositoryUrl}`} (create-missing).`;
}
// src/gitops/judge/seek-entry.ts
/** undefined for an optional file without the entry. @throws StepError when it must not or cannot be written. */
function seekEntry(file, sought, options) {
	if (!sought.optional) return requireEntry(file, sought, options);
	const found = findOptional(options.kind, file, sought.key);
	return found && judgeEntry(found, sought, options.policies);
}
/** The same where the entry is there, or has to be. */
function requireEntry(file, sought, { kind, policies }) {
	const { image, key } = sought;
	const opened = kind.open(file);
	const entry = opened.find(key);
	if (entry) return judgeEntry(entry, sought, policies);
	if (!policies.createMissing) fail(opened.absence(key, image.repositoryUrl));
	return newEntry({
		kind,
		file,
		opened,
		key
	}, image, policies);
}
/** A mistake in a file of somebody else, which only a pattern led to, is none of ours; unless the entry is in it. */
function findOptional(kind, file, key) {
	if (!kind.mayHave(file.text, key)) return void 0;
	try {
		return kind.open(file).find(key);
	} catch (error) {
		if (error instanceof StepError && (isOtherKind(error) || !kind.declares(file.text, key))) return void 0;
		throw error;
	}
}
/** What is no overlay at all has no entry, whatever it has of that name. */
const isOtherKind = ({ code }) => code === "OVERLAY_INVALID";
// src/gitops/judge/judge-images.ts
/** Images judged at once: each asks for comparisons, and GitHub limits what comes at the same time. */
const AT_ONCE$2 = 8;
/**
* Order, registry guard and a trial of the edit for every image and target, on freshly read values. A dozen images that
* stand at commits of their own do not wait for a dozen answers in a row.
*/
async function judgeEach(survey, images, options) {
	const gate = atMost(AT_ONCE$2);
	const look = {
		...options,
		kindOf: openOnce(options.kindOf)
	};
	const { value, problems } = flat(await allOrProblems(images.map((image) => gate(() => judgeImage(survey, image, look)))));
	const places = onePlaceEach(value);
	return {
		value: sayLeftBeside(places.value),
		problems: [...problems, ...places.problems]
	};
}
/** The same. @throws StepError with the problems of all of them together. */
async function judgeAll(survey, images, options) {
	const { value, problems } = await judgeEach(survey, images, options);
	failOnAny(problems);
	return value;
}
async function judgeImage(survey, image, options) {
	const targets = await tried(async () => chooseTargets(survey, image));
	const judged = [];
	for (const chosen of targets.value) judged.push(await tried(() => judgeTarget({
		survey,
		image,
		chosen
	}, options)));
	const { value, problems } = flat([{
		value: [],
		problems: targets.problems
	}, ...judged]);
	if (value.length + problems.length > 0) return {
		value,
		problems
	};
	return {
		value,
		problems: [await nowhere(survey, {
			image,
			matches: targets.value
		}, options)]
	};
}
function flat(all) {
	const { value, problems } = judgedTogether(all);
	return {
		value: value.flat(),
		problems
	};
}
async function tried(work) {
	try {
		return {
			value: await work(),
			problems: []
		};
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		return {
			value: [],
			problems: error.problems
		};
	}
}
/** None where the target is not concerned. */
async function judgeTarget({ survey, image, chosen }, { orders, policies, ...ports }) {
	const { target, optional } = chosen;
	const { file, kind } = await targetFile(survey, target, ports);
	const found = seekEntry(file, {
		image,
		optional,
		key: keyOf(target, image)
	}, {
		kind,
		policies
	});
	if (!found) return [];
	const { question, at, twins = [] } = found;
	const decision = question ? await orders(image.source.name).decide(question.deployedTag, image, question.where) : { write: true };
	const judged = found.settle(decision);
	return [{
		verdict: verdictOf(judged, file, chosen),
		image,
		file,
		chosen,
		decision,
		judged,
		at,
		twins
	}];
}
const verdictOf = ({ text: _text, stands: _stands, ...verdict }, { path }, { target, optional }) => ({
	...verdict,
	kind: target.kind,
	overlay: targetName(target),
	key: keyOf(target, { name: verdict.image }),
	file: path,
	optional
});
// src/gitops/draft.ts
/**
* The proposal of what was judged. Several images may stand in one file: each edit continues where the last one ended.
* `untouched` has why entries stay as they are whatever the order says, by `entryKey`.
*/
async function compose({ tip }, entries, { untouched, ...options }) {
	const before = /* @__PURE__ */ new Map();
	const after = /* @__PURE__ */ new Map();
	const verdicts = [];
	for (const entry of entries) {
		const { file, chosen } = entry;
		const text = after.get(file.path) ?? file.text;
		const judged = text === file.text ? entry.judged : await judgeAgain(entry, text, options);
		const notice = untouched.get(entryKey(entry.verdict));
		const final = notice === void 0 ? judged : leftAlone(judged, text, notice);
		before.set(file.path, file.text);
		after.set(file.path, final.text);
		verdicts.push(verdictOf(final, file, chosen));
	}
	return {
		tip,
		verdicts,
		before,
		files: new Map([...after].filter(([path, text]) => text !== before.get(path)))
	};
}
/**
* In the text that the edits before it have made; what the order says is known. What is said of the entry stays what was
* said of the file as it was read, because nobody can look up a line of a text that is still being written.
*/
async function judgeAgain({ image, file, chosen, decision, judged }, text, { kindOf, policies, onFile }) {
	await onFile?.();
	const options = {
		kind: await kindOf({
			...chosen.target,
			path: file.path
		}),
		policies
	};
	const sought = {
		image,
		optional: chosen.optional,
		key: keyOf(chosen.target, image)
	};
	const again = requireEntry({
		...file,
		text
	}, sought, options).settle(decision);
	return {
		...again.outcome === judged.outcome ? judged : {
			...again,
			place: judged.place
		},
		text: again.text
	};
}
const leftAlone = ({ rollback: _none, ...judged }, text, notice) => ({
	...judged,
	text,
	reference: judged.stands,
	pinned: void 0,
	outcome: "untouched",
	notices: [notice]
});
// src/source/history/revisions.ts
/** Commits and versions of one repository, as image tags name them; each pair is asked for once. */
var Revisions = class {
	#history;
	#tagPrefix;
	#known = /* @__PURE__ */ new Map();
	constructor(history, { tagPrefix = "" }) {
		this.#history = history;
		this.#tagPrefix = tagPrefix;
	}
	/** undefined: one of the two is not in the repository. */
	async compare(base, head) {
		return (await this.#comparison(base, head))?.relation;
	}
	/** undefined: not all of the paths are known, or `head` does not continue `base`. */
	async changes(base, head) {
		if (base === head) return [];
		const comparison = await this.#comparison(base, head);
		return continues(comparison?.relation) ? comparison?.changes() : void 0;
	}
	#comparison(base, head) {
		const pair = `${base}...${head}`;
		const known = this.#known.get(pair) ?? this.#compareNames(base, head);
		this.#known.set(pair, known);
		return known;
	}
	async #compareNames(base, head) {
		for (const baseName of this.#gitNames(base)) for (const headName of this.#gitNames(head)) {
			const relation = await this.#history.compare(baseName, headName);
			if (relation === void 0) continue;
			let changes;
			return {
				relation,
				changes: () => {
					changes ??= this.#history.changes(baseName, headName);
					return changes;
				}
			};
		}
	}
	/** An image tag may have dropped the component or the `v` of its git tag: `1.2.3` for `svc-v1.2.3`. */
	#gitNames(revision) {
		if (!isExactVersion(revision)) return [revision];
		const names = [revision, revision.startsWith("v") ? revision.slice(1) : `v${revision}`];
		return [.../* @__PURE__ */ new Set([...names.map((name) => `${this.#tagPrefix}${name}`), ...names])];
	}
};
// src/gitops/order-problems.ts
function hiddenHistory(wanted, { foreign }) {
	const where = foreign === void 0 ? "" : `, in ${foreign}`;
	if (isExactVersion(wanted)) return hiddenVersion(wanted, where, foreign);
	const otherwise = foreign === void 0 ? "or check out with fetch-depth: 0; for a commit of another repository (a submodule, a second checkout) name that in source-repository" : `correct source-repository if the commit is not from ${foreign}, or set on-diverged to write`;
	return {
		code: "ORDER_UNKNOWN",
		message: `the compare API of GitHub does not find ${short(wanted)}, the commit to deploy${where}`,
		hint: `${accessHint(foreign)}, ${otherwise}.`
	};
}
/** In a monorepo the git tag of a version has a prefix, which only a run of such a tag knows. */
const hiddenVersion = (version, where, foreign) => ({
	code: "ORDER_UNKNOWN",
	message: `the compare API of GitHub does not find a git tag of the version ${version}, which is to be deployed${where}`,
	hint: `If the git tag has a prefix, as svc-${version} has, set the input tag to the full SHA of its commit, or run the workflow from that git tag; or set on-diverged to write. If it is there as it is: ${accessHint(foreign)}.`
});
/** Neither commit leads to the other, and the default branch does not decide. */
function offDefaultBranch(reason, { defaultBranch, foreign }) {
	if (foreign !== void 0) return {
		code: "ORDER_DIVERGED",
		message: `${reason}, and the default branch of ${foreign} is not known to this run`,
		hint: "Set on-diverged to write if this commit should replace it, or to skip or fail: default-branch decides only for the repository of the run."
	};
	return {
		code: "ORDER_DIVERGED",
		message: `${reason}, and the new commit is not on ${defaultBranch ?? "a known default branch"}`,
		hint: "Merge the commit to the default branch first, or set on-diverged to write. After a force-push, run again from the default branch."
	};
}
// src/gitops/order.ts
/** For what is only looked at: every commit may follow every other one, and nobody is asked. */
const UNORDERED = {
	decide: async () => ({ write: true }),
	changesSince: async () => void 0,
	continues: async () => false
};
/** Decides whether the wanted tag may replace the deployed one, by the history of one service repository. */
var Order = class {
	#revisions;
	#policies;
	#refs;
	constructor(history, policies, refs) {
		this.#revisions = new Revisions(history, refs);
		this.#policies = policies;
		this.#refs = refs;
	}
	/**
	* `deployedTag` is what the overlay holds now (a digest, when that is all it holds).
	* @throws StepError ORDER_STALE, ORDER_DIVERGED or ORDER_UNKNOWN.
	*/
	async decide(deployedTag, image, where) {
		if (deployedTag === void 0) return { write: true };
		const deployed = revisionOf(deployedTag);
		const wanted = wantedRevision(image);
		if (deployed === void 0 || wanted === void 0) return {
			write: true,
			notice: `${where}: "${deployedTag}" names no commit, so its order is unknown; written.`
		};
		if (deployed === wanted) return { write: true };
		switch (await this.#revisions.compare(deployed, wanted)) {
			case "ahead":
			case "identical": return { write: true };
			case "behind": return this.#stale(deployed, wanted, where);
			case "diverged": return this.#diverged({
				deployed,
				wanted,
				where,
				relation: "have diverged"
			});
			case void 0: return this.#diverged({
				hidden: await this.#isHidden(wanted),
				deployed,
				wanted,
				where,
				relation: "cannot be compared (one is not in the repository)"
			});
		}
	}
	/** The paths that differ between what is deployed and the image; undefined where they are not all known. */
	async changesSince(deployed, image) {
		const wanted = wantedRevision(image);
		return wanted === void 0 ? void 0 : this.#revisions.changes(deployed, wanted);
	}
	/** Whether the commit of the second tag is that of the first, or continues it; not where that is not to be found out. */
	async continues(older, newer) {
		const [base, head] = [revisionOf(older), revisionOf(newer)];
		if (base === void 0 || head === void 0) return older === newer;
		return base === head || continues(await this.#revisions.compare(base, head));
	}
	#stale(deployed, wanted, where) {
		const reason = `${where}: ${short(deployed)} is deployed and newer than ${short(wanted)}`;
		switch (this.#policies.onStale) {
			case "skip": return {
				write: false,
				reason
			};
			case "write": return {
				write: true,
				rollback: true,
				notice: `${reason}; rolled back, as on-stale says.`
			};
			case "fail": return fail({
				code: "ORDER_STALE",
				message: reason,
				hint: "Deploy a newer commit; on-stale: skip ends green instead, and on-stale: write rolls back."
			});
		}
	}
	async #diverged({ deployed, wanted, ...found }) {
		const reason = `${found.where}: ${short(deployed)} (deployed) and ${short(wanted)} ${found.relation}`;
		if (this.#policies.onDiverged === "write") return this.#writeOver(`${reason}; written, as on-diverged says.`);
		if (found.hidden) return fail(hiddenHistory(wanted, this.#refs));
		switch (this.#policies.onDiverged) {
			case "skip": return {
				write: false,
				reason
			};
			case "fail": return fail({
				code: "ORDER_DIVERGED",
				message: reason,
				hint: "Set on-diverged to write if this commit should replace it."
			});
			case "default-branch": return this.#overIfOnDefaultBranch(wanted, reason);
		}
	}
	async #overIfOnDefaultBranch(wanted, reason) {
		const { defaultBranch } = this.#refs;
		const isOn = await this.#isOnDefaultBranch(wanted);
		if (isOn) return this.#writeOver(`${reason}; written, because the new commit is on ${defaultBranch}.`);
		if (isOn === void 0) return fail(hiddenHistory(wanted, this.#refs));
		return fail(offDefaultBranch(reason, this.#refs));
	}
	/** Who may roll back and goes to a commit that the deployed one does not lead to, goes back as well. */
	#writeOver(notice) {
		return this.#policies.onStale === "write" ? {
			write: true,
			notice,
			rollback: true
		} : {
			write: true,
			notice
		};
	}
	/** GitHub answers 404 to a token without `contents: read` as well: then the commit to deploy is not found either. */
	async #isHidden(wanted) {
		const { defaultBranch, foreign } = this.#refs;
		const beside = defaultBranch ?? (foreign === void 0 ? void 0 : wanted);
		return beside !== void 0 && !await this.#revisions.compare(wanted, beside);
	}
	/** undefined: the history of the branch is not to be seen. */
	async #isOnDefaultBranch(commit) {
		if (this.#refs.defaultBranch === void 0) return false;
		const relation = await this.#revisions.compare(commit, this.#refs.defaultBranch);
		return relation && continues(relation);
	}
};
const wantedRevision = ({ commit, tag }) => commit ?? revisionOf(tag);
// src/gitops/untouched.ts
/**
* The images none of whose paths changed since the commits that all their overlays hold, judged on verdicts
* that would write them. What is not known for certain counts as a change: at worst an image is built for nothing.
*
* `decided` are those of an earlier look, by which the others were built: no other image is left alone later. They
* are judged again, because somebody may have written another tag since. A newer commit or a hold is not ours to
* write over then either; a commit whose paths differ is, so the image is no longer among those that are found.
*/
async function findUntouched(verdicts, images, { orders, decided }) {
	const found = /* @__PURE__ */ new Set();
	const notices = /* @__PURE__ */ new Map();
	const needed = [];
	for (const image of images.filter(({ name, paths }) => decided?.has(name) ?? paths.length > 0)) {
		const own = verdicts.filter((verdict) => verdict.image === image.name);
		const writes = own.filter(({ outcome }) => outcome === "write");
		const neededAt = await needing(image, decided ? writes : deciding(own), orders);
		needed.push(...neededAt);
		if (neededAt.length > 0) continue;
		found.add(image.name);
		for (const verdict of writes) notices.set(entryKey(verdict), notice(verdict, image));
	}
	return {
		images: found,
		notices,
		needed
	};
}
/** The one tag that all overlays of an image hold; undefined where they differ. */
function deployedTag({ verdicts }, image) {
	const tags = new Set(verdicts.filter((verdict) => verdict.image === image).map(({ previous }) => previous));
	const [tag] = tags;
	return tags.size === 1 ? tag : void 0;
}
/** What is held is not written in any case, so it decides only where nothing else is there to decide. */
function deciding(verdicts) {
	const free = verdicts.filter(({ outcome }) => outcome !== "held");
	return free.length > 0 ? free : verdicts;
}
async function needing(image, verdicts, orders) {
	const needed = [];
	for (const verdict of verdicts) if (!await staysAsItIs(image, verdict, orders)) needed.push({
		image,
		verdict
	});
	return needed;
}
/** An image that was left alone, in an overlay that now needs it: it was not built, so there is nothing to write. */
function overtaken({ image, verdict }) {
	const { file, place, previous = "no tag" } = verdict;
	return {
		code: "CONFIG_CONTENTION",
		message: `${placeName$1(file, place)}: another writer changed this entry during this run (it has ${short(previous)} now), so that it needs ${image.name}, which was not built because nothing under ${listPaths(image.paths)} had changed`,
		hint: `Run the job again: it builds ${image.name}, and reuses every image that is in the registry.`,
		configPlace: place
	};
}
async function staysAsItIs(image, { outcome, deployed }, orders) {
	if (outcome === "unchanged") return true;
	if (deployed === void 0 || deployed === image.commit) return false;
	const changed = await changesSince(deployed, image, orders);
	return changed !== void 0 && !touches(image.paths, changed);
}
async function changesSince(deployed, image, orders) {
	try {
		return await orders(image.source.name).changesSince(deployed, image);
	} catch (error) {
		if (error instanceof StepError) return void 0;
		throw error;
	}
}
function notice({ file, place, deployed = "" }, { paths }) {
	return `${placeName$1(file, place)}: nothing under ${listPaths(paths)} changed since ${short(deployed)}`;
}
const placeName$1 = (file, { line }) => line === void 0 ? file : `${file}:${line}`;
// src/gitops/proposer.ts
/** Judges images on a tip, and makes the proposal of it. */
var Proposer = class {
	#with;
	#judge;
	/** Images that stay as they are deployed, because nothing under their paths changed; decided once, at the first look. */
	#untouched;
	constructor(options) {
		this.#with = options;
		const { config, origin, kindOf, orders, signal } = options;
		this.#judge = {
			policies: {
				...config,
				holdReason: `rolled back by ${origin.actor}, ${origin.link}`
			},
			kindOf,
			orders,
			placeAt: (tip) => placeIn(config.remote, tip),
			onFile: () => nextTurn(signal)
		};
	}
	/** What can be proposed, beside all that is wrong with the rest. */
	async proposeAllowed(survey, images) {
		const { value, problems } = await judgeEach(survey, images, this.#judge);
		return {
			...await this.#compose(survey, value, images),
			problems
		};
	}
	/** @throws StepError with all that is wrong. */
	async propose(survey, images) {
		return this.#compose(survey, await judgeAll(survey, images, this.#judge), images);
	}
	/** What the entries that a proposal writes would become at another commit, which was read. */
	async proposeAt(commit, proposal, images) {
		const judge = this.#judge;
		const [survey, entries] = await this.#judgeAt(commit, writtenBy(proposal), {
			images,
			judge
		});
		return compose(survey, entries, {
			...judge,
			untouched: /* @__PURE__ */ new Map()
		});
	}
	/** What these entries are there, whatever the order says. */
	async lookAt(commit, verdicts, images) {
		const judge = {
			...this.#judge,
			orders: () => UNORDERED
		};
		const [, entries] = await this.#judgeAt(commit, verdicts, {
			images,
			judge
		});
		return entries.map(({ verdict }) => verdict);
	}
	/** Only these entries: the rest of another branch is not ours to judge. */
	async #judgeAt(commit, verdicts, { images, judge }) {
		const targetsOf = ({ name }) => verdicts.filter(({ image }) => image === name).map(targetOf);
		const concerned = images.map((image) => ({
			...image,
			targets: targetsOf(image)
		})).filter(({ targets }) => targets.length > 0);
		const survey = await surveyAt(this.#with.repository, verdicts.map(targetOf), commit);
		return [survey, await judgeAll(survey, concerned, judge)];
	}
	async #compose(survey, entries, images) {
		const verdicts = entries.map(({ verdict }) => verdict);
		const { orders } = this.#judge;
		const { needed, notices, ...found } = await findUntouched(verdicts, images, {
			orders,
			decided: this.#untouched
		});
		this.#untouched ??= found.images;
		const composed = await compose(survey, entries, {
			...this.#judge,
			untouched: notices
		});
		const { config, repository } = this.#with;
		const options = {
			...this.#judge,
			tree: repository
		};
		return {
			proposal: config.chartVersion === "patch" ? await withCharts(composed, options) : composed,
			untouched: this.#untouched,
			needed
		};
	}
};
// src/gitops/bump.ts
/** The images of this step in the targets of the config repository: tried first, then written in one commit. */
var Bump = class {
	#images;
	#targets;
	#with;
	#proposer;
	#warn;
	#looks;
	/** What preflight would have written. */
	#tried;
	#seeking;
	constructor(images, options) {
		this.#images = images;
		const targets = images.flatMap((image) => image.targets);
		this.#targets = [...new Map(targets.map((one) => [`${one.kind} ${one.path}`, one])).values()];
		this.#with = options;
		this.#looks = new Looks(options.repository, this.#targets, options);
		this.#warn = warnOnce(options.onWarning);
		this.#proposer = new Proposer(options);
	}
	/**
	* Fails for everything that would fail after the build, and warns of what is not wrong enough to fail. Returns the
	* names of the images that need no build, because nothing under their paths changed since they were deployed.
	*/
	async preflight() {
		const survey = await this.#looks.current();
		const { proposal, untouched, problems } = await this.#proposer.proposeAllowed(survey, this.#images);
		this.#tried = proposal;
		this.#with.onProposal?.(proposal);
		const named = problems.length > 0 ? namedTexts(survey, this.#targets) : [];
		const { failure } = await settle([
			throwAny(problems),
			this.#examine(proposal, new Map(named)),
			Promise.resolve(this.#with.delivery.foresee?.(proposal))
		]);
		this.#seeking = seekAside(proposal, {
			...this.#with,
			warn: this.#warn
		});
		if (failure) throw failure;
		return new Map([...untouched].map((name) => [name, deployedTag(proposal, name)]));
	}
	/** Ends when nothing is searched for any more. */
	async sought() {
		await this.#seeking;
	}
	/** @param named Texts that people should know of besides those that are edited. */
	async #examine(proposal, named) {
		const { checks } = this.#with;
		this.#warn(await checks.advise({
			...proposal,
			before: new Map([...named, ...proposal.before])
		}));
		this.#warn(await checks.render(proposal));
	}
	/** Order and edits on the tip as it is now. */
	async tryOut(digests) {
		const { delivery } = this.#with;
		const survey = await this.#looks.current();
		const images = this.#known(digests);
		const propose = async (tip) => (await this.#proposer.propose(tip, images)).proposal;
		if (!delivery.rehearse) return propose(survey);
		const named = images.map((image) => ({
			...image,
			digest: image.digest ?? STAND_IN
		}));
		return (await delivery.rehearse({
			...this.#changeIn(survey, named),
			propose
		})).proposal;
	}
	/** One commit for all images and targets, or none when everything is there already. */
	async commit(digests) {
		const { checks, delivery } = this.#with;
		const images = this.#known(digests);
		const first = await this.#looks.last();
		if (this.#tried) await this.#arrive(this.#tried, images);
		return delivery.deliver({
			...this.#changeIn(first, images),
			propose: async (survey) => {
				const { proposal, needed } = await this.#proposer.propose(survey, images);
				failOnAny(needed.filter(({ image }) => image.digest === void 0).map(overtaken));
				await this.#arrive(proposal, images);
				this.#warn(await checks.render(proposal));
				return proposal;
			}
		});
	}
	/** All of it but the decision on the base. */
	#changeIn(first, images) {
		return {
			first,
			firstIsOld: this.#looks.isOld(),
			read: (withinMs) => this.#looks.read(withinMs),
			proposeAt: (commit, proposal) => this.#proposer.proposeAt(commit, proposal, images),
			lookAt: (commit, verdicts) => this.#proposer.lookAt(commit, verdicts, images),
			continues: (name, older, newer) => this.#continues(name, older, newer),
			changeOf: (proposal) => changeOf(proposal, images, this.#with),
			images
		};
	}
	async #continues(name, older, newer) {
		const image = this.#images.find((one) => one.name === name);
		if (!image || older === void 0 || newer === void 0) return false;
		return this.#with.orders(image.source.name).continues(older, newer);
	}
	async #arrive(proposal, images) {
		const expected = expectedBy(proposal, images);
		if (expected.length > 0) await this.#with.arrive?.(expected);
	}
	#known(digests) {
		return this.#images.map((image) => ({
			...image,
			digest: digests.get(image.name)
		}));
	}
};
async function throwAny(problems) {
	failOnAny(problems);
}
// src/gitops/first-proposal.ts
/**
* Of an old snapshot only a change counts: its push is taken on that very tip, or not at all. That nothing is to be
* done, or that something must not be done, has to be true of the branch as it is.
*/
async function proposeFirst(first, left, { firstIsOld = false, propose, read, signal }) {
	if (!firstIsOld) return {
		proposal: await propose(first),
		isOld: false
	};
	const proposal = await propose(first).catch((error) => {
		if (!(error instanceof StepError)) throw error;
	});
	if (proposal && proposal.files.size > 0) return {
		proposal,
		isOld: true
	};
	signal.throwIfAborted();
	return {
		proposal: await propose(await read(left())),
		isOld: false
	};
}
// src/gitops/write-failures.ts
const NOTHING_LOST = "Nothing was lost: the images are in the registry, so re-running the job only commits.";
/** The time is up. */
function contended(attempts, budgetMs, { reason, unanswered }) {
	const cause = unanswered ? "If it stays, look at the status of the git host." : "If it happens often, look for a writer that pushes in a loop.";
	return fail({
		code: "CONFIG_CONTENTION",
		message: `the commit did not land in ${attempts} attempts within ${Math.round(budgetMs / 1e3)} s; the last one: ${reason}`,
		hint: `${NOTHING_LOST} ${cause}`
	});
}
/** Nobody else writes, so this is no contention, and waiting longer changes nothing. */
function stuck(attempts, { reason, unanswered }) {
	return fail({
		code: unanswered ? "CONFIG_UNREACHABLE" : "CONFIG_REFUSED",
		message: `the config repository did not take the commit ${attempts} times in a row, though the branch did not move; the last time: ${reason}`,
		hint: `${NOTHING_LOST} Look at the status of the git host; on a server of your own, let its administrator look for what stops every push: a lock that was left beside the branch, or a broken or replaced object (git fsck, refs/replace).`
	});
}
// src/gitops/write.ts
/** A burst of writers needs time, not a count: with 20 of them the unluckiest needs 9 attempts. */
const BUDGET_MS = 3e5;
/**
* Pushes in a row that a server does not take though the branch did not move: over a minute, so that an outage passes,
* and far above what writers do to each other, one of whom always lands.
*/
const MOST_AT_ONE_TIP = 20;
/** For the last look at the branch, when the budget has ended on a push that may have landed. */
const LAST_LOOK_MS = 15e3;
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 1e4;
/**
* Read the tip, decide, edit, commit on exactly that tip; whoever loses the race starts again from the new tip, so a
* change of others is never overwritten and never rebased. Begins with a snapshot that may be old: a commit on an old
* tip is lost, not wrong (docs/adr/0014).
*/
async function writeUntilLanded(first, steps) {
	const { budgetMs = BUDGET_MS, mostAtOneTip = MOST_AT_ONE_TIP } = steps;
	const deadline = performance.now() + budgetMs;
	const left = () => deadline - performance.now();
	const pushed = [];
	let lost;
	const end = async (last) => await unansweredPush(pushed, steps) ?? contended(pushed.length, budgetMs, last);
	let { proposal, isOld } = await proposeFirst(first, left, steps);
	for (let attempts = 1;; attempts += 1) {
		if (proposal.files.size === 0) return await ownPush(pushed, steps) ?? {
			kind: "nothing-to-do",
			proposal,
			commit: void 0,
			attempts
		};
		if (lost && left() < 0) return end(lost);
		const outcome = await steps.commit(proposal, left());
		if (outcome.landed) return {
			kind: "pushed",
			proposal,
			commit: outcome.commit,
			attempts
		};
		lost = outcome;
		const { commit: id, unanswered, unsent } = lost;
		const attempt = {
			proposal,
			attempts,
			id,
			unanswered,
			unsent
		};
		pushed.push(attempt);
		const delay = delayAfter(attempt, isOld);
		if (delay > left()) return end(lost);
		steps.onLost?.(lost.reason);
		await setTimeout(delay, void 0, { signal: steps.signal });
		const snapshot = await steps.read(left());
		const landed = await landedMeanwhile(pushed, snapshot.tip, steps);
		if (landed) return landed;
		if (pushesAt(snapshot.tip, pushed) >= mostAtOneTip) stuck(mostAtOneTip, lost);
		proposal = await steps.propose(snapshot);
		isOld = false;
	}
}
/** That the branch has left a tip which was read long ago is no sign of a crowd. */
const delayAfter = ({ attempts, unsent }, isOld) => isOld && unsent ? 0 : fullJitter(attempts - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS);
/** The pushes since the branch last moved. */
const pushesAt = (tip, pushed) => pushed.length - 1 - pushed.findLastIndex(({ proposal }) => proposal.tip !== tip);
/** Before anything is written again: what somebody has put on top of our own commit, a revert too, must stay. */
async function landedMeanwhile(pushed, tip, steps) {
	const atTip = pushed.find(({ id }) => id === tip);
	if (atTip) return pushedAs(tip, atTip);
	return pushed.at(-1)?.proposal.tip !== tip ? unansweredPush(pushed, steps) : void 0;
}
/** A push without an answer may still land while the next one is on its way. */
async function unansweredPush(pushed, steps) {
	return pushed.some(({ unanswered }) => unanswered) ? ownPush(pushed, steps) : void 0;
}
/**
* Nothing is left to do: a push of ours may have landed whose answer was lost, or which the transport sent a second
* time and lost against itself. That the values are there does not say so: another run may have written the same.
*/
async function ownPush(pushed, { landed }) {
	const sent = pushed.filter(({ unsent }) => !unsent);
	if (sent.length === 0) return void 0;
	const own = await landed(sent, LAST_LOOK_MS);
	return own && pushedAs(own.id, own);
}
const pushedAs = (commit, { proposal, attempts }) => ({
	kind: "pushed",
	proposal,
	commit,
	attempts
});
// src/gitops/push.ts
/** Commits to the base branch itself: what must not have moved is the tip that the proposal was judged on. */
function pushDelivery(repository, options) {
	return {
		foresee: async ({ tip, files }) => repository.foresee?.(tip, files),
		deliver: ({ first, changeOf, ...looks }) => writeUntilLanded(first, {
			...looks,
			...options,
			commit: async (proposal, withinMs) => repository.commit(proposal.tip, await changeOf(proposal), withinMs),
			landed: async (attempts, withinMs) => {
				const messageOf = async ({ proposal }) => (await changeOf(proposal)).message;
				const sent = attempts.map(async (one) => ({
					...one,
					message: await messageOf(one)
				}));
				return repository.landed(await Promise.all(sent), withinMs);
			}
		})
	};
}
// src/source/messages.ts
/** A message is no reason to wait for a git that hangs, nor one to keep what nobody reads. */
const LIMITS = {
	timeoutMs: 5e3,
	mostOutput: 65536
};
/**
* As the event has it, which costs nothing. Where it has none, as that of a dispatch, git is asked for it in the checkout,
* once: so this is asked only when something is to be committed.
*/
function commitMessages(source, { folder, ...asking }) {
	const asked = /* @__PURE__ */ new Map();
	return async (commit, repository) => {
		const known = source.messages.get(commit);
		if (known !== void 0) return known;
		const [at] = [...source.checkouts].find(([, { head }]) => head === commit) ?? [];
		const own = isOwnRepository(repository, source) ? folder : void 0;
		const answer = asked.get(commit) ?? messageIn(at ?? own, commit, asking);
		asked.set(commit, answer);
		return answer;
	};
}
async function messageIn(folder, commit, { signal, ...asking }) {
	if (folder === void 0) return void 0;
	const show = [
		"show",
		"-s",
		"--format=%B",
		`${commit}^{commit}`
	];
	try {
		const result = await Repository.around(folder, asking)?.ask(show, {
			signal,
			...LIMITS
		});
		return result?.exitCode === 0 ? result.stdout : void 0;
	} catch {
		return;
	}
}
// src/doors/deploy/deployment.ts
/** What an image of the step is to the overlays; its digest is not known before it is confirmed. */
function wantedImage(image, source) {
	const { repositoryUrl, access } = image;
	const { registry } = access;
	return {
		...wanted({
			...image,
			registry
		}, source),
		repositoryUrl,
		registry
	};
}
/** The same where the overlays are only looked at: nothing is built, so no change to its sources is asked for. */
const inspectedImage = (image, source) => wanted({
	...image,
	paths: []
}, source);
function wanted(image, source) {
	const { name, repository, tag, commit, targets, paths, registry, stated, sourceRepository } = image;
	return {
		name,
		repositoryUrl: registry && `${registry.host}/${repository}`,
		tag,
		digest: void 0,
		registry,
		stated,
		commit,
		source: {
			name: sourceRepository,
			webUrl: `${source.serverUrl}/${sourceRepository}`,
			versionRef: isOwnRepository(sourceRepository, source) ? source.ref : void 0
		},
		targets,
		paths
	};
}
/** The run, as the config repository and its readers know it. */
function originOf(source) {
	const { repository, actor, runId, runAttempt } = source;
	return {
		repository,
		actor,
		link: runUrl(source),
		correlationId: `gh-${runId}-${runAttempt}`
	};
}
// src/render/manifests/manifests.ts
var import_dist = require_dist();
/** Kubernetes refuses objects above 1.5 MiB, so nobody can deploy a larger one. */
const LARGEST_MANIFEST = 2097152;
/** In the output of kustomize, only the line between two objects begins with `---`. */
function splitManifests(rendered) {
	return rendered.split(/^---.*$/m).map((text) => {
		let parsed;
		return {
			text,
			content() {
				parsed ??= { content: parse(text) };
				return parsed.content;
			}
		};
	});
}
/** undefined for what is no YAML that can be read in a moment. */
function parse(text) {
	if (text.length > LARGEST_MANIFEST) return void 0;
	try {
		const document = (0, import_dist.parseDocument)(text, {
			prettyErrors: false,
			logLevel: "silent",
			uniqueKeys: false
		});
		if (document.errors.length > 0 || readingFault(document.contents) !== void 0) return void 0;
		return document.toJS({ maxAliasCount: 100 });
	} catch {
		return;
	}
}
function leavesOf(content) {
	const leaves = [];
	const open = [{
		path: [],
		value: content
	}];
	for (let next = open.pop(); next; next = open.pop()) {
		const { path, value } = next;
		const items = Array.isArray(value) ? value.entries() : isRecord(value) ? Object.entries(value) : void 0;
		if (!items) leaves.push(next);
		else for (const [key, held] of items) open.push({
			path: [...path, key],
			value: held
		});
	}
	return leaves.toReversed();
}
/** `Deployment web`. */
function nameOf(content) {
	const { kind, metadata } = isRecord(content) ? content : {};
	const name = isRecord(metadata) ? metadata.name : void 0;
	return {
		kind: String(kind ?? "object"),
		name: String(name ?? "")
	};
}
/** Anchors and aliases of a document that is only read: the library goes through all of them for each alias. */
const MOST_NAMED = 5e3;
/**
* What a document that is only read must not have: keys that stand there twice (the library would compare each key with
* every other one), and more aliases than can be followed.
*/
function readingFault(root) {
	let named = 0;
	const visit = (node) => {
		if ((0, import_dist.isAlias)(node) || (0, import_dist.isNode)(node) && node.anchor !== void 0) named += 1;
		if (named > MOST_NAMED) return `it has more than ${MOST_NAMED} anchors and aliases`;
		if ((0, import_dist.isPair)(node)) return visit(node.key) ?? visit(node.value);
		if (!(0, import_dist.isMap)(node) && !(0, import_dist.isSeq)(node)) return void 0;
		return ((0, import_dist.isMap)(node) ? duplicateAmong(node.items)?.message : void 0) ?? firstOf(node.items, visit);
	};
	return visit(root);
}
function firstOf(items, find) {
	for (const item of items) {
		const found = find(item);
		if (found !== void 0) return found;
	}
}
// src/render/manifests/images.ts
/** Lists that the transformer looks for at any depth (kustomize api, filters/imagetag/legacy.go). */
const CONTAINER_LISTS = /* @__PURE__ */ new Set(["containers", "initContainers"]);
/** What kustomize makes of an entry; before kustomize#4406 the tag was left out beside a digest. */
function acceptedReferences(reference) {
	const [, name, digest] = /^([^@]+):[^:/@]+(@.+)$/.exec(reference) ?? [];
	return name === void 0 ? [reference] : [reference, `${name}${digest}`];
}
/** Objects whose texts are documents of their own, not fields that somebody acts on. */
const HOLDS_TEXTS = /^kind: (?:ConfigMap|Secret)$/m;
/**
* Whether a field of any object is one of the references. `replacements` and `vars` may make a part of another value of
* it (`--image=name:tag`), or carry on the tag alone (`spec.image.tag`).
*/
function hasImage(manifests, references) {
	const wanted = new Set(references);
	const parts = [...references, ...tagsOf(references)];
	return manifests.some(({ text, content }) => {
		if (!parts.some((part) => text.includes(part))) return false;
		if (leavesOf(content()).some(({ value }) => wanted.has(value))) return true;
		return !HOLDS_TEXTS.test(text) && leavesOf(content()).some((leaf) => holdsPart(leaf, references));
	});
}
function holdsPart({ path, value }, references) {
	if (typeof value !== "string") return false;
	if (references.some((reference) => holdsWhole(value, reference))) return true;
	return /tag$/i.test(String(path.at(-1))) && tagsOf(references).includes(value);
}
/** As a word of its own: `web:1.2` is no part of `web:1.2.3`. */
function holdsWhole(value, reference) {
	const [before = "", ...rest] = value.split(reference);
	const [after] = rest;
	return after !== void 0 && !/[\w./:@-]$/.test(before) && !/^[\w.:@-]/.test(after);
}
const tagsOf = (references) => references.flatMap((reference) => /^[^@]+:([^:/@]+)(?:@|$)/.exec(reference)?.[1] ?? []);
/** Fields that still hold the name of the entry, though every container of that name was changed. */
function unreachedFields(manifests, name, references) {
	const known = new Set(references);
	const isOurs = (value) => typeof value === "string" && imageName(value) === name && !known.has(value);
	return imageManifests(manifests, name).flatMap(({ content }) => leavesOf(content()).filter(({ path, value }) => isOurs(value) && isImageKey(path) && !isContainerImage(path)).map(({ path }) => ({
		...nameOf(content()),
		path
	})));
}
/** The names of all images of containers, without tag and digest. */
function containerNames(manifests) {
	const names = imageManifests(manifests).flatMap(({ content }) => leavesOf(content()).flatMap(({ path, value }) => isContainerImage(path) && typeof value === "string" && value !== "" ? [imageName(value)] : []));
	return [...new Set(names)].toSorted();
}
/** Containers whose image is there, but null or empty. */
function emptyContainers(manifests) {
	return imageManifests(manifests).flatMap(({ content }) => leavesOf(content()).filter(({ path, value }) => isContainerImage(path) && (value === null || value === "")).map(({ path }) => ({
		...nameOf(content()),
		container: containerAt(content(), path)
	})));
}
/** Fields in no list of containers whose image is there, but null or empty: no entry matches them, nor reaches them. */
function emptyFields(manifests) {
	return imageManifests(manifests).flatMap(({ content }) => leavesOf(content()).filter(({ path, value }) => path.at(-1) === "image" && (value === null || value === "")).filter(({ path }) => !isContainerImage(path)).map(({ path }) => ({
		...nameOf(content()),
		path
	})));
}
/** `web` for `web`, `web:1`, `web@sha256:...` and `web:1@sha256:...`. */
function imageName(reference) {
	const [tagged = ""] = reference.split("@");
	return tagged.replace(/:[^:/]*$/, "");
}
/** Objects that may say something of images; the schema in a definition of them looks like one and is none. */
function imageManifests(manifests, name = "") {
	return manifests.filter(({ text }) => text.includes(name) && /image(?:Name)?["']?:/i.test(text) && !/^kind: CustomResourceDefinition$/m.test(text));
}
/**
* `image` and `runnerImage`, CloudNativePG's `imageName`, and the `reference` of an image volume (Kubernetes,
* `ImageVolumeSource`) or of what others model on it.
*/
function isImageKey(path) {
	const key = String(path.at(-1));
	return /^image(?:Name)?$|Image$/.test(key) || key === "reference" && /^image$|Image$/.test(String(path.at(-2)));
}
const isContainerImage = (path) => path.at(-1) === "image" && typeof path.at(-2) === "number" && CONTAINER_LISTS.has(String(path.at(-3)));
function containerAt(content, path) {
	const { name } = path.slice(0, -1).reduce((value, key) => value[key], content);
	return String(name ?? path.at(-2));
}
// src/render/argocd.ts
/** Argo CD, "Parameter Overrides": parameters of an application that are kept in git, for one application or for all. */
const SOURCE_FILE = /^\.argocd-source(?:-.+)?\.yaml$/;
/** Warnings for overlays whose `.argocd-source*.yaml` overrides the entry: while it stands, the bump changes nothing. */
async function argocdOverrides(tree, proposal) {
	const entries = proposal.verdicts.filter(({ outcome }) => outcome === "write");
	const folders = [...new Set(entries.map(({ file }) => parentOf(file)))];
	const nodes = folders.length > 0 ? await tree.nodesAt(proposal.tip, folders) : /* @__PURE__ */ new Map();
	const files = folders.flatMap((folder) => sourceFilesIn(folder, nodes.get(folder)));
	if (files.length === 0) return [];
	const contents = await tree.nodesAt(proposal.tip, files);
	const warnings = files.flatMap((file) => {
		const beside = entries.filter((entry) => parentOf(entry.file) === parentOf(file));
		return warningsFor(file, contents.get(file), beside);
	});
	return [...new Set(warnings)];
}
function sourceFilesIn(folder, node) {
	return childrenOf(node).filter((name) => SOURCE_FILE.test(name)).map((name) => inFolder(folder, name));
}
function warningsFor(file, node, entries) {
	const images = node?.kind === "file" ? overridesIn(node.text) : void 0;
	if (node?.kind !== "file" || !images) return [`${file} cannot be read. If it overrides the image in Argo CD, this bump has no effect: look at it.`];
	return entries.flatMap((entry) => {
		const override = images.find((image) => namesOf(entry).includes(overriddenName(image)));
		return override === void 0 ? [] : [overridden({
			file,
			line: lineOf$1(node.text, override)
		}, override, entry)];
	});
}
/** An override of the new name is applied behind the entry, to what the entry made. */
const namesOf = ({ image, reference }) => [image, imageName(reference)];
function overridden({ file, line }, override, entry) {
	return `${line === void 0 ? file : `${file}:${line}`} overrides the image "${overriddenName(override)}" in Argo CD, so this bump of "${entry.image}" in ${entry.file} has no effect while it stands. Remove it from kustomize.images there.`;
}
/** `kustomize.images`; undefined for a text that cannot be understood. */
function overridesIn(text) {
	const read = readDocument(text);
	if (!read.ok) return void 0;
	return valuesOf$1(read.value, "kustomize").flatMap((kustomize) => itemsOf(kustomize, "images")).filter((image) => typeof image === "string");
}
/** `name=newName:tag`, `name:tag` or `name@digest` (Argo CD, `KustomizeImage`). */
function overriddenName(image) {
	const [name = "", newName] = image.split("=");
	return newName === void 0 ? imageName(image) : name;
}
// src/render/applications/sources.ts
/** The sources in one document, which may be a list of objects. */
function sourcesIn$1(document) {
	if (!isRecord(document)) return [];
	const [kind] = valuesOf$1(document, "kind");
	if (kind === "List") return itemsOf(document, "items").flatMap(sourcesIn$1);
	const [version] = valuesOf$1(document, "apiVersion");
	if (typeof version !== "string" || !version.startsWith("argoproj.io/")) return [];
	const [spec] = valuesOf$1(document, "spec");
	if (kind === "Application") return sourcesOf(spec).map((source) => asSource(source, {
		generators: void 0,
		application: document
	}));
	if (kind !== "ApplicationSet") return [];
	const generators = itemsOf(spec, "generators");
	const [application] = valuesOf$1(spec, "template");
	const template = sourcesOf(specOfTemplate(spec));
	const common = template.map((source) => asSource(source, {
		generators,
		application
	}));
	const patched = mergedWith(template, patchOf(spec)).map((source) => asSource(source, {
		generators,
		application
	}));
	const overrides = generators.flatMap((generator) => overridesOf(generator, {
		template,
		application
	}));
	return [
		...common,
		...patched,
		...overrides
	];
}
/** `templatePatch` changes every application; it is a text of its own, which a template may have made no YAML. */
function patchOf(spec) {
	const [text] = valuesOf$1(spec, "templatePatch");
	const read = typeof text === "string" ? readDocument(text) : void 0;
	return read?.ok ? valuesOf$1(read.value, "spec")[0] : void 0;
}
/** What a patch does not say, the template does. */
function mergedWith([base], patch) {
	return sourcesOf(patch).map((source) => isRecord(source) && isRecord(base) ? {
		...base,
		...source
	} : source);
}
/** A generator may change the template for the applications that it makes. */
function overridesOf(generator, common) {
	const [asked] = isRecord(generator) ? Object.values(generator) : [];
	const nested = itemsOf(asked, "generators").flatMap((one) => overridesOf(one, common));
	const { template, application } = common;
	const generators = [generator];
	return [...mergedWith(template, specOfTemplate(asked)).map((source) => asSource(source, {
		generators,
		application
	})), ...nested].filter(({ images }) => images.length > 0);
}
const specOfTemplate = (value) => valuesOf$1(valuesOf$1(value, "template")[0], "spec")[0];
const sourcesOf = (spec) => [
	...valuesOf$1(spec, "source"),
	...itemsOf(spec, "sources"),
	...valuesOf$1(spec, "sourceHydrator").flatMap((hydrator) => valuesOf$1(hydrator, "drySource"))
];
function asSource(source, from) {
	const text = (key) => valuesOf$1(source, key).find((value) => typeof value === "string");
	const images = valuesOf$1(source, "kustomize").flatMap((kustomize) => itemsOf(kustomize, "images"));
	return {
		path: text("path"),
		repoUrl: text("repoURL"),
		images: images.filter((image) => typeof image === "string"),
		raw: source,
		...from
	};
}
// src/render/applications/applications.ts
/** Whatever else stands in such a file, it has these. */
const TEXTS = [
	"argoproj.io/",
	"kustomize",
	"images"
];
const ENDINGS = [
	".yaml",
	".yml",
	".json"
];
/** Files that hold the texts; a repository with more of them is one for nothing but applications. */
const MOST_FILES$1 = 500;
/** Paths of applications that are followed to what they build on. */
const MOST_PATHS = 400;
const notLookedFor = (why) => ({
	warnings: [],
	unknown: [`Applications of Argo CD that override the image were not looked for: ${why}.`]
});
const NOTHING = {
	warnings: [],
	unknown: []
};
/**
* Applications and ApplicationSets of Argo CD, anywhere in the repository, that set the image of an entry for the overlay
* that is edited: their image wins, whatever is written there.
*/
async function applicationOverrides(proposal, ports) {
	const { tree, onFile } = ports;
	const entries = proposal.verdicts.filter(({ outcome }) => outcome === "write");
	if (entries.length === 0) return NOTHING;
	if (!tree.filesWith) return notLookedFor("this way to the config repository has not all of its files here");
	const files = await tree.filesWith(proposal.tip, {
		texts: TEXTS,
		endings: ENDINGS
	});
	if (!files) return notLookedFor("the config repository is too large to be searched beside the run");
	if (files.length === 0) return NOTHING;
	const nodes = await tree.nodesAt(proposal.tip, files.slice(0, MOST_FILES$1));
	const look = new Look(proposal, entries, ports);
	for (const [file, node] of nodes) {
		await onFile?.();
		if (node.kind === "file") await look.into(file, node.text);
	}
	await look.follow();
	const more = files.length - MOST_FILES$1;
	const left = `${more} files of Argo CD applications were not looked into: there are more than ${MOST_FILES$1}.`;
	return {
		warnings: [...look.warnings],
		unknown: [...look.unknown, ...more > 0 ? [left] : []]
	};
}
var Look = class {
	warnings = /* @__PURE__ */ new Set();
	unknown = /* @__PURE__ */ new Set();
	#proposal;
	#entries;
	#ports;
	#isOwn;
	#elsewhere = [];
	#around;
	constructor(proposal, entries, ports) {
		this.#proposal = proposal;
		this.#entries = entries;
		this.#ports = ports;
		this.#isOwn = ownBy(ports.address);
	}
	async into(file, text) {
		const named = this.#entries.filter((entry) => namesOf(entry).some((name) => text.includes(name)));
		if (named.length === 0) return;
		const read = readPlaced(text);
		if (!read.ok) {
			if (/\bkind["']?:\s*["']?Application/.test(text)) this.unknown.add(unread$1(file, read.why));
			return;
		}
		for (const [index, value] of read.values.entries()) for (const source of sourcesIn$1(value)) for (const entry of named) await this.#judge({
			file,
			text,
			from: read.starts[index] ?? 0
		}, source, entry);
	}
	async #judge(at, source, entry) {
		const names = namesOf(entry);
		const override = source.images.find((image) => names.includes(overriddenName(image)));
		if (override === void 0 || !this.#isOwn(source.repoUrl)) return;
		const { certain, possible } = await this.#pathsOf(source);
		const place = {
			file: at.file,
			line: lineOf$1(at.text, override, at.from)
		};
		const folder = parentOf(entry.file);
		const warning = overridden(place, override, entry);
		if (certain.includes(folder)) this.warnings.add(warning);
		else if (possible.some((path) => mayBe(path, folder))) this.unknown.add(undecided(place, override, entry));
		else if (certain.length > 0) this.#elsewhere.push({
			warning,
			folder,
			paths: certain
		});
	}
	/** What applications point at may build on a folder that is edited: one walk for all of them. */
	async follow() {
		const roots = [...new Set(this.#elsewhere.flatMap(({ paths }) => paths))].slice(0, MOST_PATHS);
		if (roots.length === 0) return;
		const graph = await walk(this.#ports.tree, this.#proposal.tip, roots);
		for (const { warning, folder, paths } of this.#elsewhere) if (paths.some((path) => leads(graph, path, folder))) this.warnings.add(warning);
	}
	async #pathsOf({ path, generators }) {
		if (path === void 0) return generators ? {
			certain: [],
			possible: []
		} : {
			certain: [],
			possible: ["\0"]
		};
		if (!generators || !isTemplate(path)) return {
			certain: [inTree(path)],
			possible: []
		};
		const sets = parameterSets(generators, await this.#surroundings());
		const filled = [...new Set(sets.map((set) => inTree(fill$1(path, set))))];
		const isCertain = (one) => !one.includes("\0");
		return {
			certain: filled.filter(isCertain),
			possible: filled.filter((one) => !isCertain(one))
		};
	}
	async #surroundings() {
		this.#around ??= this.#ports.tree.list(this.#proposal.tip).then((files) => surroundingsOf(files, this.#isOwn));
		return this.#around;
	}
};
function leads(graph, root, folder) {
	const seen = /* @__PURE__ */ new Set([root]);
	for (const path of seen) {
		if (path === folder) return true;
		for (const { to } of graph.get(path)?.edges ?? []) seen.add(to);
	}
	return false;
}
const unread$1 = (file, why) => `${file} was not looked into: ${why}. If its applications of Argo CD override the image, this bump has no effect.`;
const undecided = ({ file, line }, override, entry) => `${file}${line === void 0 ? "" : `:${line}`} overrides the image "${overriddenName(override)}" in Argo CD, and whether for ${parentOf(entry.file) || "."} is not known here: while it does, the bump of "${entry.image}" has no effect.`;
// src/render/of-kustomize.ts
/**
* The proposal as far as kustomizations say it: nothing else is rendered with kustomize, or overridden in its images. The
* new text of every file stays, for a kustomization may lead to what is edited beside it.
*/
function ofKustomize(proposal) {
	if (proposal.verdicts.filter(({ kind }) => kind !== "kustomize").length === 0) return proposal;
	const verdicts = proposal.verdicts.filter(({ kind }) => kind === "kustomize");
	return {
		...proposal,
		verdicts
	};
}
// src/edit/yaml/mentions.ts
/**
* What a text that cannot be read as YAML seems to say, line by line: each looks at the text once, however hostile it is.
*/
/** A key of that name, whatever it is in; `indent`: one that stands at exactly that indentation. */
function hasKey(text, name, indent) {
	return text.split("\n").some((line) => {
		const own = line.replace(/^\ufeff/, "");
		if (indent !== void 0) return own.startsWith(indent) && beginsWithKey(own.slice(indent.length), name);
		return beginsWithKey(own.replace(/^[ \t-]*/, ""), name);
	});
}
function beginsWithKey(text, name) {
	const start = /^["']/.test(text) ? 1 : 0;
	return text.startsWith(name, start) && /^["']?\s*:/.test(text.slice(start + name.length));
}
/** A field with a value that begins so. */
function hasField(text, field, value) {
	for (let at = text.indexOf(field); at >= 0; at = text.indexOf(field, at + field.length)) {
		const [between] = /^["']?\s*:\s*["']?/.exec(text.slice(at + field.length)) ?? [];
		if (between !== void 0 && text.startsWith(value, at + field.length + between.length)) return true;
	}
	return false;
}
/** A `name:` of exactly that value. */
function hasName(text, name) {
	return [...text.matchAll(/\bname["']?\s*:\s*["']?/g)].some(({ 0: key, index }) => {
		const start = index + key.length;
		return text.startsWith(name, start) && /^["']?\s*(?:[,}#\n]|$)/.test(text.slice(start + name.length));
	});
}
/** A document of that kind, in any case, as kubectl takes it. */
function hasKind(text, kind) {
	return text.split("\n").some((line) => {
		const [, said = ""] = /^["']?kind["']?\s*:\s*["']?([^\s"'#]*)/.exec(line) ?? [];
		return said.toLowerCase() === kind.toLowerCase();
	});
}
// src/edit/yaml/nodes.ts
/** The pair of that key. */
const pairIn = (map, key) => map.items.find((pair) => (0, import_dist.isScalar)(pair.key) && pair.key.value === key);
/** Where the colon of a pair ends, or a key without one. */
function colonEnd({ key, srcToken }) {
	const colon = srcToken.sep?.find((token) => token.type === "map-value-ind");
	return colon ? colon.offset + 1 : rangeOf(key)[1];
}
/** Where an item of a list begins: its dash, where it has one. */
function itemStart(seq, index) {
	return ((seq.flow ? void 0 : seq.srcToken.items[index])?.start.find(({ type }) => type === "seq-item-ind"))?.offset ?? rangeOf(seq.items[index])[0];
}
/** The items of what may be a list that have a `name`. */
const namedItems = (list) => (0, import_dist.isSeq)(list) ? list.items.flatMap((map, index) => {
	const name = (0, import_dist.isMap)(map) ? map.get("name") : void 0;
	return (0, import_dist.isMap)(map) && typeof name === "string" ? [{
		name,
		map,
		index
	}] : [];
}) : [];
/** Where the last value of a node ends: behind it there are comments and blank lines only. */
const contentEnd = (node) => rangeOf(lastValue(node))[1];
/** The value that stands last in a node, or a key without a value. */
function lastValue(node) {
	if ((0, import_dist.isPair)(node)) return lastValue(node.value ?? node.key);
	const last = ((0, import_dist.isMap)(node) || (0, import_dist.isSeq)(node)) && !node.flow ? node.items.at(-1) : void 0;
	return last === void 0 ? node : lastValue(last);
}
/** The number of characters before an offset on its line. */
const columnOf = (text, offset) => prefixOf(text, offset).length;
/** What merge keys bring into a mapping. */
const mergesOf = (map) => map.items.flatMap(({ key, value }) => (0, import_dist.isScalar)(key) && key.value === "<<" ? [value] : []);
// src/edit/kustomize/image-list.ts
function imagesPair({ root }) {
	return root.items.find((pair) => (0, import_dist.isScalar)(pair.key) && pair.key.value === "images");
}
function imagesList(kustomization) {
	const { root, file } = kustomization;
	const pair = imagesPair(kustomization);
	if (!pair || !(0, import_dist.isSeq)(pair.value)) return void 0;
	const next = root.items[root.items.indexOf(pair) + 1];
	const seq = pair.value;
	return {
		seq,
		keyStart: rangeOf(pair.key)[0],
		items: seq.items.map((node, index) => ({
			node,
			start: itemStart(seq, index),
			end: contentEnd(node)
		})),
		sectionEnd: next ? rangeOf(next.key)[0] : file.text.length
	};
}
/** An edit of an anchored node would change every alias of it, and a merge key hides where a value comes from. */
function failOnSharedNodes(kustomization, map, line) {
	const images = kustomization.root.get("images");
	if ((0, import_dist.isSeq)(images) && images.anchor || map.anchor || mergesOf(map).length > 0) shared(kustomization, line);
}
function shared({ file }, line) {
	return refuse(file, line, {
		message: "has an images entry that shares values through an anchor or alias",
		hint: "Write the entry out, without an anchor (&), an alias (*) or a merge key (<<)."
	});
}
/** An entry beside the plain ones that gets this name through an alias or a merge key: one for kustomize, none to edit. */
function failOnSharedName(kustomization, name, plain) {
	const { document, root, lineAt } = kustomization;
	const targets = targetsIn(document.contents);
	const resolved = (node) => (0, import_dist.isAlias)(node) ? targets.get(node) : node;
	const hasName = (node) => {
		const map = resolved(node);
		if ((0, import_dist.isSeq)(map)) return map.items.some(hasName);
		if (!(0, import_dist.isMap)(map)) return false;
		const own = resolved(map.get("name", true));
		return own === void 0 ? mergesOf(map).some(hasName) : (0, import_dist.isScalar)(own) && own.value === name;
	};
	const images = root.get("images");
	const known = new Set(plain);
	const item = ((0, import_dist.isSeq)(images) ? images.items.filter((item) => !known.has(item)) : []).find(hasName);
	if (item) shared(kustomization, lineAt(rangeOf(item)[0]));
}
/** What each alias stands for: the last anchor of its name before it. `Alias.resolve` would look for each anew. */
function targetsIn(root) {
	const anchors = /* @__PURE__ */ new Map();
	const targets = /* @__PURE__ */ new Map();
	const visit = (node) => {
		if ((0, import_dist.isAlias)(node)) targets.set(node, anchors.get(node.source));
		else if ((0, import_dist.isNode)(node) && node.anchor) anchors.set(node.anchor, node);
		if ((0, import_dist.isPair)(node)) for (const part of [node.key, node.value]) visit(part);
		if ((0, import_dist.isCollection)(node)) for (const item of node.items) visit(item);
	};
	visit(root);
	return targets;
}
// src/edit/kustomize/foreign.ts
const GROUP = "kustomize.config.k8s.io";
const KINDS = ["Kustomization", "Component"];
const WRITE_OWN = `If kustomize is to build it, write kind: Kustomization and apiVersion: ${GROUP}/v1beta1 (of a component, kind: Component and ${GROUP}/v1alpha1).`;
const NAME_ONE = "Name a kustomization file or its folder in overlays";
/** Objects that lead to a kustomization: by the group of their apiVersion, and where they have its path. */
const LEADING = [{
	group: "kustomize.toolkit.fluxcd.io",
	product: "Flux",
	paths: [["spec", "path"]]
}, {
	group: "argoproj.io",
	product: "Argo CD",
	paths: [
		[
			"spec",
			"source",
			"path"
		],
		[
			"spec",
			"template",
			"spec",
			"source",
			"path"
		],
		[
			"spec",
			"sources",
			0,
			"path"
		]
	]
}];
const inValues = (path) => `, or name the image in this file in helm-values: ${path}#image, where image is its path`;
const SHAPES = [
	{
		name: /^Chart\.ya?ml$/,
		what: "the description of a Helm chart"
	},
	{
		name: /^values.*\.(?:ya?ml|json)$/,
		what: "a file of values for a Helm chart",
		besides: inValues
	},
	{
		name: /^\.argocd-source.*\.yaml$/,
		what: "a file of parameters for Argo CD"
	}
];
/**
* Why a file is no kustomization, though it may look like one; undefined where kustomize takes it for one, or may: without
* kind and apiVersion it is one by its name alone (see `unmarked`).
*
* @param root The first document of the file.
*/
function foreignIn(file, root) {
	if (!(0, import_dist.isMap)(root)) return void 0;
	const [apiVersion, kind] = [textAt(root, ["apiVersion"]), textAt(root, ["kind"])];
	const group = apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
	const isOurGroup = apiVersion === "" || group === GROUP;
	const isUnsaid = kind === "" && group !== GROUP;
	const name = file.path.slice(file.path.lastIndexOf("/") + 1);
	const shape = isUnsaid ? SHAPES.find((one) => one.name.test(name)) : void 0;
	if (shape) {
		const besides = shape.besides?.(file.path) ?? "";
		return invalid(file, {
			what: shape.what,
			hint: `${NAME_ONE}${besides}.`
		});
	}
	if (isOurGroup && (kind === "" || KINDS.includes(kind))) return void 0;
	return invalid(file, objectOf(root, {
		apiVersion,
		kind,
		group
	}));
}
function objectOf(root, { apiVersion, kind, group }) {
	const object = `${/^[AEIOU]/i.test(kind) || kind === "" ? "an" : "a"} ${kind || "object"}${apiVersion === "" ? "" : ` (${apiVersion})`}`;
	const leading = LEADING.find((one) => one.group === group);
	if (!leading && KINDS.includes(kind.charAt(0).toUpperCase() + kind.slice(1).toLowerCase())) return {
		what: object,
		besides: ", which kustomize does not take for one of its own",
		hint: WRITE_OWN
	};
	if (!leading) return {
		what: object,
		hint: `${NAME_ONE}: for a manifest, the one that has it in resources.`
	};
	const path = leading.paths.map((keys) => textAt(root, keys).replace(/^\.?\//, "")).find((found) => found !== "");
	const hint = `Name the folder that it leads to in overlays${path === void 0 ? "" : `: ${path}`}.`;
	return {
		what: `${object} of ${leading.product}`,
		hint
	};
}
/** Whether a file says of itself that it is a kustomization. */
const isMarked = (root) => textAt(root, ["kind"]) !== "" || textAt(root, ["apiVersion"]) !== "";
/** A file of any other name may be anything: nothing is added to it unless it says that it is a kustomization. */
function unmarked(file, root) {
	if (isKustomization(file.path) || isMarked(root)) return void 0;
	return invalid(file, {
		what: "not known to be a kustomization: it has neither the file name, nor a kind or apiVersion of one",
		besides: "",
		hint: `${NAME_ONE}. If it is one, add to it: kind: Kustomization`
	});
}
function invalid(file, { what, hint, besides = ", not a kustomization" }) {
	return {
		code: "OVERLAY_INVALID",
		inputs: ["overlays"],
		message: oneLine(`${file.path} is ${what}${besides}`),
		hint: oneLine(hint),
		configPlace: file.place()
	};
}
function textAt(root, keys) {
	const held = root.getIn(keys, true);
	return (0, import_dist.isScalar)(held) && held.value !== null ? String(held.value).slice(0, 200) : "";
}
// src/edit/kustomize/kustomization.ts
/** @throws StepError YAML_INVALID or EDIT_UNSAFE, with the line and what to change. */
function parseKustomization(file) {
	const { documents, ...rest } = openYaml(file, "overlays");
	const document = onlyDocument(file, {
		documents,
		...rest
	});
	return {
		...rest,
		file,
		document,
		root: rootOf(file, document, rest.lineAt)
	};
}
function onlyDocument(file, { documents, lineAt }) {
	const [document, second] = documents;
	if (!document) return refuse(file, 1, {
		message: "is empty",
		hint: "Add an images entry, or remove it from overlays."
	});
	failOnErrors(file, document, {
		lineAt,
		program: "kustomize build"
	});
	if (second) {
		failOnForeign(file, document.contents);
		refuse(file, lineAt(second.range[0]), {
			message: "holds more than one YAML document, and kustomize reads only one",
			hint: "Keep one document in a kustomization file."
		});
	}
	failOnFaults(file, document, {
		lineAt,
		program: "kustomize build"
	});
	return document;
}
function rootOf(file, document, lineAt) {
	const root = document.contents;
	if (!(0, import_dist.isMap)(root)) return refuse(file, 1, {
		message: "is not a mapping",
		hint: "Name a kustomization file or its folder in overlays."
	});
	failOnSpelling(file, root, {
		known: [
			"images",
			"kind",
			"apiVersion"
		],
		lineAt
	});
	if (root.has("sops")) refuse(file, void 0, {
		message: "is encrypted with SOPS, and an edit would break its checksum",
		hint: "Keep the images list in a plain kustomization file."
	});
	failOnForeign(file, root);
	const kind = root.get("kind", true);
	if (kind === void 0 || (0, import_dist.isScalar)(kind)) return root;
	return refuse(file, lineAt(rangeOf(kind)[0]), {
		message: "has a kind that is no text",
		hint: "Write kind: Kustomization."
	});
}
function failOnForeign(file, root) {
	const foreign = foreignIn(file, root);
	if (foreign) fail(foreign);
}
const ENTRY_KEYS = [
	"name",
	"newName",
	"newTag",
	"digest",
	"tagSuffix"
];
/** What kustomize still reads under the name of its first versions: entries that come behind those of `images`. */
const OLD_KEYS = { imagetags: "images" };
/** kustomize takes `NewTag` for `newTag` (Go's encoding/json), and of two spellings the last: here they would be missed. */
function failOnSpelling(file, { items }, { known, lineAt }) {
	for (const { key } of items) {
		const written = (0, import_dist.isScalar)(key) ? String(key.value) : "";
		const folded = foldKey(written);
		const meant = known.find((name) => foldKey(name) === (OLD_KEYS[folded] ?? folded));
		if (meant === void 0 || meant === written) continue;
		const line = lineAt(rangeOf(key)[0]);
		refuse(file, line, {
			message: `has the key ${written}, which kustomize takes for ${meant}`,
			hint: `Write ${meant} on line ${line}.`
		});
	}
}
/** The entries of `images`, each a plain mapping; what cannot be one is refused. */
function imageEntries(kustomization) {
	const { file, root, lineAt } = kustomization;
	const images = root.get("images", true);
	if (images === void 0 || (0, import_dist.isScalar)(images) && images.value === null) return [];
	const line = lineAt(rangeOf(images)[0]);
	if (!(0, import_dist.isSeq)(images)) return refuse(file, line, {
		message: "has an images field that is not a list",
		hint: "Write images as a list of entries."
	});
	return images.items.flatMap((item) => {
		if ((0, import_dist.isMap)(item)) {
			failOnSpelling(file, item, {
				known: ENTRY_KEYS,
				lineAt
			});
			return [item];
		}
		if ((0, import_dist.isAlias)(item)) return [];
		return refuse(file, lineAt(rangeOf(item)[0]), {
			message: "has an images item that is not a mapping",
			hint: "Write it as - name: ..."
		});
	});
}
// src/edit/kustomize/entry.ts
/** @throws StepError ENTRY_MISSING, ENTRY_DUPLICATE or EDIT_UNSAFE. */
function findEntry(kustomization, name) {
	return matchEntry(kustomization, name) ?? fail(absentEntry(kustomization, name));
}
/** undefined when there is no entry of that name. @throws StepError ENTRY_DUPLICATE or EDIT_UNSAFE. */
function matchEntry(kustomization, name) {
	const entries = imageEntries(kustomization);
	const matches = (imagesList(kustomization)?.items ?? []).flatMap(({ node, start }, index) => (0, import_dist.isMap)(node) && node.get("name") === name ? [{
		map: node,
		start,
		index
	}] : []);
	const [match, ...others] = matches;
	failOnSharedName(kustomization, name, matches.map(({ map }) => map));
	if (!match) return void 0;
	for (const entry of entries) if (entry.get("name") !== name) failOnMisreadTag(kustomization, entry);
	if (others.length > 0) duplicate(kustomization, matches, name);
	return readEntry(kustomization, match, name);
}
function duplicate({ file, lineAt }, matches, name) {
	const lines = matches.map(({ map }) => lineAt(rangeOf(map)[0]));
	return fail({
		code: "ENTRY_DUPLICATE",
		message: `${file.path} has ${matches.length} images entries named "${name}", on lines ${lines.join(", ")}`,
		hint: "Keep one of them: kustomize applies all in order, so the last one wins and the others only mislead.",
		configPlace: file.place(lines[0])
	});
}
function readEntry(kustomization, match, name) {
	const { map } = match;
	const line = kustomization.lineAt(rangeOf(map)[0]);
	failOnSharedNodes(kustomization, map, line);
	const text = (key) => stringOf(kustomization, map, key);
	return {
		...match,
		kustomization,
		line,
		name,
		newName: text("newName"),
		newTag: text("newTag"),
		digest: text("digest"),
		tagSuffix: text("tagSuffix"),
		lineOf: (key) => lineOfPair(kustomization, pairOf(map, key)) ?? line
	};
}
function pairOf(map, key) {
	return map.items.find((pair) => (0, import_dist.isScalar)(pair.key) && pair.key.value === key);
}
function lineOfPair({ lineAt }, pair) {
	return pair && lineAt(rangeOf(pair.key)[0]);
}
/** The text of a value that stands on one line, plain or quoted; undefined for an absent or empty one. */
function stringOf(kustomization, map, key) {
	const { file, lineAt } = kustomization;
	const pair = pairOf(map, key);
	if (!pair) return void 0;
	const line = lineOfPair(kustomization, pair);
	const { value } = pair;
	if (!(0, import_dist.isScalar)(value)) refuse(file, line, {
		message: `has a ${key} that is not a plain value`,
		hint: `Write ${key} as one quoted string.`
	});
	if (value.anchor || value.tag || pair.key.anchor || pair.key.tag) {
		const hint = `Remove the anchor (&) or tag (!) from ${key}.`;
		refuse(file, line, {
			message: `has a ${key} with an anchor or a tag`,
			hint
		});
	}
	const [start, end] = rangeOf(value);
	if (String(value.type).startsWith("BLOCK_") || lineAt(start) !== lineAt(Math.max(start, end - 1))) refuse(file, line, {
		message: `has a ${key} of several lines`,
		hint: `Write ${key} on one line.`
	});
	if (value.value === null || value.value === "") return void 0;
	return value.source;
}
/** A plain value that kustomize does not take for a string, and what it takes it for. */
function misreadValue(entry, key) {
	const node = pairOf(entry, key)?.value;
	if (!(0, import_dist.isScalar)(node) || node.type !== "PLAIN" || node.tag) return void 0;
	const written = String(node.source);
	const taken = goMisreading(written);
	return taken && {
		written,
		taken
	};
}
/** kustomize: "cannot unmarshal number into Go struct field Image.images.newTag of type string". */
function failOnMisreadTag(kustomization, entry) {
	const misread = misreadValue(entry, "newTag");
	if (!misread) return;
	const { file } = kustomization;
	const { written, taken } = misread;
	const line = lineOfPair(kustomization, pairOf(entry, "newTag"));
	refuse(file, line, {
		message: `has newTag: ${written}, which YAML reads as a ${taken}, so kustomize cannot build the overlay`,
		hint: `Quote it on line ${line}: newTag: "${written}".`
	});
}
/**
* What is wrong with a kustomization that should have an entry of that name.
*
* @param repositoryUrl What the image is called in its registry.
*/
function absentEntry(kustomization, name, repositoryUrl) {
	const { file } = kustomization;
	const entries = imageEntries(kustomization).filter((entry) => Boolean(entry.get("name")));
	const names = entries.map(nameIn);
	const close = closeEntry(entries, name, repositoryUrl);
	const meant = close === void 0 ? "" : ` Did you mean "${close}"? Then set the input name to it.`;
	const known = names.length > 0 ? `It has: ${names.join(", ")}.` : "It has no images entries.";
	return {
		code: "ENTRY_MISSING",
		message: `${file.path} has no images entry named "${name}". ${known}${meant}`,
		hint: `Where that file is of another service, correct overlays; else set the input name to the image name in the manifests, or add an entry to images in ${file.path}: - name: ${name}`,
		configPlace: file.place()
	};
}
const nameIn = (entry) => String(entry.get("name"));
/** The one that deploys this very repository before all that only look like it. */
function closeEntry(entries, name, repositoryUrl) {
	const names = entries.map(nameIn);
	if (repositoryUrl === void 0) return nearest(name, names);
	const [deploying, ...others] = entries.filter((entry) => splitReference(String(entry.get("newName") ?? "")).name === repositoryUrl);
	if (deploying && others.length === 0) return nameIn(deploying);
	return nearestImage({
		name,
		repositoryUrl
	}, names);
}
// src/edit/kustomize/new-entry.ts
const KEYS$1 = [
	"name",
	"newName",
	"newTag",
	"digest"
];
/** The pairs of a new entry, with the quotes of an entry that is there already. */
function newPairs(entry, like, quotedKeys = hasQuotedKeys(like)) {
	return KEYS$1.flatMap((key) => {
		const value = entry[key];
		return value === void 0 ? [] : [renderPair(key, value, {
			quoted: quotedKeys,
			style: styleOf(like, key)
		})];
	});
}
function hasQuotedKeys(map) {
	const key = firstKey(map);
	return (0, import_dist.isScalar)(key) && key.type === "QUOTE_DOUBLE";
}
const firstKey = (map) => (0, import_dist.isMap)(map) ? map.items[0]?.key : void 0;
function styleOf(like, key) {
	const value = (0, import_dist.isMap)(like) ? pairOf(like, key)?.value : void 0;
	return (0, import_dist.isScalar)(value) ? value.type : void 0;
}
/** One flow mapping, on one line or over several as the one that it follows. */
function flowMapping(text, pairs, like) {
	const [start, end] = rangeOf(like);
	const firstStart = rangeOf(firstKey(like))[0];
	const lead = text.slice(start + 1, firstStart);
	if (!lead.includes("\n") || !/^\s*$/.test(lead)) {
		const pad = /^ /.test(text.slice(start + 1, end)) ? " " : "";
		return `{${pad}${pairs.join(", ")}${pad}}`;
	}
	const eol = lead.includes("\r\n") ? "\r\n" : "\n";
	const indent = text.slice(lineStart(text, firstStart), firstStart);
	const body = text.slice(start, end - 1);
	const closing = body.slice(body.trimEnd().length).replace(/^[ \t]+(?=\r?\n)/, "");
	return `{${eol}${pairs.map((pair) => indent + pair).join(`,${eol}`)}${closing}}`;
}
// src/edit/kustomize/create-list.ts
/** Behind the last item of a block list, in its style. */
function blockItem({ file, comments }, { last, sectionEnd }, entry) {
	const { text } = file;
	const column = columnOf(text, last.start);
	const dash = `${" ".repeat(column)}-`;
	const pairs = newPairs(entry, last.node);
	const mapStart = rangeOf(last.node)[0];
	const between = text.slice(last.start + 1, mapStart);
	const gap = /^ +$/.test(between) ? between : " ";
	const lines = (0, import_dist.isMap)(last.node) && last.node.flow ? [`${dash}${gap}${flowMapping(text, pairs, last.node)}`] : pairs.map((pair, index) => `${index === 0 ? dash : " ".repeat(column + 1)}${gap}${pair}`);
	let end = last.end;
	for (const comment of comments) {
		if (comment.start < end || comment.start > sectionEnd) continue;
		if (!beginsLine(text, comment.start)) continue;
		if (columnOf(text, comment.start) <= column) break;
		end = comment.end;
	}
	return [insertLines(text, end, lines)];
}
/** Below `images:` without a value, or in the place of `null` or `[]`. */
function blockList(kustomization, entry) {
	const { file, pair } = kustomization;
	const { text } = file;
	const behind = colonEnd(pair);
	const [start, end] = rangeOf(pair.value);
	const lines = itemLines(kustomization, entry, prefixOf(text, rangeOf(pair.key)[0]));
	if (end === start) return [insertLines(text, behind, lines)];
	if (text.slice(behind, (0, import_dist.isSeq)(pair.value) ? end : start).includes("#")) return void 0;
	return [{
		start: behind,
		end,
		text: ""
	}, insertLines(text, end, lines)];
}
/** At the end of a kustomization without images. */
function blockKey(kustomization, entry) {
	const { file, root, endMarker } = kustomization;
	const last = root.items.at(-1);
	const keyStart = rangeOf(last?.key)[0];
	const indent = prefixOf(file.text, keyStart);
	if (isCutShort(file.text, lastValue(last))) return void 0;
	const lines = [`${indent}${hasQuotedKeys(root) ? "\"images\":" : "images:"}`, ...itemLines(kustomization, entry, indent)];
	const content = file.text.slice(0, endMarker).trimEnd().length;
	return [insertLines(file.text, Math.max(content, contentEnd(last)), lines)];
}
/** A block scalar that ends with the text has no line break there, and would get one. */
const isCutShort = (text, node) => (0, import_dist.isScalar)(node) && String(node.type).startsWith("BLOCK_") && /\n$/.test(String(node.value)) && !text.endsWith("\n");
/** The lines of an entry, indented as the other lists are; kustomize itself writes them without indentation. */
function itemLines({ file, root }, entry, indent) {
	const other = root.items.find(({ value }) => (0, import_dist.isSeq)(value) && !value.flow);
	const deeper = other ? columnOf(file.text, rangeOf(other.value)[0]) - columnOf(file.text, rangeOf(other.key)[0]) : 0;
	const dash = `${indent}${" ".repeat(Math.max(0, deeper))}- `;
	return newPairs(entry, void 0, hasQuotedKeys(root)).map((pair, index) => index === 0 ? dash + pair : " ".repeat(dash.length) + pair);
}
const insert = (at, text) => ({
	start: at,
	end: at,
	text
});
/** Behind the last item of a flow list, in its style. */
function flowItem({ file }, last, entry) {
	const { text } = file;
	const item = flowMapping(text, newPairs(entry, last.node), last.node);
	if (!beginsLine(text, last.start)) return [insert(last.end, `, ${item}`)];
	const { at, eol } = lineEnd(text, last.end);
	const line = `${eol}${prefixOf(text, last.start)}${item}`;
	const rest = text.slice(last.end, at);
	if (/^\s*,\s*(?:#.*)?$/.test(rest)) return [insert(at, `${line},`)];
	if (/^\s*#/.test(rest)) return [insert(last.end, ","), insert(at, line)];
	return [insert(last.end, `,${line}`)];
}
/** In the place of an empty value in a kustomization in flow style. */
function flowList({ file, root, pair }, entry) {
	const list = flowListText(file.text, entry, hasQuotedKeys(root));
	const [start, end] = rangeOf(pair.value);
	if (end === start) return [insert(colonEnd(pair), ` ${list}`)];
	return file.text.slice(start, end).includes("#") ? void 0 : [{
		start,
		end,
		text: list
	}];
}
/** Behind the last pair of a kustomization in flow style, or as its only one. */
function flowKey({ file, root }, entry) {
	const last = root.items.at(-1);
	const quoted = hasQuotedKeys(root);
	const pair = `${quoted ? "\"images\"" : "images"}: ${flowListText(file.text, entry, quoted)}`;
	if (!last) return [insert(rangeOf(root)[0] + 1, pair)];
	const keyStart = rangeOf(last.key)[0];
	const end = contentEnd(last);
	if (!beginsLine(file.text, keyStart)) return [insert(end, `, ${pair}`)];
	const { eol } = lineEnd(file.text, end);
	return [insert(end, `,${eol}${prefixOf(file.text, keyStart)}${pair}`)];
}
const flowListText = (text, entry, quoted) => `[${flowMapping(text, newPairs(entry, void 0, quoted))}]`;
// src/edit/yaml/meaning.ts
function meaningOf(node, replaced) {
	const other = replaced?.get(node);
	if (other !== void 0) return other;
	if ((0, import_dist.isAlias)(node)) return `*${node.source}`;
	if ((0, import_dist.isScalar)(node)) return `${propsOf(node)} ${typeof node.value} ${String(node.value)}`;
	if ((0, import_dist.isMap)(node)) return meaningOfMap(node, replaced);
	if ((0, import_dist.isPair)(node)) return pairMeaning(node, replaced);
	if ((0, import_dist.isSeq)(node)) return {
		props: propsOf(node),
		items: node.items.map((item) => meaningOf(item, replaced))
	};
	return "nothing";
}
function meaningOfMap(map, replaced) {
	return {
		props: propsOf(map),
		pairs: sorted(map.items.map((pair) => pairMeaning(pair, replaced)))
	};
}
const pairMeaning = ({ key, value }, replaced) => ({
	key: meaningOf(key, replaced),
	value: meaningOf(value, replaced)
});
const propsOf = ({ anchor = "", tag = "" }) => `${anchor} ${tag}`;
const NO_PROPS = propsOf({});
function sorted(pairs) {
	return pairs.map((pair) => ({
		pair,
		text: JSON.stringify(pair.key)
	})).toSorted(byText).map(({ pair }) => pair);
}
const byText = (one, other) => one.text < other.text ? -1 : Number(one.text > other.text);
const stringMeaning = (text) => `${NO_PROPS} string ${text}`;
/** The mapping with those keys set to those strings. */
function withValues({ props, pairs }, values) {
	const wanted = Object.entries(values).map(([key, value]) => ({
		key: stringMeaning(key),
		value: stringMeaning(value)
	}));
	return {
		props,
		pairs: sorted([...pairs.filter(({ key }) => !wanted.some((pair) => pair.key === key)), ...wanted])
	};
}
/** The root mapping with another list of images; a list that was absent or empty becomes a plain one. */
function withImages({ props, pairs }, change) {
	const key = stringMeaning("images");
	const old = pairs.find((pair) => pair.key === key)?.value;
	const list = typeof old === "object" && "items" in old ? old : {
		props: NO_PROPS,
		items: []
	};
	const images = {
		key,
		value: {
			...list,
			items: change(list.items)
		}
	};
	return {
		props,
		pairs: sorted([...pairs.filter((pair) => pair.key !== key), images])
	};
}
const emptyMap = {
	props: NO_PROPS,
	pairs: []
};
const isSameMeaning = (one, other) => JSON.stringify(one) === JSON.stringify(other);
// src/edit/hold-marker.ts
/** A hold that a person meant must not be missed: spaces, case, the first colon and the form of the word are free. */
const MARKER = /#\s*ecr-gitops(?:\s*[:-])?\s*(?:on\s+)?(?:hold|holds|held)(?!\w)[\s:]*(.*)/i;
/** All markers of a text. */
function markersOf({ file, comments, lineAt }) {
	return comments.flatMap(({ start, end }) => {
		const found = MARKER.exec(file.text.slice(start, end));
		if (!found) return [];
		const [, reason = ""] = found;
		return [{
			reason: reason.trim(),
			line: lineAt(start),
			start: start + found.index,
			end
		}];
	});
}
/** A reason as one line of a comment that no YAML parser and no reader takes for something else. */
function commentText(reason) {
	return reason.replaceAll(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu, " ").replaceAll(/\s+/g, " ").replace(/^[ :]+/, "").trim();
}
/** The marker as it is written; the reason is one line. */
const markerText = (reason) => `# ecr-gitops: hold ${reason}`.trimEnd();
// src/edit/kustomize/hold-scope.ts
/**
* For a list that has items. It is asked for every marker, of which a file may have as many as items: what a marker does
* not change is found out once, and the rest without going through the text or the items.
*/
function scopeIn(kustomization, list) {
	const { file, lineAt } = kustomization;
	const { items, keyStart, seq } = list;
	const keyLine = lineAt(keyStart);
	const headLine = headOf(file.text, keyLine);
	const firstLines = items.map(({ start }) => lineAt(start));
	const lastLines = items.map(({ start, end }) => lineAt(Math.max(start, end - 1)));
	const beside = seq.flow ? besideFlowItems(kustomization, list) : besideBlockItems(kustomization, list);
	return (hold) => {
		if (headLine <= hold.line && hold.line <= keyLine) return "all";
		if (hold.start < keyStart) return [];
		const last = lastBelow(firstLines, hold.line + 1);
		const first = lastBelow(lastLines, hold.line) + 1;
		return first <= last ? rangeOfNumbers(first, last) : beside(hold);
	};
}
/** The first line of those above `images` that are nothing but comments and blank; its own one when there is none. */
function headOf(text, keyLine) {
	return text.split("\n").slice(0, keyLine - 1).findLastIndex((line) => !/^\ufeff?\s*(?:#|$)/.test(line)) + 2;
}
const rangeOfNumbers = (first, last) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
/** The index of the last of ascending numbers below a bound, or -1. */
function lastBelow(ascending, bound) {
	let from = 0;
	let to = ascending.length;
	while (from < to) {
		const middle = Math.floor((from + to) / 2);
		if (Number(ascending[middle]) < bound) from = middle + 1;
		else to = middle;
	}
	return from - 1;
}
/** Where the comment of a marker begins: other words may stand before it. */
const commentAt = (text, { start }) => text.indexOf("#", lineStart(text, start));
function besideBlockItems({ file: { text } }, list) {
	const { items, sectionEnd } = list;
	const starts = items.map(({ start }) => start);
	const dashColumn = columnOf(text, rangeOf(list.seq)[0]);
	return (hold) => {
		if (hold.start > sectionEnd) return [];
		const previous = lastBelow(starts, hold.start);
		const next = previous + 1;
		if (next === items.length) return [previous];
		if (previous < 0 || columnOf(text, commentAt(text, hold)) <= dashColumn) return [next];
		return isBehindBlank(text, lineStart(text, hold.start)) ? [previous, next] : [previous];
	};
}
function isBehindBlank(text, line) {
	return text.slice(lineStart(text, line - 1), line).trim() === "";
}
function besideFlowItems({ file, lineAt }, list) {
	const { items, seq } = list;
	const starts = items.map((item) => item.start);
	const [start, end] = rangeOf(seq);
	const edges = /* @__PURE__ */ new Set([lineAt(start), lineAt(end - 1)]);
	return (hold) => {
		if (hold.start < start || edges.has(hold.line)) return "all";
		if (hold.start > end) return [];
		const previous = lastBelow(starts, hold.start);
		const next = previous + 1;
		return [(next === items.length || !beginsLine(file.text, commentAt(file.text, hold))) && previous >= 0 ? previous : next];
	};
}
// src/edit/kustomize/hold.ts
/** What begins as a marker and is none. */
const NEARLY = /#\s*ecr-gitops\s*:/i;
/** The marker that holds an entry: its own one before one that holds others too. */
function holdOf({ kustomization, index }) {
	return holdersIn(kustomization)(index)?.hold;
}
/** The reason for which each item of the list is held. */
function holdReasons(kustomization) {
	const holderOf = holdersIn(kustomization);
	return (imagesList(kustomization)?.items ?? []).map((_, index) => holderOf(index)?.hold.reason);
}
/** Lines of comments that begin as a marker and hold nothing: they stand at no entry, or say something else. */
function strayHolds(kustomization) {
	const { file, comments, lineAt } = kustomization;
	const held = heldItems(kustomization).filter(({ items }) => items.length > 0);
	const holding = new Set(held.map(({ hold }) => hold.line));
	return comments.flatMap(({ start, end }) => {
		const text = file.text.slice(start, end);
		return NEARLY.test(text) || MARKER.test(text) ? [lineAt(start)] : [];
	}).filter((line) => !holding.has(line));
}
/** What holds each item: its own marker before one that holds others too, and of several the first. */
function holdersIn(kustomization) {
	const own = /* @__PURE__ */ new Map();
	const shared = /* @__PURE__ */ new Map();
	let all;
	for (const { hold, items } of heldItems(kustomization)) {
		if (items === "all") {
			all ??= hold;
			continue;
		}
		const holds = items.length > 1 ? shared : own;
		for (const index of items) if (!holds.has(index)) holds.set(index, hold);
	}
	return (index) => {
		const mine = own.get(index);
		if (mine) return {
			hold: mine,
			shared: false
		};
		const [first] = [shared.get(index) ?? [], all ?? []].flat().toSorted((one, other) => one.start - other.start);
		return first && {
			hold: first,
			shared: true
		};
	};
}
function heldItems(kustomization) {
	const list = imagesList(kustomization);
	if (!list?.items.length) return [];
	const scope = scopeIn(kustomization, list);
	return markersOf(kustomization).map((hold) => ({
		hold,
		items: scope(hold)
	}));
}
/** Writes the marker above the entry, or replaces the one that it has. */
function holdSplices(entry, reason) {
	const { kustomization, index } = entry;
	const { text } = kustomization.file;
	const marker = markerText(reason);
	const old = holdersIn(kustomization)(index);
	if (old && !old.shared) {
		const { start, end } = old.hold;
		return old.hold.reason === reason ? [] : [{
			start,
			end,
			text: marker
		}];
	}
	if (!beginsLine(text, entry.start)) return refuse(kustomization.file, entry.line, {
		message: "has an entry that does not begin its line, so a hold cannot be written above it",
		hint: "Write images as a block list, one entry a line: - name: ..."
	});
	const start = lineStart(text, entry.start);
	const { eol } = lineEnd(text, entry.start);
	return [{
		start,
		end: start,
		text: `${prefixOf(text, entry.start)}${marker}${eol}`
	}];
}
// src/edit/kustomize/proof.ts
/** Parses the result again: the wanted values are there, and nothing else means anything else than before. */
function proveEdit(entry, claim, text) {
	const before = entry.kustomization;
	const edited = withValues(meaningOfMap(entry.map), claim.wanted);
	const expected = withImages(meaningOfMap(before.root), (items) => items.map((item, index) => index === entry.index ? edited : item));
	const after = parsedAgain(before, text);
	if (after && isSameMeaning(meaningOfMap(after.root), expected) && keepsHolds(entry, after, claim.hold)) return;
	refuse(before.file, entry.line, {
		message: "cannot be edited exactly: the edited text does not mean what was asked for",
		hint: "Write the images entry in plain block style, one key a line."
	});
}
/** The same for a new last entry. */
function proveCreation(before, entry, text) {
	const added = withValues(emptyMap, entry);
	const expected = withImages(meaningOfMap(before.root), (items) => [...items, added]);
	const after = parsedAgain(before, text);
	if (!after || !isSameMeaning(meaningOfMap(after.root), expected)) return false;
	const reasons = holdReasons(after);
	return holdReasons(before).every((reason, index) => reason === reasons[index]);
}
function keepsHolds(entry, after, hold) {
	const edited = findEntry(after, entry.name);
	const wanted = hold ?? holdOf(entry)?.reason;
	if (holdOf(edited)?.reason !== wanted) return false;
	const [reasons, others] = [holdReasons(entry.kustomization), holdReasons(after)];
	return reasons.every((reason, index) => index === edited.index || reason === others[index]);
}
/** undefined for a text that is no kustomization; its mistakes are ours and would mislead the reader. */
function parsedAgain({ file }, text) {
	try {
		return parseKustomization({
			...file,
			text
		});
	} catch (error) {
		if (error instanceof StepError) return void 0;
		throw error;
	}
}
// src/edit/kustomize/create.ts
/** The text with a new last `images` entry: every other byte is as it was, which is proved before it is returned. */
function createEntry(kustomization, entry) {
	const { file } = kustomization;
	if (matchEntry(kustomization, entry.name)) throw new Error("an entry of that name was to be created again");
	const splices = splicesFor(kustomization, entry);
	const text = splices && splice(file.text, splices);
	if (text !== void 0 && proveCreation(kustomization, { ...entry }, text)) return text;
	const pair = imagesPair(kustomization);
	const line = pair && kustomization.lineAt(rangeOf(pair.key)[0]);
	return refuse(file, line, {
		message: `cannot take a new images entry exactly`,
		hint: `Add it by hand, below images: ${pasteable(entry)}.`
	});
}
const pasteable = (entry) => `- {${newPairs(entry).join(", ")}}`;
/** Where the entry goes; undefined where no place is known. */
function splicesFor(kustomization, entry) {
	const pair = imagesPair(kustomization);
	const inFlow = kustomization.root.flow === true;
	if (!pair) return inFlow ? flowKey(kustomization, entry) : blockKey(kustomization, entry);
	const { value } = pair;
	if (((0, import_dist.isScalar)(value) || (0, import_dist.isSeq)(value)) && (value.anchor || value.tag)) return void 0;
	const list = imagesList(kustomization);
	const last = list?.items.at(-1);
	if (!list || !last) {
		const place = {
			...kustomization,
			pair
		};
		return inFlow ? flowList(place, entry) : blockList(place, entry);
	}
	if (list.seq.flow) return flowItem(kustomization, last, entry);
	return blockItem(kustomization, {
		last,
		sectionEnd: list.sectionEnd
	}, entry);
}
// src/edit/kustomize/edit.ts
/**
* The text with the entry's values set and, where a reason is given, a hold marker: every other byte is as it was,
* which is proved before it is returned.
*/
function editEntry(entry, wanted, hold) {
	const { file } = entry.kustomization;
	const changes = changesTo(entry, wanted);
	const reason = hold === void 0 ? void 0 : commentText(hold);
	const splices = [...reason === void 0 ? [] : holdSplices(entry, reason), ...changes.map(([key, value]) => spliceFor(entry, key, value))];
	if (splices.length === 0) return file.text;
	const text = splice(file.text, splices);
	proveEdit(entry, {
		wanted: Object.fromEntries(changes),
		hold: reason
	}, text);
	return text;
}
/** Whether there is nothing to edit. */
function hasValues(entry, wanted) {
	return changesTo(entry, wanted).length === 0;
}
function changesTo(entry, wanted) {
	return [
		"newName",
		"newTag",
		"digest"
	].flatMap((key) => {
		const value = wanted[key];
		return value === void 0 || holdsAlready(entry, key, value) ? [] : [[key, value]];
	});
}
/** A number that is spelled like the wanted tag is none: it is written again, in quotes. */
function holdsAlready(entry, key, value) {
	return entry[key] === value && misreadValue(entry.map, key) === void 0;
}
function spliceFor(entry, key, text) {
	const pair = pairOf(entry.map, key);
	if (!pair) return insertion(entry, key, text);
	const { value } = pair;
	const [start, end] = rangeOf(value);
	if ((0, import_dist.isScalar)(value) && end > start) return {
		start,
		end,
		text: renderScalar(text, value.type)
	};
	return emptyValue(pair, text);
}
/** `newTag:` without a value: written right behind the colon, so that a comment keeps its distance. */
function emptyValue(pair, text) {
	const colon = colonEnd(pair);
	return {
		start: colon,
		end: colon,
		text: ` ${renderScalar(text, pair.key.type)}`
	};
}
/** A new key goes right behind `name`, in the style of its entry. */
function insertion(entry, key, value) {
	const { kustomization, map, line } = entry;
	const { file } = kustomization;
	const name = pairOf(map, "name");
	const nameEnd = rangeOf(name?.value)[1];
	const pair = renderPair(key, value, { quoted: name?.key.type === "QUOTE_DOUBLE" });
	const start = rangeOf(map)[0];
	if (map.flow) {
		if (file.text[start] === "{") return {
			start: nameEnd,
			end: nameEnd,
			text: `, ${pair}`
		};
		return refuse(file, line, {
			message: "has an entry without braces in a flow list",
			hint: "Write it in braces."
		});
	}
	if ((0, import_dist.isScalar)(name?.value) && name.value.type?.startsWith("BLOCK_")) return refuse(file, line, {
		message: "has a name of several lines",
		hint: "Write name on one line."
	});
	return insertLines(file.text, nameEnd, [" ".repeat(columnOf(file.text, start)) + pair]);
}
// src/edit/kustomize/forms.ts
/** What the entry says of its image, whichever keys say it. */
function valuesOf({ name, newName, newTag, digest }) {
	const named = newName === void 0 ? void 0 : splitName(newName);
	const tagged = splitTag(newTag);
	return {
		image: named?.name ?? name,
		tag: tagged.tag ?? named?.tag,
		digest: digest ?? tagged.digest ?? named?.digest
	};
}
/** The keys that give the entry these values: a tag keeps its digest beside it, and a name is given back its own key. */
function keysFor(entry, wanted) {
	const current = valuesOf(entry);
	const next = {
		...current,
		...wanted
	};
	switch (formOf(entry)) {
		case "apart": return keysOf(wanted);
		case "tag@digest": return keysOf({
			...wanted.image === void 0 ? {} : { image: wanted.image },
			tag: `${next.tag}@${next.digest}`
		});
		case "in the name": return isSame(current, next) ? {} : everyKey(entry, next);
		case "broken": return everyKey(entry, next);
	}
}
/** What people should know of a form that a write does not keep; undefined for one that it does. */
function formNotice(entry) {
	const { kustomization, newName, newTag, digest, lineOf } = entry;
	const where = `${kustomization.file.path}:${lineOf(newName === void 0 ? "newTag" : "newName")}`;
	const form = formOf(entry);
	const apart = "name, tag and digest get a key each";
	if (form === "in the name") return `${where}: newName holds more than the name: ${apart}.`;
	if (form !== "broken") return void 0;
	return `${where}: kustomize makes "${[
		newName ?? "",
		newTag && `:${newTag}`,
		digest && `@${digest}`
	].join("")}" of newName, newTag and digest, which is no image: ${apart}.`;
}
const KEYS = {
	image: "newName",
	tag: "newTag",
	digest: "digest"
};
/** Each value in the key that is meant for it. */
function keysOf(values) {
	const wanted = Object.entries(values);
	return Object.fromEntries(wanted.map(([value, text]) => [KEYS[value], text]));
}
function everyKey({ newName }, { image, tag, digest }) {
	return Object.fromEntries(Object.entries({
		newTag: tag,
		digest,
		newName: newName === void 0 ? void 0 : image
	}).filter(([, text]) => text !== void 0));
}
function formOf({ newName = "", newTag, digest }) {
	const named = splitName(newName);
	const tagged = splitTag(newTag);
	if (named.tag !== void 0 || named.digest !== void 0) return newTag !== void 0 || named.digest !== void 0 && digest !== void 0 ? "broken" : "in the name";
	if (tagged.digest === void 0) return "apart";
	return digest === void 0 && tagged.tag !== "" ? "tag@digest" : "broken";
}
/** What follows a colon and is no tag belongs to a template, as in `${IMAGE:-web}`. */
function splitName(newName) {
	const parts = splitReference(newName);
	return parts.tag === void 0 || isTag(parts.tag) ? parts : {
		name: newName,
		tag: void 0,
		digest: void 0
	};
}
function splitTag(newTag) {
	const [tag, ...digest] = newTag?.split("@") ?? [];
	return {
		tag,
		digest: digest.length > 0 ? digest.join("@") : void 0
	};
}
const isSame = (one, other) => one.image === other.image && one.tag === other.tag && one.digest === other.digest;
// src/edit/kustomize/target.ts
/** The entries of `images` in a kustomization, each known by its `name`. */
const kustomizeImages = {
	describe: (name) => `an images entry for ${name}`,
	called: (name) => name,
	open: (file) => {
		const kustomization = parseKustomization(file);
		return {
			find: (name) => {
				const entry = matchEntry(kustomization, name);
				return entry && entryOver(entry);
			},
			absence: (name, repositoryUrl) => unmarked(file, kustomization.root) ?? absentEntry(kustomization, name, repositoryUrl),
			create: (name, values) => {
				failOnAny([unmarked(file, kustomization.root) ?? []].flat());
				return createEntry(kustomization, {
					name,
					...keysOf(values)
				});
			}
		};
	},
	mayHave: (text, name) => text.includes(name),
	declares: hasName
};
function entryOver(entry) {
	const { newName } = entry;
	return {
		file: entry.kustomization.file,
		line: entry.line,
		at: rangeOf(entry.map)[0],
		values: valuesOf(entry),
		name: {
			line: entry.lineOf(newName === void 0 ? "name" : "newName"),
			chosen: newName !== void 0
		},
		input: "overlays",
		hold: holdOf(entry),
		notices: [...suffixNotices(entry), formNotice(entry) ?? []].flat(),
		has: (wanted) => hasValues(entry, keysFor(entry, wanted)),
		edit: (wanted, hold) => editEntry(entry, keysFor(entry, wanted), hold)
	};
}
function suffixNotices(entry) {
	if (entry.tagSuffix === void 0) return [];
	return [`${`${entry.kustomization.file.path}:${entry.lineOf("tagSuffix")}`}: tagSuffix has no effect, because kustomize ignores it beside newTag or digest.`];
}
// src/render/claims.ts
/** All claims to these names in the kustomizations of a tip: one list and one look, and a second for transformers. */
async function claimsTo(names, { tree, tip }) {
	const files = (await tree.list(tip)).filter(isKustomization);
	const nodes = await tree.nodesAt(tip, files);
	const texts = files.flatMap((file) => {
		const node = nodes.get(file);
		return node?.kind === "file" ? [{
			file,
			text: node.text
		}] : [];
	});
	const read = texts.filter(({ text }) => names.some((name) => text.includes(name))).map((one) => ({
		...one,
		document: readDocument(one.text)
	}));
	return {
		claims: [...read.flatMap(({ file, text, document }) => document.ok ? entryClaims({
			file,
			text,
			names
		}, document.value) : []), ...await transformerClaims(names, texts, {
			tree,
			tip
		})],
		unreadable: read.flatMap(({ file, text, document }) => !document.ok && names.some((name) => kustomizeImages.declares(text, name)) ? [file] : [])
	};
}
function entryClaims({ file, text, names }, value) {
	const entries = [...itemsOf(value, "images"), ...itemsOf(value, "imageTags")];
	const found = new Set(entries.flatMap((entry) => valuesOf$1(entry, "name")));
	return names.filter((name) => found.has(name)).map((name) => {
		const entry = entryIn(file, text, name);
		const line = entry?.line ?? lineOf$1(text, name);
		return {
			folder: parentOf(file),
			file,
			line,
			name,
			hold: entry?.hold?.reason
		};
	});
}
/** undefined for an entry that could not be edited either. */
function entryIn(path, text, name) {
	try {
		return kustomizeImages.open({
			path,
			text,
			place: () => ({ file: path })
		}).find(name);
	} catch {
		return;
	}
}
/** `ImageTagTransformer` does what an entry does, in a file of its own or inline. */
async function transformerClaims(names, texts, { tree, tip }) {
	const found = texts.filter(({ text }) => /transformers/i.test(text)).flatMap(({ file, text }) => {
		const document = readDocument(text);
		const references = document.ok ? referencesOf(document.value) : [];
		const folder = parentOf(file);
		return references.flatMap(({ field, role, text: named }) => {
			if (field !== "transformers") return [];
			const path = role === "inline" ? file : resolveIn(folder, named);
			return path === void 0 ? [] : [{
				folder,
				file: path,
				inline: role === "inline" ? named : void 0
			}];
		});
	});
	if (found.length === 0) return [];
	const nodes = await tree.nodesAt(tip, found.map(({ file }) => file));
	return found.flatMap(({ folder, file, inline }) => {
		const node = nodes.get(file);
		if (node?.kind !== "file") return [];
		return namesTagged(inline ?? node.text).filter((name) => names.includes(name)).map((name) => ({
			folder,
			file,
			line: lineOf$1(node.text, name),
			name,
			hold: void 0
		}));
	});
}
function namesTagged(text) {
	const read = readDocuments(text);
	return (read.ok ? read.values : []).filter((value) => valuesOf$1(value, "kind").includes("ImageTagTransformer")).flatMap((value) => valuesOf$1(value, "imageTag").flatMap((tag) => valuesOf$1(tag, "name"))).filter((name) => typeof name === "string");
}
// src/render/rename-check.ts
/** Kustomizations that are followed at once: a walk has its limit. */
const AT_ONCE$1 = 20;
/**
* Kustomizations match an image by what it is called in all that they build on. Where an edit changes that, an entry above
* it that pins or holds the image would match nothing any more, and its overlay get the new image in silence.
*/
var RenameCheck = class {
	#tree;
	#last;
	constructor(tree) {
		this.#tree = tree;
	}
	/** Looks at nothing where no image gets another name. Warnings for people. @throws StepError BASE_RENAMED. */
	async check({ tip, verdicts }) {
		const renamed = verdicts.flatMap(({ kind, outcome, renames, file, place }) => {
			const base = kind === "manifest" ? file : isKustomization(file) ? parentOf(file) : void 0;
			return outcome === "write" && renames && base !== void 0 ? [{
				...renames,
				file,
				base,
				place
			}] : [];
		});
		if (renamed.length === 0) return [];
		const key = JSON.stringify([tip, renamed]);
		if (this.#last?.key === key) return this.#last.warnings;
		const warnings = await this.#look(tip, renamed);
		this.#last = {
			key,
			warnings
		};
		return warnings;
	}
	async #look(tip, renamed) {
		const at = {
			tree: this.#tree,
			tip
		};
		const { claims, unreadable } = await claimsTo([...new Set(renamed.flatMap(({ from, to }) => [from, to]))], at);
		const roots = [...new Set(claims.map(({ folder }) => folder))];
		const problems = [];
		const above = new Map(renamed.map((one) => [one, []]));
		for (let start = 0; start < roots.length; start += AT_ONCE$1) {
			const some = roots.slice(start, start + AT_ONCE$1);
			const graph = await walk(this.#tree, tip, some);
			for (const [one, found] of above) {
				const reaching = new Set(some.filter((root) => reaches(graph, root, one.base)));
				found.push(...claims.filter((claim) => reaching.has(claim.folder) && isHit(claim, one)));
			}
		}
		for (const [one, found] of above) {
			found.push(...claims.filter((claim) => isBehind(claim, one)));
			if (found.length > 0) problems.push(problemOf(one, found));
		}
		failOnAny(problems);
		return unreadable.map((file) => unread(file, renamed));
	}
};
const isHit = ({ name }, { from, to }) => name === from || name === to;
/** Entries are applied in their order: one below, in the file itself, takes what the edited one makes. */
const isBehind = ({ file, name, line = 0 }, { from, place, ...one }) => file === one.file && name === from && place.line !== void 0 && line > place.line;
/** Also true where it leads to more than is looked at. A folder does not build on itself. */
function reaches(graph, root, base) {
	if (root === base) return false;
	const seen = /* @__PURE__ */ new Set([root]);
	for (const path of seen) {
		const vertex = graph.get(path);
		if (!vertex || path === base) return true;
		for (const { to } of vertex.edges) seen.add(to);
	}
	return false;
}
function problemOf({ from, to, file, place }, claims) {
	const at = placeName(file, place.line);
	const places = claims.map((claim) => described(claim, to)).join("; ");
	const first = place.line === void 0 ? `- name: ${from} with newName: ${to} in ${file}` : `newName: ${to} at ${at}`;
	return {
		code: "BASE_RENAMED",
		inputs: ["overlays"],
		message: oneLine(`${at} calls the image ${from} for all that build on it, and would call it ${to}. What changes the image above it would change another one then, and its overlay would get the new image: ${places}`),
		hint: oneLine(`Name the overlays that are to be deployed in overlays, instead of ${parentOf(file) || "the root"}. Or give the image its new name by hand first, in one commit: ${first}, and name: ${to} at each of these places, with newName: ${from} where there is no newName.`),
		configPlace: place
	};
}
function described({ file, line, name, hold }, to) {
	const held = hold === void 0 ? "" : `, under a hold${hold === "" ? "" : ` (${hold})`}`;
	const goes = name === to ? `goes by the new name already, and matches nothing yet` : `goes by ${name}`;
	return `${placeName(file, line)} ${goes}${held}`;
}
const placeName = (file, line) => line === void 0 ? file : `${file}:${line}`;
function unread(file, renamed) {
	return `${file} cannot be read, so it is not known whether it builds on ${renamed.map((one) => `${one.file} (${one.from} becomes ${one.to})`).join(", ")} and goes by the old name. Look at it.`;
}
// src/render/cache.ts
/**
* What was found out about edited entries. It holds for as long as nothing changed that the rendering depends on: a write that
* lost a race against another overlay costs one look at the tree, and the digest that is known at last costs nothing.
*/
var RenderCache = class {
	#tree;
	#known = /* @__PURE__ */ new Map();
	constructor(tree) {
		this.#tree = tree;
	}
	remember(proposal, entry, found) {
		const texts = textsFor(proposal, entry, found.ids);
		this.#known.set(entryKey(entry), {
			...found,
			tip: proposal.tip,
			texts
		});
	}
	/** The warnings of entries for which nothing changed. */
	async recall(proposal) {
		const known = proposal.verdicts.filter(({ outcome }) => outcome === "write").flatMap((entry) => {
			const remembered = this.#known.get(entryKey(entry));
			return remembered && remembered.texts === textsFor(proposal, entry, remembered.ids) ? [{
				entry,
				remembered
			}] : [];
		});
		const moved = known.filter(({ remembered }) => remembered.tip !== proposal.tip);
		const paths = new Set(moved.flatMap(({ remembered }) => [...remembered.ids.keys()]));
		const nodes = paths.size > 0 ? await this.#tree.nodesAt(proposal.tip, [...paths]) : /* @__PURE__ */ new Map();
		const holds = ({ tip, ids }) => tip === proposal.tip || [...ids].every(([path, id]) => idOf(nodes.get(path)) === id);
		const kept = known.filter(({ remembered }) => holds(remembered));
		for (const { entry, remembered } of kept) this.#known.set(entryKey(entry), {
			...remembered,
			tip: proposal.tip
		});
		return new Map(kept.map(({ entry, remembered }) => [entry, remembered.warnings]));
	}
};
/** The new texts that the rendering depends on; which digests they pin changes no rendering but in these digests. */
function textsFor(proposal, entry, ids) {
	const files = new Map([...proposal.files].filter(([path]) => ancestorsOf(path).some((folder) => ids.has(folder))));
	const pinned = proposal.verdicts.flatMap((one) => files.has(one.file) ? one.pinned?.digest ?? [] : []);
	let texts = JSON.stringify([entry.reference, ...files]);
	for (const digest of new Set(pinned)) texts = texts.replaceAll(digest, "");
	return texts;
}
// src/render/graph/texts.ts
/** People stay far below. */
const MOST_FILES = 5e3;
/** The texts of the files that a rendering reads at these paths of a graph: kustomizations, and what they name. */
async function textsOf(graph, paths, { tree, tip }) {
	const named = [...graph].flatMap(([path, { kind, files }]) => {
		if (!paths.has(path)) return [];
		return kind === "file" ? [path] : files;
	});
	const nodes = await tree.nodesAt(tip, [...new Set(named)].slice(0, MOST_FILES));
	return new Map([...nodes].flatMap(([path, node]) => node.kind === "file" ? [[path, node.text]] : []));
}
// src/render/graph/users.ts
/** A Component does nothing alone: it is rendered through those that use it. */
function isComponent(text) {
	const read = readDocument(text);
	if (!read.ok || !isRecord(read.value)) return false;
	const [kind] = valuesOf$1(read.value, "kind");
	const [version] = valuesOf$1(read.value, "apiVersion");
	return kind === "Component" || kind === void 0 && version === "kustomize.config.k8s.io/v1alpha1";
}
/** Who uses a component, directly or through other components: found with one list and one look at the tree. */
var ComponentUsers = class {
	/** By the component that they use. */
	#users;
	constructor(tree, tip) {
		this.#users = findUsers(tree, tip);
		this.#users.catch(() => {});
	}
	/** Folders of kustomizations that are no components themselves. */
	async of(component) {
		const users = await this.#users;
		const seen = /* @__PURE__ */ new Set([component]);
		const found = /* @__PURE__ */ new Set();
		for (const used of seen) for (const user of users.get(used) ?? []) if (user.isComponent) seen.add(user.folder);
		else found.add(user.folder);
		return [...found].toSorted();
	}
};
async function findUsers(tree, tip) {
	const files = (await tree.list(tip)).filter(isKustomization);
	const nodes = await tree.nodesAt(tip, files);
	const users = /* @__PURE__ */ new Map();
	for (const user of files.flatMap((file) => userAt(file, nodes))) for (const component of user.components) {
		const known = users.get(component);
		if (known) known.push(user);
		else users.set(component, [user]);
	}
	return users;
}
function userAt(file, nodes) {
	const node = nodes.get(file);
	if (node?.kind !== "file" || !/components/i.test(node.text)) return [];
	const read = readDocument(node.text);
	if (!read.ok) return [];
	const folder = parentOf(file);
	const components = itemsOf(read.value, "components").flatMap((text) => typeof text === "string" ? resolveIn(folder, text) ?? [] : []);
	return [{
		folder,
		isComponent: isComponent(node.text),
		components: new Set(components)
	}];
}
// src/render/judge/entries.ts
/** The entries of a kustomization in their order, which is the order that kustomize applies them in. */
function entriesOf(text) {
	const lines = new import_dist.LineCounter();
	const document = (0, import_dist.parseDocument)(text, {
		lineCounter: lines,
		prettyErrors: false,
		logLevel: "silent",
		uniqueKeys: false
	});
	const images = (0, import_dist.isMap)(document.contents) ? document.contents.get("images", true) : void 0;
	if (!(0, import_dist.isSeq)(images)) return [];
	return images.items.filter(import_dist.isMap).map((entry) => {
		const name = String(entry.get("name") ?? "");
		return {
			name,
			newName: imageName(String(entry.get("newName") ?? name)),
			line: lines.linePos(rangeOf(entry)[0]).line
		};
	});
}
/** The file that the lines to paste go to, beside the kustomization. */
const IMAGE_FIELDS = "image-fields.yaml";
/**
* Fields that a later kustomize reaches by itself (5.8, api/internal/konfig/builtinpluginconsts/images.go). It takes
* them with the very `create` that it has there, or not at all ("conflicting fieldspecs"); it creates no list.
*/
const REACHED_LATER = new Set([
	"spec",
	"spec/template/spec",
	"spec/jobTemplate/spec/template/spec"
].map((pod) => `${pod}/volumes[]/image/reference`));
/**
* A configuration that lets `images:` reach these fields (kustomize, "fieldSpecs"): `[]` behind the name of a list, and
* a slash that is part of a key behind a backslash.
*/
function imageFieldLines(fields) {
	const specs = fields.map(({ kind, path }) => {
		const spec = `  - kind: ${kind}\n    path: ${fieldPath(path)}`;
		return REACHED_LATER.has(fieldPath(path)) ? `${spec}\n    create: true` : spec;
	});
	return ["images:", ...[...new Set(specs)].flatMap((spec) => spec.split("\n"))];
}
/** `WorkflowTemplate build (spec.templates[].container.image)`, for people. */
function fieldNames(fields) {
	const names = fields.map(({ kind, name, path }) => `${kind} ${name} (${joined(path, ".")})`);
	return [...new Set(names)];
}
function fieldPath(path) {
	return joined(path.map((key) => typeof key === "string" ? key.replaceAll("/", "\\/") : key), "/");
}
function joined(path, separator) {
	return path.map((key) => typeof key === "number" ? "[]" : `${separator}${key}`).join("").slice(separator.length);
}
/** At most twenty, each on one line: what containers are called is text of others. */
function some(names, shown = (name) => name) {
	const first = names.slice(0, 20).map((name) => oneLine(shown(name))).join(", ");
	return names.length > 20 ? `${first} and ${names.length - 20} more` : first;
}
// src/render/judge/sources.ts
/** For people: what is written in another way has no place, and what is longer no reader. */
const WRITTEN = /(?:^|[\s{,-])["']?(image|newName)["']?\s{0,9}:\s{1,9}["']?([^\s"',}\]#]+)/g;
/** In the order of the files, each of which is read line by line. */
function sourcesIn(texts) {
	return [...texts].flatMap(([file, text]) => text.split("\n").flatMap((line, index) => {
		if (line.length > 4e3 || line.trimStart().startsWith("#")) return [];
		return [...line.matchAll(WRITTEN)].map(([, key = "", value = ""]) => ({
			file,
			line: index + 1,
			key,
			value
		}));
	}));
}
/** The places of a name, the manifests before the entries of bases. */
function placesOf$1(name, sources) {
	const own = sources.filter(({ value }) => imageName(value) === name);
	const manifests = own.filter(({ key }) => key === "image");
	return manifests.length > 0 ? manifests : own;
}
// src/render/judge/otherwise.ts
/** kustomize compares the whole name: `web` is neither `docker.io/library/web` nor `r/web`. */
function calledOtherwise(wanted, manifests) {
	const { name } = wanted;
	const names = containerNames(manifests);
	const empty = emptyContainers(manifests).map((one) => `${one.container} of ${one.kind} ${one.name}`);
	const fields = emptyFields(manifests);
	const others = entriesOf(wanted.text).filter((entry) => entry.name !== name);
	const meant = meantBy(wanted, names, others);
	const parts = [
		`No container has the image "${name}".`,
		names.length > 0 ? `The images are: ${some(names, (one) => withPlace(one, wanted, others))}.` : "",
		empty.length > 0 ? `Without an image, which no entry can match: ${some(empty)}.` : "",
		fields.length > 0 ? `Without an image, in fields that images: does not reach: ${some(fieldNames(fields))}.` : "",
		meant.isCertain ? `Did you mean "${meant.image}"?` : ""
	];
	const hints = [empty.length > 0 ? `Give the container without an image a name in the base: image: ${name}.` : "", meant.isCertain || empty.length === 0 ? waysOut(wanted, meant) : ""];
	return {
		message: parts.filter(Boolean).join(" "),
		hint: hints.filter(Boolean).join(" ")
	};
}
/** Entry and manifest must have one name: either may get that of the other. */
function waysOut({ name, file, place, sources = [] }, meant) {
	const entry = `the entry at ${file}${place.line === void 0 ? "" : `:${place.line}`}`;
	const { image, isCertain } = meant;
	if (image === void 0) return `Give ${entry} the name of the image that it is for, without tag and digest, and set the input name to it too; or write "image: ${name}" in the manifest of the container that is meant.`;
	const [source] = placesOf$1(image, sources);
	const where = source ? `"${source.key}: ${name}" at ${source.file}:${source.line}` : `"image: ${name}" in the base`;
	const condition = isCertain ? "Make" : `If it is for ${image}, make`;
	return oneLine(`${condition} ${entry} "- name: ${image}", and set the input name to it too; or write ${where}.`);
}
/** Nothing that belongs to another entry already. */
function meantBy({ name, references }, names, others) {
	const newName = imageName(references[0]);
	const taken = new Set(others.map((entry) => entry.newName));
	const free = names.filter((one) => !taken.has(one));
	const close = nearestImage({
		name,
		repositoryUrl: newName
	}, free);
	if (close !== void 0) return {
		image: close,
		isCertain: true
	};
	const [built, ...more] = free.filter((one) => hasEcrSuffix(registryOf(one) ?? ""));
	return {
		image: more.length === 0 ? built : void 0,
		isCertain: false
	};
}
/** As many as tell a reader where to look. */
const MOST_PLACES$1 = 3;
/** What stands in a manifest as it is, no entry has made. */
function withPlace(name, { sources = [] }, others) {
	const places = placesOf$1(name, sources);
	const [first] = places;
	const entry = others.find(({ newName }) => newName === name);
	if (entry && entry.name !== name && first?.key !== "image") return `${name} (made by the entry "${entry.name}")`;
	if (!first) return name;
	const listed = places.slice(0, MOST_PLACES$1).map(({ file, line }) => `${file}:${line}`);
	const more = places.length > MOST_PLACES$1 ? ` and ${places.length - MOST_PLACES$1} more` : "";
	return `${name} (${first.key}: ${first.value} at ${listed.join(", ")}${more})`;
}
// src/render/judge/absence.ts
/** Why an overlay that renders does not contain the new image. */
function explainAbsence(wanted, manifests) {
	const { file, place } = wanted;
	const { message, hint } = changedAgain(wanted) ?? notReached(wanted, manifests) ?? withoutContainers(wanted, manifests) ?? calledOtherwise(wanted, manifests);
	return {
		code: "IMAGE_NOT_RENDERED",
		message: `${file} renders, but no container gets the new image. ${message}`,
		hint,
		configPlace: place
	};
}
/** Said when the image is rendered, but some fields stay behind. */
function explainUnreached(wanted, manifests) {
	const fields = unreachedFields(manifests, wanted.name, wanted.references);
	if (fields.length === 0) return void 0;
	const { message, lines, hint } = unreached(wanted, fields);
	return `${wanted.file}: ${message}, so the old image stays there. ${hint}\n${lines}`;
}
/** Entries are applied in their order: a later one takes what an earlier one has made. */
function changedAgain({ name, file, text, original, references }) {
	const entries = entriesOf(text);
	const newName = imageName(references[0]);
	const own = entries.findIndex((entry) => entry.name === name);
	const later = entries.findIndex((entry, index) => index > own && entry.name === newName);
	if (own < 0 || later < 0) return void 0;
	const there = entriesOf(original)[later];
	return {
		message: `${there ? `The entry on line ${there.line}` : "An entry that create-missing adds"} is named ${newName}, which is what the entry "${name}" makes of the image, and changes it again.`,
		hint: there ? `Remove the entry on line ${there.line} of ${file}, or move it above the entry "${name}".` : `Deploy one of the two images "${name}" and "${newName}" to ${file}.`
	};
}
function notReached(wanted, manifests) {
	const fields = unreachedFields(manifests, wanted.name, wanted.references);
	if (fields.length === 0) return void 0;
	const { message, lines, hint } = unreached(wanted, fields);
	return {
		message: `${message}. The lines that change this:\n${lines}`,
		hint
	};
}
/** The lines stand apart, so that they can be pasted as they are. */
function unreached({ name, file, text }, fields) {
	const listed = /^["']?configurations["']?\s*:/m.test(text);
	const beside = [...file.split("/").slice(0, -1), IMAGE_FIELDS].join("/");
	return {
		message: `"${name}" stands in fields that images: does not reach: ${some(fieldNames(fields))}`,
		lines: [
			`# ${file}${listed ? ", under configurations" : ""}`,
			...listed ? [] : ["configurations:"],
			`  - ${IMAGE_FIELDS}`,
			`# ${beside}`,
			...imageFieldLines(fields).map(oneLine)
		].join("\n"),
		hint: `Let images: reach them: add the given lines to ${file}, and make ${beside} of the others.`
	};
}
/** Said without the name of the image: it is the same for all that are to come into this kustomization. */
function withoutContainers(wanted, manifests) {
	if (containerNames(manifests).length + emptyContainers(manifests).length > 0) return void 0;
	const none = "There are no containers at all.";
	const fields = emptyFields(manifests);
	if (fields.length === 0) return {
		message: none,
		hint: `Name the workload in resources of ${wanted.file}, or take this overlay out of the input overlays. If something else reads the image from there, set render-check: off.`
	};
	const { lines, hint } = unreached(wanted, fields);
	return {
		message: `${none} Without an image, in fields that images: does not reach: ${some(fieldNames(fields))}. The lines that make it reach them:\n${lines}`,
		hint: `Write image: with the name of its entry in each of these fields, where the base has it. ${hint}`
	};
}
// src/render/judge/judge.ts
/** `evidence` is of the kustomization's own folder, or of all users of a component. */
function judge(options, evidence) {
	const { wanted } = options;
	const rendered = evidence.filter((one) => one.ok);
	const failed = evidence.find((one) => !one.ok);
	const having = rendered.filter(({ manifests }) => hasImage(manifests, wanted.references));
	const all = rendered.flatMap(({ manifests }) => manifests);
	if (having.length === 0) {
		if (failed) return unrendered(options, failed);
		if (options.incomplete !== void 0) return unrendered(options, tooManyUsers(options.incomplete));
		return {
			warnings: [],
			problem: explainAbsence(wanted, all)
		};
	}
	const lacking = rendered.filter((one) => !having.includes(one)).map(({ folder }) => folder || ".");
	const lack = `${wanted.file} is used by ${lacking.join(", ")} too, where no container gets the new image.`;
	const behind = explainUnreached(wanted, all);
	return { warnings: [
		...lacking.length > 0 ? [lack] : [],
		...failed ? unrendered({
			...options,
			mode: "auto"
		}, failed).warnings : [],
		...behind === void 0 ? [] : [behind]
	] };
}
const tooManyUsers = (users) => ({
	message: `it is a component of ${users} kustomizations, and those that were rendered do not have the image`,
	hint: "Name the overlay itself in overlays."
});
/** What cannot be rendered is a warning or a problem, as render-check says. */
function unrendered({ wanted: { file, place }, mode }, why) {
	if (mode === "auto") return { warnings: [`${file} could not be rendered, so it is not known whether a container gets the new image: ${why.message}. ${why.hint} Set render-check: off to silence this.`] };
	return {
		warnings: [],
		problem: {
			code: "RENDER_FAILED",
			message: `${file} could not be rendered: ${why.message}`,
			hint: `${why.hint} Or set render-check: auto, which makes this a warning.`,
			configPlace: place
		}
	};
}
/** More take too long. Where none of these has the image, it is not known whether one of the others has. */
const MOST_USERS = 100;
async function casesOf({ tip, files, before }, entries, { tree, mode }) {
	let users;
	const caseOf = async (entry) => {
		const { image: name, file, place, reference } = entry;
		const original = before.get(file) ?? "";
		const text = files.get(file) ?? original;
		const options = {
			mode,
			wanted: {
				name,
				file,
				place,
				text,
				original,
				references: acceptedReferences(reference)
			}
		};
		const folder = parentOf(file);
		const settled = (known) => ({
			entry,
			options,
			roots: [],
			known
		});
		if (!isKustomization(file)) return settled(unrendered(options, foreignName(file)));
		if (!isComponent(text)) return {
			entry,
			options,
			roots: [folder]
		};
		users ??= new ComponentUsers(tree, tip);
		const all = await users.of(folder);
		const roots = all.slice(0, MOST_USERS);
		const incomplete = all.length > roots.length ? {
			...options,
			incomplete: all.length
		} : options;
		if (roots.length > 0) return {
			entry,
			options: incomplete,
			roots
		};
		return settled({ warnings: [`${file} is a Component that no kustomization uses, so it could not be rendered.`] });
	};
	return Promise.all(entries.map(caseOf));
}
function foreignName(file) {
	return {
		message: "its file has a name that kustomize does not look for",
		hint: `Name it ${parentOf(file) === "" ? "" : `${parentOf(file)}/`}kustomization.yaml.`
	};
}
// src/render/judge/tolerated.ts
/** What a pattern found must not stop what works elsewhere: another team may have left an entry without a container. */
function tolerated(verdict, reached) {
	const { problem, warnings, entry } = verdict;
	if (!problem || !entry.optional || !reached.has(entry.image)) return verdict;
	return { warnings: [...warnings, `${problem.message} ${problem.hint}`] };
}
// src/edit/roles.ts
/**
* Roles for service accounts, wherever the kustomization names them: annotations, inline patches (YAML or JSON, merge or
* JSON 6902). What cannot be read is passed over: this is advice about neighbours of the image, not a guard.
*/
function strangeRoles(kustomization, knownAccounts) {
	const { document, file, lineAt } = kustomization;
	return strange(rolesOf({
		document,
		text: file.text,
		lineAt
	}, true), knownAccounts);
}
/** Those of accounts that are not known. */
function strange(roles, knownAccounts) {
	return roles.filter(({ account }) => !knownAccounts.has(account)).map((role) => ({
		...role,
		placeholder: isPlaceholder(role.account)
	}));
}
/** `patches` says whether to look into patches: one inside of a patch is a text like any other. */
function rolesOf(source, patches = false) {
	const roles = [];
	const visit = (node) => {
		if ((0, import_dist.isMap)(node)) {
			addRole(patchedValue(node.items));
			for (const pair of node.items) visitPair(pair);
		} else if ((0, import_dist.isSeq)(node)) for (const item of node.items) visit(item);
	};
	const visitPair = ({ key, value }) => {
		const name = textOf(key);
		if (isRoleKey(name)) addRole(value);
		if (patches && name === "patch") roles.push(...rolesInText(value, source));
		if (patches && name === "patchesStrategicMerge" && (0, import_dist.isSeq)(value)) for (const item of value.items) roles.push(...rolesInText(item, source));
		visit(value);
	};
	const addRole = (value) => {
		const arn = textOf(value).trim();
		const account = accountOf(arn);
		if (account !== void 0) roles.push({
			arn,
			account,
			line: source.lineAt(rangeOf(value)[0])
		});
	};
	visit(source.document.contents);
	return roles;
}
const textOf = (node) => (0, import_dist.isScalar)(node) && typeof node.value === "string" ? node.value : "";
/** `eks.amazonaws.com/role-arn`, and the annotation of controllers that pull from ECR; `~1` is `/` in a JSON pointer. */
const isRoleKey = (key) => /(?:^|\/|~1)eks\.amazonaws\.com(?:\/|~1)role-arn$/.test(key) || key.endsWith("ecr-role-arn");
/** The `value` of a JSON 6902 operation on such a key. */
function patchedValue(pairs) {
	const get = (name) => pairs.find(({ key }) => textOf(key) === name)?.value;
	return isRoleKey(textOf(get("path"))) ? get("value") : void 0;
}
/** The account field of an IAM ARN, which may be a template; undefined for any other text. */
function accountOf(text) {
	return /^arn:[^:\s]+:iam:[^:]*:(.*?):[a-z-]+\/\S/.exec(text)?.[1];
}
/** Roles that are written with escapes, and so looked for in vain: each costs a search through the whole patch. */
const MOST_UNSEEN = 20;
/** The roles of a patch that is written as text inside of the kustomization. */
function rolesInText(node, outer) {
	if (!(0, import_dist.isScalar)(node) || !/role-arn/.test(textOf(node))) return [];
	const text = textOf(node);
	const inner = readSyntax(text);
	if (isExcess(inner)) return [];
	const [start, end] = rangeOf(node);
	const first = outer.lineAt(start);
	const literal = node.type === "BLOCK_LITERAL";
	const roles = inner.documents.flatMap((document) => rolesOf({
		document,
		text,
		lineAt: inner.lineAt
	}));
	const written = outer.text.slice(0, end);
	let from = start;
	let unseen = 0;
	return roles.map((role) => {
		if (literal) return {
			...role,
			line: first + role.line
		};
		const at = unseen < MOST_UNSEEN ? written.indexOf(role.arn, from) : -1;
		if (at < 0) {
			unseen += 1;
			return {
				...role,
				line: first
			};
		}
		from = at + role.arn.length;
		return {
			...role,
			line: outer.lineAt(at)
		};
	});
}
// src/render/roles.ts
/** What people should know about the kustomizations that are edited. */
function kustomizationWarnings({ before }, knownAccounts, place) {
	return [...before].flatMap(([path, text]) => {
		const kustomization = readable({
			path,
			text,
			place: (line) => place(path, line)
		});
		if (!kustomization) return [];
		return [...strayHoldWarnings(kustomization), ...strangeRoleWarnings(kustomization, knownAccounts)];
	});
}
/** What cannot be read is a problem of the entry that is sought in it. */
function readable(file) {
	try {
		return parseKustomization(file);
	} catch (error) {
		if (error instanceof StepError) return void 0;
		throw error;
	}
}
function strayHoldWarnings(kustomization) {
	return strayHolds(kustomization).map((line) => `${kustomization.file.path}:${line} has a comment for this action that holds nothing. To hold an entry, write "# ecr-gitops: hold <reason>" directly above it, or above images: for all of them.`);
}
/**
* Roles of service accounts beside the images, in an account that this step does not know. Only a warning: real
* organisations keep images and roles in two accounts.
*/
function strangeRoleWarnings(kustomization, knownAccounts) {
	const { file } = kustomization;
	return strangeRoles(kustomization, knownAccounts).map((role) => {
		const { url } = file.place(role.line);
		return `${file.path}:${role.line} gives a service account ${describeRole(role)}${url ? ` See ${url}` : ""}`;
	});
}
function describeRole({ arn, account, placeholder }) {
	return `the role ${arn}, ${placeholder ? `whose account "${account}" is a placeholder` : `in account ${account}, which is neither the role's nor in allowed-account-ids`}: pods would get no credentials if it is wrong.`;
}
// src/render/rendered-roles.ts
/**
* Warns of the service accounts of an overlay, at the lines that give them their roles. These are looked for in all that
* was rendered, if there is a strange role at all.
*/
async function roleAdvice({ tip, before }, { graph, evidence }, { tree, knownAccounts, placeAt }) {
	if (renderedRoles(evidence, knownAccounts).length === 0) return () => [];
	const find = findRoles(new Map([...await textsOf(graph, new Set(graph.keys()), {
		tree,
		tip
	}), ...before]), placeAt?.(tip) ?? unlinked);
	return (own) => roleWarnings(renderedRoles(own, knownAccounts), find, before);
}
const unlinked = (file, line) => ({
	file,
	...line === void 0 ? {} : { line }
});
function renderedRoles(evidence, knownAccounts) {
	return evidence.flatMap((one) => {
		if (!one.ok) return [];
		return one.manifests.flatMap((manifest) => strange(rolesIn(manifest), knownAccounts)).map((role) => ({
			...role,
			folder: one.folder
		}));
	});
}
function rolesIn({ text, content }) {
	if (!text.includes("role-arn")) return [];
	return leavesOf(content()).flatMap(({ path, value }) => {
		const arn = String(value).trim();
		const account = isRoleKey(String(path.at(-1))) ? accountOf(arn) : void 0;
		return account === void 0 ? [] : [{
			arn,
			account,
			...nameOf(content())
		}];
	});
}
/** Each is looked for in every file, and nobody reads more. */
const MOST_ROLES = 100;
const MOST_PLACES = 20;
/** Looks through texts for each role once. */
function findRoles(texts, place) {
	const known = /* @__PURE__ */ new Map();
	return (arn) => {
		if (!known.has(arn) && known.size < MOST_ROLES) known.set(arn, placesOf(arn, texts, place));
		return known.get(arn) ?? [];
	};
}
function placesOf(arn, texts, place) {
	const places = [];
	for (const [path, text] of texts) {
		const at = places.length < MOST_PLACES ? text.indexOf(arn) : -1;
		if (at >= 0) places.push(place(path, text.slice(0, at).split("\n").length));
	}
	return places;
}
/** @param edited Kustomizations that are edited: what they name themselves is reported with them. */
function roleWarnings(roles, find, edited) {
	return roles.flatMap((role) => {
		const places = find(role.arn);
		const given = `gives ${role.kind} ${role.name} ${describeRole(role)}`;
		if (places.length === 0) return [oneLine(`${role.folder || "."}, when it is rendered, ${given}`)];
		return places.filter(({ file }) => !edited.has(file)).map(({ file, line, url }) => oneLine(`${file}:${line} ${given}${url ? ` See ${url}` : ""}`));
	});
}
// src/render/render-check.ts
/** Renders the edited overlays and looks for the new image: an entry that matches no container deploys nothing. */
var RenderCheck = class {
	#with;
	#cache;
	constructor(options) {
		this.#with = options;
		this.#cache = new RenderCache(options.tree);
	}
	/** Warnings for people. @throws StepError IMAGE_NOT_RENDERED, or RENDER_FAILED (mode require). */
	async check(proposal) {
		const { mode, tree, render } = this.#with;
		if (mode === "off" || proposal.verdicts.every(({ outcome }) => outcome !== "write")) return [];
		if (!render) return withoutTool(mode);
		const known = await this.#cache.recall(proposal);
		const recalled = [...known].map(([entry, warnings]) => ({
			entry,
			warnings
		}));
		const cases = await casesOf(proposal, proposal.verdicts.filter((entry) => entry.outcome === "write" && !known.has(entry)), {
			tree,
			mode
		});
		const found = await this.#examine(proposal, cases, render);
		const good = [...known.keys(), ...found.flatMap(({ problem, entry }) => problem ? [] : [entry])];
		const reached = new Set(good.map(({ image }) => image));
		const verdicts = found.map((one) => ({
			...tolerated(one, reached),
			entry: one.entry
		}));
		const warnings = warningsOf([...recalled, ...verdicts]);
		const problems = verdicts.flatMap(({ problem }) => problem ?? []);
		if (problems.length > 0) for (const warning of warnings) this.#with.onWarning?.(warning);
		failOnAny(problems);
		return warnings;
	}
	async #examine(proposal, cases, render) {
		const { tree, onFile } = this.#with;
		const roots = [...new Set(cases.flatMap((one) => one.roots))];
		const graph = await walk(tree, proposal.tip, roots);
		const evidence = await this.#render(proposal, {
			graph,
			roots,
			render
		});
		const rolesOf = await roleAdvice(proposal, {
			graph,
			evidence
		}, this.#with);
		const verdicts = [];
		for (const one of cases) {
			await onFile?.();
			const own = evidence.filter(({ folder }) => one.roots.includes(folder));
			const { problem, ...verdict } = one.known ?? await this.#judge(one, own, {
				graph,
				tip: proposal.tip
			});
			const warnings = [...verdict.warnings, ...rolesOf(own)];
			if (!problem) this.#cache.remember(proposal, one.entry, {
				ids: idsOf(graph, one),
				warnings
			});
			verdicts.push({
				warnings,
				...problem ? { problem } : {},
				entry: one.entry
			});
		}
		return verdicts;
	}
	/** The files themselves are looked into for what is refused alone. */
	async #judge({ options, roots }, evidence, { graph, tip }) {
		const verdict = judge(options, evidence);
		if (verdict.problem?.code !== "IMAGE_NOT_RENDERED") return verdict;
		const sources = sourcesIn(await textsOf(graph, reachedFrom(graph, roots), {
			tree: this.#with.tree,
			tip
		}));
		return judge({
			...options,
			wanted: {
				...options.wanted,
				sources
			}
		}, evidence);
	}
	/** Only what the kustomizations lead to is written to the disk, and once for all of them. */
	async #render(proposal, { graph, roots, render }) {
		const { tree } = this.#with;
		const reaches = roots.map((folder) => ({
			folder,
			...reachOf(graph, folder)
		}));
		const blocked = reaches.flatMap(({ folder, obstacle }) => obstacle ? [{
			folder,
			ok: false,
			...obstacle
		}] : []);
		const ready = reaches.filter(({ obstacle }) => obstacle === void 0);
		if (ready.length === 0) return blocked;
		const needed = outermost(ready.flatMap(({ folders }) => folders));
		const written = await tree.materialise(proposal.tip, needed.includes("") ? [] : needed);
		if ("refused" in written) return [...blocked, ...ready.map(({ folder }) => unwritten(folder, written.refused))];
		const texts = [...proposal.before, ...proposal.files].filter(([path]) => ancestorsOf(path).some((folder) => needed.includes(folder)));
		const folders = ready.map(({ folder }) => folder);
		const rendered = await render({
			root: written.folder,
			folders,
			texts: new Map(texts)
		});
		return [...blocked, ...[...rendered].map(([folder, rendering]) => evidenceOf(folder, rendering))];
	}
};
/** Each once, with the entries that it is true of. */
function warningsOf(verdicts) {
	const all = verdicts.flatMap(({ entry: { place }, warnings }) => warnings.map((text) => ({
		text,
		place
	})));
	const distinct = new Map(all.map((one) => [one.text, one]));
	return byCause([...distinct.values()], ({ text, place }) => ({
		texts: [text],
		place
	})).map(([first, ...others]) => others.length === 0 ? first.text : `${first.text} ${sameAt(others.map(({ place }) => place))}`);
}
/** Said once for all overlays, and before anything is looked at. */
function withoutTool(mode) {
	const message = "neither kustomize nor kubectl is on the PATH of this runner";
	const hint = "Install one of them in a step before (runners of GitHub have both)";
	if (mode === "require") fail({
		code: "RENDER_FAILED",
		inputs: ["render-check"],
		message: `the overlays could not be rendered: ${message}`,
		hint: `${hint}, or set render-check: auto.`
	});
	return [`The overlays could not be rendered, so it is not known whether a container gets the new image: ${message}. ${hint}, or set render-check: off to silence this.`];
}
function unwritten(folder, refused) {
	return {
		folder,
		ok: false,
		message: refused,
		hint: "Move what is not rendered out of these folders."
	};
}
function evidenceOf(folder, rendering) {
	if (!rendering.ok) return {
		folder,
		...rendering
	};
	return {
		folder,
		ok: true,
		manifests: splitManifests(rendering.manifests)
	};
}
/** Nothing is watched where nothing was rendered: then the tip itself must be the same. */
function idsOf(graph, { roots, entry }) {
	const watched = roots.flatMap((root) => reachOf(graph, root).watched);
	if (watched.length === 0) return /* @__PURE__ */ new Map([[parentOf(entry.file), void 0]]);
	return new Map(watched.map((path) => [path, graph.get(path)?.id]));
}
// src/render/tool/renderer.ts
const LARGEST_OUTPUT = 67108864;
const AT_ONCE = 4;
/** kustomize, or else kubectl, from PATH; undefined where there is neither. */
function kustomizeRenderer(env, ports) {
	const tool = findTool(env);
	if (!tool) return void 0;
	const { signal, workspace, log } = ports;
	let enclosed;
	return async ({ root, folders, texts }) => {
		for (const [path, text] of texts) writeFileSync(join(root, path), text);
		const isolation = isolated(workspace);
		enclosed ??= findEnclosure(env, isolation, signal).then((found) => {
			log.info(`Overlays are rendered with ${tool.name} ${found.description}.`);
			return found;
		});
		const { around } = await enclosed;
		const child = {
			tool,
			command: around([tool.file, ...tool.args]),
			env: isolation,
			signal,
			root
		};
		const output = workspace.folder("rendered");
		const gate = atMost(AT_ONCE);
		const rendered = folders.map(async (folder, index) => {
			return [folder, await gate(() => render(child, folder, join(output, `${index}.yaml`)))];
		});
		return new Map(await Promise.all(rendered));
	};
}
/** Written to a file, whose size is known before it is read. */
async function render({ tool, command: [file, ...args], env, signal, root }, folder, output) {
	signal.throwIfAborted();
	try {
		const result = await runCommand(file, [
			...args,
			join(root, folder),
			"-o",
			output
		], {
			cwd: root,
			env,
			signal,
			timeoutMs: TIMEOUT_MS$1
		});
		signal.throwIfAborted();
		if (result.exitCode !== 0) return cannot(failureOf(tool, result, root));
		const size = statSync(output, { throwIfNoEntry: false })?.size;
		if (size === void 0) return cannot(`${tool.name} rendered nothing`);
		if (size > LARGEST_OUTPUT) return cannot(`${tool.name} rendered ${Math.round(size / 1024 / 1024)} MiB`);
		return {
			ok: true,
			manifests: readFileSync(output, "utf8")
		};
	} finally {
		rmSync(output, { force: true });
	}
}
function cannot(message) {
	return {
		ok: false,
		message,
		hint: "Render the overlay on your machine with the same tool to see all of it."
	};
}
// src/doors/deploy/open-checks.ts
/** What is looked at beyond the edited entries, with the tools of this runner. */
function openChecks(tree, options) {
	const { config, environment, signal, watch, log } = options;
	const placeAt = (tip) => placeIn(config.remote, tip);
	const onFile = () => nextTurn(signal);
	const renameCheck = new RenameCheck(tree);
	const renderCheck = new RenderCheck({
		mode: config.renderCheck,
		tree,
		render: kustomizeRenderer(environment.variables, options),
		knownAccounts: config.knownAccounts,
		placeAt,
		onFile,
		onWarning: (warning) => log.warning(warning)
	});
	const checkCharts = chartsAsked(tree, options);
	return {
		seek: async (proposal) => {
			const { warnings, unknown } = await applicationOverrides(ofKustomize(proposal), {
				tree,
				address: comparable(config.remote),
				onFile
			});
			for (const line of unknown) log.info(line);
			return warnings;
		},
		advise: async (proposal) => [...kustomizationWarnings(ofKustomize(proposal), config.knownAccounts, placeAt(proposal.tip)), ...await argocdOverrides(tree, ofKustomize(proposal))],
		render: (proposal) => watch(() => ({ what: "the overlays to be rendered" }), async () => {
			const overlays = renderCheck.check(ofKustomize(proposal));
			const charts = Promise.allSettled([overlays]).then(() => checkCharts(proposal));
			return (await allOrProblems([
				renameCheck.check(proposal),
				overlays,
				charts
			])).flat();
		})
	};
}
/** Nothing of it is loaded, and helm not looked for, where no values of a chart are edited. */
function chartsAsked(tree, options) {
	const { config, environment, log } = options;
	let opened;
	const open = async () => {
		const [{ ChartCheck }, { helmRenderer }] = await Promise.all([import("./render-chart.js").then((n) => n.t), import("./render-helm.js").then((n) => n.n)]);
		return new ChartCheck({
			mode: config.renderCheck,
			tree,
			address: comparable(config.remote),
			render: helmRenderer(environment.variables, options),
			onNote: (note) => log.notice(note),
			onWarning: (warning) => log.warning(warning)
		});
	};
	return async (proposal) => {
		const hasValues = writtenBy(proposal).some(({ kind }) => kind === "helm-values" || kind === "argocd");
		if (config.renderCheck === "off" || !hasValues) return [];
		opened ??= open();
		return (await opened).check(proposal);
	};
}
/** Azure DevOps has a name of its own for one repository in each form of its address. */
const comparable = ({ url, host }) => host === "azure" ? void 0 : url;
// src/doors/deploy/open-kind.ts
/** What finds and edits the entries of a target; loaded only where a target is of that kind. */
async function openKind({ kind }) {
	switch (kind) {
		case "kustomize": return kustomizeImages;
		case "helm-values": return (await import("./edit-helm.js").then((n) => n.n)).helmValues;
		case "manifest": return (await import("./edit-manifest.js").then((n) => n.t)).manifestImages;
		case "argocd": return (await import("./edit-helm.js").then((n) => n.t)).argocdApplications;
	}
}
// src/source/history/github-history.ts
/** Up to 300 files, each with its part of a diff that GitHub cuts at some megabytes ("Compare two commits"). */
const MOST_BYTES = 16777216;
/**
* The compare API of GitHub ("Compare two commits"), which needs `contents: read` of the service repository. One
* request for each pair: the files are in the answer that gives the relation.
*/
function githubHistory(github, of) {
	const answers = /* @__PURE__ */ new Map();
	const ask = (base, head) => {
		const range = `${base}...${head}`;
		const answer = answers.get(range) ?? compare(github, of, range);
		answers.set(range, answer);
		return answer;
	};
	return {
		compare: async (base, head) => (await ask(base, head))?.relation,
		changes: async (base, head) => (await ask(base, head))?.changes,
		merged: (commit) => merged(github, of, commit)
	};
}
/** More often nobody brings the branch of a pull request up to date. */
const MOST_MERGES = 10;
async function merged(github, of, commit) {
	const [owner = "", repo = ""] = of.repository.split("/");
	const read = async (id) => readCommit(await answerOf(github, of, ({ request }) => request("GET /repos/{owner}/{repo}/git/commits/{commit_sha}", {
		owner,
		repo,
		commit_sha: id
	})));
	let [, next] = (await read(commit)).parents;
	for (let merges = 0; next !== void 0 && merges <= MOST_MERGES; merges += 1) {
		const { parents, message } = await read(next);
		if (parents.length < 2) return message;
		next = parents[0];
	}
}
/** What is none has no parents and no message. */
const readCommit = (answer) => ({
	parents: listOf(fieldOf(answer, "parents")).flatMap((parent) => textOf$1(fieldOf(parent, "sha")) || []),
	message: textOf$1(fieldOf(answer, "message"))
});
async function compare(github, of, basehead) {
	const [owner = "", repo = ""] = of.repository.split("/");
	const page = {
		owner,
		repo,
		basehead,
		per_page: 1
	};
	const answer = await answerOf(github, of, ({ request }) => request("GET /repos/{owner}/{repo}/compare/{basehead}", page));
	if (answer === void 0) return void 0;
	return readComparison(answer) ?? fail(unknown(github, of, "answered with something else than a comparison"));
}
/** undefined: GitHub does not know what is asked for. */
async function answerOf(github, of, call) {
	const instead = of.foreign ? "" : ", or set fetch-depth: 0 in actions/checkout, so that no request is needed";
	try {
		const { data } = await github.ask(call, {
			mostBytes: MOST_BYTES,
			instead
		});
		return data ?? "";
	} catch (error) {
		if (!(error instanceof GithubFailure)) throw error;
		if (error.status === 404 && github.hasToken) return void 0;
		const without = error.status === 404 ? " to a request without a token" : "";
		return fail(unknown(github, of, `${error.message}${without}`), error);
	}
}
function unknown(github, { repository, foreign }, what) {
	const unasked = foreign ? "" : " With fetch-depth: 0 in actions/checkout the history of the checkout is used, and no request is made.";
	return {
		code: "ORDER_UNKNOWN",
		message: `the history of ${repository} could not be read to compare commits: ${github.apiUrl} ${what}`,
		hint: `${accessHint(foreign ? repository : void 0)}; if GitHub is down or limits requests, run the job again later.${unasked}`
	};
}
// src/source/history/local-history.ts
const TIME_LIMIT_MS = 3e4;
const COMMIT = /^[0-9a-f]{40,64}$/;
/**
* The history of the checkout around a folder, where it is there in full: `fetch-depth: 0`. A shallow clone that
* happens to hold both commits answers "not an ancestor", so it is never asked. Tags are left to the server, because
* those of a checkout may be old.
*/
function localHistory(folder, asking) {
	const ask = askerOf(folder, asking);
	return {
		isWhole: ask !== void 0,
		compare: async (base, head) => {
			if (!ask || !COMMIT.test(base) || isExactVersion(head)) return void 0;
			if (COMMIT.test(head)) return compareIn(ask, base, head);
			const relation = await compareIn(ask, base, `refs/remotes/origin/${head}`);
			return continues(relation) ? relation : void 0;
		},
		changes: async (base, head) => {
			if (!ask || !COMMIT.test(base) || !COMMIT.test(head)) return void 0;
			return continues(await compareIn(ask, base, head)) ? changesIn(ask, base, head) : void 0;
		},
		merged: async (commit) => ask && COMMIT.test(commit) ? mergedIn(ask, commit) : void 0
	};
}
/** The first of the histories that can say it. */
function firstKnown(...histories) {
	const first = async (ask) => {
		for (const history of histories) {
			const answer = await ask(history);
			if (answer !== void 0) return answer;
		}
	};
	return {
		compare: (base, head) => first((history) => history.compare(base, head)),
		changes: (base, head) => first((history) => history.changes(base, head))
	};
}
/** No process is started to find out: most checkouts are shallow. A worktree or submodule counts as unknown. */
function askerOf(folder, asking) {
	const repository = Repository.around(folder, asking);
	if (!repository?.isWhole) return void 0;
	return async (command) => {
		const result = await repository.ask(command, {
			signal: asking.signal,
			timeoutMs: TIME_LIMIT_MS
		});
		return result.exitCode === 0 ? result.stdout : void 0;
	};
}
async function compareIn(ask, base, head) {
	const counted = await ask([
		"rev-list",
		"--left-right",
		"--count",
		`${base}...${head}`,
		"--"
	]);
	const [, left, right] = /^(\d+)\t(\d+)\s*$/.exec(counted ?? "") ?? [];
	if (left === void 0 || right === void 0) return void 0;
	if (left === "0") return right === "0" ? "identical" : "ahead";
	return right === "0" ? "behind" : "diverged";
}
async function mergedIn(ask, commit) {
	return await ask([
		...[
			"log",
			"-1",
			"--first-parent",
			"--no-merges",
			"--format=%B"
		],
		`${commit}^2`,
		"--"
	]) || void 0;
}
/** Without renames, so that both names of a file are listed. Settings of the user or the checkout may hide submodules. */
async function changesIn(ask, base, head) {
	return (await ask([
		"diff-tree",
		...[
			"-r",
			"-z",
			"--name-only",
			"--no-renames",
			"--ignore-submodules=none"
		],
		base,
		head,
		"--"
	]))?.split("\0").filter(Boolean);
}
// src/doors/deploy/open-orders.ts
var open_orders_exports = /* @__PURE__ */ __exportAll({ openHistory: () => openHistory });
/** One order for each source repository. Of another one than the run's neither a checkout nor a branch is known. */
function openOrders(options) {
	const { apiUrl, history, signal, watch } = options;
	const { token } = history;
	const github = openGithub({
		apiUrl,
		token,
		signal,
		watch
	});
	const orders = /* @__PURE__ */ new Map();
	return (repository) => {
		const order = orders.get(repository) ?? openOrder(options, github, repository);
		orders.set(repository, order);
		return order;
	};
}
/**
* Made ready while git clones, which has a process of its own and is started by the end of this turn of the loop. What
* fails here fails again for whoever asks for it.
*/
async function openOrdersAhead(orders, repositories, signal) {
	await nextTurn(signal);
	for (const repository of repositories) orders(repository);
}
function openOrder({ config, source, ...options }, github, repository) {
	const foreign = !isOwnRepository(repository, source);
	const remote = githubHistory(github, {
		repository,
		foreign
	});
	const local = foreign ? void 0 : ownHistory(options);
	if (!local?.isWhole) github.prepare();
	if (!local) return new Order(remote, config, {
		defaultBranch: void 0,
		foreign: repository
	});
	return new Order(firstKnown(local, remote), config, {
		defaultBranch: source.defaultBranch,
		tagPrefix: gitTagPrefix(source.ref)
	});
}
const ownHistory = ({ history, workspace, environment, signal }) => localHistory(history.checkout, {
	scratch: workspace.folder("checkouts"),
	environment,
	signal
});
/** Of the repository of the run. */
function openHistory({ apiUrl, source, watch, ...options }) {
	const { history, signal } = options;
	const github = openGithub({
		apiUrl,
		token: history.token,
		signal,
		watch
	});
	const [local, remote] = [ownHistory(options), githubHistory(github, { repository: source.repository })];
	const merged = async (commit) => await local.merged(commit) ?? await remote.merged(commit);
	return {
		...firstKnown(local, remote),
		merged
	};
}
// src/doors/deploy/open-bump.ts
var open_bump_exports = /* @__PURE__ */ __exportAll({
	openBump: () => openBump,
	openInspection: () => openInspection
});
/** The bump over the config repository, the checkout's own history and the compare API of GitHub. */
function openBump(options) {
	const orders = openOrders(options);
	openOrdersAhead(orders, options.images.map(({ sourceRepository }) => sourceRepository), options.signal).catch(() => void 0);
	const images = options.images.map((image) => wantedImage(image, options.source));
	const describe = describer(options);
	const delivery = deliveryOf(options, describe);
	return bumpOf(images, orders, {
		...options,
		describe,
		delivery,
		arrive: arrivalOf(options)
	});
}
/** What only looks at overlays asks nobody for the order of commits: a deploy does, when it comes. */
function openInspection(options) {
	const images = options.images.map((image) => inspectedImage(image, options.source));
	const ports = {
		describe: async () => void 0,
		delivery: pushOf(options)
	};
	return bumpOf(images, () => UNORDERED, {
		...options,
		...ports
	});
}
function bumpOf(images, orders, options) {
	const { config, source, repository, signal, log, newForMs, onProposal, describe, delivery, arrive } = options;
	return new Bump(images, {
		config,
		origin: originOf(source),
		repository,
		delivery,
		kindOf: openKind,
		orders,
		checks: openChecks(repository, options),
		describe,
		arrive,
		onWarning: (warning) => log.warning(warning),
		onProposal,
		signal,
		newForMs
	});
}
function pushOf({ repository, log, signal }) {
	const onLost = (reason) => log.info(`Another writer was first (${reason}); starting again from the new tip.`);
	return pushDelivery(repository, {
		onLost,
		signal
	});
}
/** What opens pull requests is loaded when there is something to deliver. */
function deliveryOf(options, describe) {
	const { pullRequest: plan } = options.config;
	if (!plan) return pushOf(options);
	const open = async () => {
		const { openPullRequests } = await import("./pull-request.js").then((n) => n.t);
		const [branches, origin] = [await options.branches(), originOf(options.source)];
		return openPullRequests({
			...options,
			plan,
			branches,
			origin,
			describe
		});
	};
	return {
		deliver: async (change) => (await open()).deliver(change),
		rehearse: async (change) => (await open()).rehearse(change)
	};
}
/** What the commits of the images say of themselves; no server is asked for it. */
function describer({ source, history, workspace, environment, signal }) {
	const asking = {
		scratch: workspace.folder("checkouts"),
		environment,
		signal
	};
	const messages = commitMessages(source, {
		folder: history.checkout,
		...asking
	});
	return async ({ commit, source: { name } }) => {
		const message = commit === void 0 ? void 0 : await messages(commit, name);
		return message === void 0 ? void 0 : sourceChange(message, name);
	};
}
/** In replicas of the registries that the images are pushed to. */
function arrivalOf({ config, images, connect, signal, watch }) {
	const arrived = awaitReplicas({
		connect,
		timeoutMs: config.replicas.timeoutSeconds * 1e3,
		signal,
		watch
	});
	return (expected) => {
		const known = expected.flatMap(({ image: { name, tag, digest }, replica }) => {
			const pushed = images.find((image) => image.name === name);
			return pushed ? [{
				...pushed,
				tag,
				digest,
				replica
			}] : [];
		});
		return arrived(known);
	};
}
export { hasImage as A, failureOf as B, pairIn as C, hasName as D, hasKind as E, imageTrailers as F, GithubFailure as H, compareLinks as I, findEnclosure as L, splitManifests as M, contended as N, sourcesIn$1 as O, deployedIn as P, isolated as R, namedItems as S, hasKey as T, openGithub as V, colonEnd as _, RenderCache as a, itemStart as b, commentText as c, emptyMap as d, isSameMeaning as f, withValues as g, stringMeaning as h, some as i, leavesOf as j, acceptedReferences as k, markerText as l, meaningOfMap as m, open_orders_exports as n, keysFor as o, meaningOf as p, tolerated as r, valuesOf as s, open_bump_exports as t, markersOf as u, columnOf as v, hasField as w, mergesOf as x, contentEnd as y, TIMEOUT_MS$1 as z };
