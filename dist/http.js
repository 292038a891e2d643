import { n as __exportAll } from "./rolldown-runtime.js";
import { Dn as oneLine, Tn as jsonObject, dn as isPrivate, sn as endpointKind } from "./doors.js";
import { $ as LIMITS, E as noIdToken, Q as serviceHost, nt as withRetries, tt as lastStart } from "./door-deploy.js";
import { _ as StepError, b as messageOf, g as isExhausted, m as asStepError, v as fail } from "./index.js";
const { Transform, pipeline } = /* @__PURE__ */ process.getBuiltinModule("node:stream");
const https = /* @__PURE__ */ process.getBuiltinModule("node:https");
const http = /* @__PURE__ */ process.getBuiltinModule("node:http");
const { isIP } = /* @__PURE__ */ process.getBuiltinModule("node:net");
const { urlToHttpOptions } = /* @__PURE__ */ process.getBuiltinModule("node:url");
// src/runner/proxy.ts
/** In this order for an https:// URL (curl, "ENVIRONMENT"; git goes by curl). */
const VARIABLES = [
	"https_proxy",
	"HTTPS_PROXY",
	"all_proxy",
	"ALL_PROXY"
];
/** What curl takes where neither scheme nor port is given (CURLOPT_PROXYPORT). */
const PORT_OF_CURL = 1080;
/** The proxy of the network, as curl and git read it; Node alone passes over an address without a scheme. */
function proxyOf(env) {
	const noProxy = env.no_proxy || env.NO_PROXY || "";
	const variable = VARIABLES.find((name) => env[name]?.trim());
	const given = env[variable ?? ""]?.trim();
	if (variable === void 0 || given === void 0) return { kind: "none" };
	const [scheme] = /^[a-z][a-z0-9+.-]{0,20}(?=:\/\/)/i.exec(given) ?? [""];
	if (/^socks/i.test(scheme)) {
		if (/^all/i.test(variable)) return { kind: "none" };
		return {
			kind: "unusable",
			variable,
			why: `is a SOCKS proxy (${scheme}://)`,
			noProxy
		};
	}
	if (!/^(?:https?)?$/i.test(scheme)) return {
		kind: "unusable",
		variable,
		why: `has the scheme ${scheme}://`,
		noProxy
	};
	const url = scheme === "" ? withoutScheme(given) : readable(given);
	return url ? {
		kind: "http",
		variable,
		url: url.href,
		noProxy
	} : {
		kind: "unusable",
		variable,
		why: "is no address",
		noProxy
	};
}
/**
* Hosts that need no proxy, in the words of Node, to which a domain is one host alone: to curl it is all below it, too,
* and white space parts hosts as well as a comma (curl, "NO_PROXY").
*/
const noProxyOfNode = (noProxy) => noProxy.split(/[\s,]+/).flatMap((entry) => {
	const domain = DOMAIN.exec(entry)?.[1];
	return domain === void 0 ? [entry] : [domain, `.${domain}`];
}).join(",");
/** No address, nor a range of some. */
const DOMAIN = /^(?=.*[a-z])([\w-]+(?:\.[\w-]+)*)(?::443)?$/i;
function withoutScheme(given) {
	const url = readable(`http://${given}`);
	if (url?.pathname !== "/") return void 0;
	if (url.port === "" && !/:80\/?$/.test(given)) url.port = String(PORT_OF_CURL);
	return url;
}
/** Node decodes user and password, and stumbles over what is no code. */
function readable(address) {
	try {
		const url = new URL(address);
		for (const part of [url.username, url.password]);
		return /["'`]/.test(url.host) || `${url.pathname}${url.search}${url.hash}`.includes("@") ? void 0 : url;
	} catch {
		return;
	}
}
/** Whether a host is asked without the proxy (curl, "NO_PROXY"): by name, with all below it, or all hosts. */
const isDirect = (host, noProxy) => noProxy.split(/[\s,]+/).map((entry) => entry.toLowerCase().replace(/^\*?\.(?=.)/, "").replace(/:\d{1,5}$/, "")).some((entry) => entry === "*" || entry !== "" && `.${host.toLowerCase()}`.endsWith(`.${entry}`));
function unusableProxy({ variable, why }) {
	return refusal({
		message: `the variable ${variable} of this runner ${why}, and this step reaches AWS and GitHub over HTTP proxies only`,
		hint: `Set ${variable} to an HTTP proxy, as http://HOST:PORT (user and password with % codes for special characters), or name the hosts that need no proxy in NO_PROXY.`
	});
}
/** Of what HTTP calls an error of the client, only these may pass (RFC 9110, RFC 6585, RFC 8470). */
const PASSING = /* @__PURE__ */ new Set([
	408,
	425,
	429
]);
/** A proxy that refuses does so again; undefined for any other failure. */
function refusedByProxy(error, proxy) {
	const { code, statusCode = 0 } = error;
	if (proxy.kind !== "http" || code !== "ERR_PROXY_TUNNEL") return void 0;
	if (statusCode < 400 || statusCode > 499 || PASSING.has(statusCode)) return void 0;
	const { variable, url } = proxy;
	const host = /tunnel to (\S{1,300}) via/.exec(error.message)?.[1] ?? "the server";
	const asked = new URL(url).username === "" ? "asks for user and password" : "does not take user and password";
	return refusal({
		message: `the proxy of this runner (${variable}) lets nobody through to ${host}: it answered ${statusCode}${statusCode === 407 ? `, so it ${asked}` : ""}`,
		hint: statusCode === 407 ? `Put user and password into ${variable}, from a secret: http://USER:PASSWORD@HOST:PORT, with % codes for special characters; this step logs in with Basic alone. A host that needs no proxy goes in NO_PROXY.` : `Have the proxy of ${variable} let this runner through to ${host}, check that it is the address of a proxy, or name the host in NO_PROXY.`
	});
}
const refusal = (what) => new StepError([{
	code: "PROXY_UNUSABLE",
	...what
}]);
// src/runner/spare-connections.ts
/**
* Servers give up a connection that says nothing: nginx and AWS's load balancers after 60 s, HAProxy as it is usually set
* up after 5 or 10, and with an answer (408), which a request would take for its own.
*/
const FRESH_MS = 4e3;
/** Connections of an agent that are opened before a request needs them; until then nothing is sent on them. */
var SpareConnections = class {
	#agent;
	#connect;
	/** By the name that Node gives to all that requests must have in common to use one connection. */
	#spares = /* @__PURE__ */ new Map();
	constructor(agent) {
		this.#agent = agent;
		this.#connect = agent.createConnection.bind(agent);
		agent.createConnection = (options, onConnected) => {
			const name = agent.getName(options);
			if (!this.#spares.get(name)?.length) return this.#connect(options, onConnected);
			setImmediate(() => onConnected?.(null, this.#take(name) ?? this.#connect(options)));
		};
	}
	/**
	* Opens what is missing of so many connections to the server of a URL, those included that are in use. What goes wrong
	* is left to the request that comes: it makes a connection of its own, and reports what is wrong with that.
	*/
	open(url, count) {
		const { name, options } = this.#optionsFor(url);
		const { sockets, freeSockets } = this.#agent;
		const spares = this.#spares.get(name) ?? [];
		this.#spares.set(name, spares);
		const others = [sockets[name], freeSockets[name]].flatMap((list) => list ?? []);
		for (let missing = count - others.length - spares.length; missing > 0; missing -= 1) {
			const socket = this.#connect(options);
			socket.on("error", () => void 0).unref();
			spares.push({
				socket,
				openedAt: performance.now()
			});
		}
	}
	close() {
		for (const { socket } of [...this.#spares.values()].flat()) socket.destroy();
		this.#spares.clear();
	}
	/** As the agent makes them of a request for this URL; it keeps sessions of TLS by `_agentKey`. */
	#optionsFor(url) {
		const { options: own, keepAliveMsecs } = this.#agent;
		const { hostname, port = url.protocol === "https:" ? 443 : 80 } = urlToHttpOptions(url);
		const host = hostname ?? "";
		const address = {
			host,
			port: Number(port),
			servername: isIP(host) ? "" : host,
			...own
		};
		const name = this.#agent.getName(address);
		return {
			name,
			options: {
				...address,
				_agentKey: name,
				keepAliveInitialDelay: keepAliveMsecs
			}
		};
	}
	#take(name) {
		const spares = this.#spares.get(name) ?? [];
		for (let spare = spares.shift(); spare; spare = spares.shift()) {
			if (isFresh(spare)) return spare.socket.ref();
			spare.socket.destroy();
		}
	}
};
/** Open or about to be, and nothing has come of it: what a server says before it is asked is no answer. */
function isFresh({ socket, openedAt }) {
	const { readable, writable, readableLength } = socket;
	return readable && writable && readableLength === 0 && performance.now() - openedAt < FRESH_MS;
}
// src/runner/http.ts
/** Plain HTTP is for loopback, so that no proxy has any business with it: it would read what is sent. */
const httpAgent = new http.Agent({ keepAlive: true });
const proxy = proxyOf(process.env);
/**
* Certificates are always looked at: with NODE_TLS_REJECT_UNAUTHORIZED=0 any proxy could answer for AWS and GitHub. Node
* goes through a proxy by variables that it is given (>= 24.5, `proxyEnv`).
*/
const httpsAgent = agentBehind(proxy);
/** By the scheme of a URL. Behind a proxy there are none: which servers are asked directly (NO_PROXY), Node says to nobody. */
const spare = {
	"http:": new SpareConnections(httpAgent),
	"https:": proxy.kind === "none" ? new SpareConnections(httpsAgent) : void 0
};
function agentBehind(behind) {
	const settings = {
		keepAlive: true,
		rejectUnauthorized: true
	};
	if (behind.kind === "http") return new https.Agent({
		...settings,
		proxyEnv: {
			https_proxy: behind.url,
			no_proxy: noProxyOfNode(behind.noProxy)
		}
	});
	const agent = new https.Agent(settings);
	if (behind.kind === "none") return agent;
	const connect = agent.createConnection.bind(agent);
	agent.createConnection = (options, onConnected) => {
		if (isDirect(options.host ?? "", behind.noProxy)) return connect(options, onConnected);
		setImmediate(() => onConnected?.(unusableProxy(behind), void 0));
	};
	return agent;
}
/** What a failed request means that no other attempt can change: a runner that is used up, a proxy that refuses. */
function requestError(error) {
	if (isExhausted(error)) return asStepError(error);
	return (error instanceof Error ? refusedByProxy(error, proxy) : void 0) ?? error;
}
/**
* Connects for so many requests at once to a server that is about to be asked. What a request would wait for, goes on
* beside other work.
*/
function openAhead(address, count) {
	const url = URL.canParse(address) ? new URL(address) : void 0;
	if (url) spare[url.protocol]?.open(url, count);
}
/** Closes what is kept open for a next request. */
function closeConnections() {
	for (const connections of Object.values(spare)) connections?.close();
	httpAgent.destroy();
	httpsAgent.destroy();
}
const MIB = 1048576;
/** Why a connection failed. Node leaves that unsaid where a host has several addresses, and none of them answered. */
function reasonOf(error) {
	if (error instanceof AggregateError) return error.errors.map(reasonOf).join(", ");
	return messageOf(error);
}
/** Somebody else than the service answers, or without end: whoever reads on is filled up. */
var AnswerTooLarge = class extends Error {
	name = "AnswerTooLarge";
	constructor(most) {
		super(`the answer is larger than ${most / MIB} MiB`);
	}
};
/**
* No later attempt will do better: the certificate of the other side, or of a proxy, is not trusted, or the answer is too
* large.
*/
const isHopeless = (error) => error instanceof AnswerTooLarge || error instanceof Error && /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(error.code ?? "");
/** The same bytes, up to a size; what comes then is not read any more, and the connection is given up. */
function upTo(most, body) {
	let size = 0;
	const transform = (chunk, _encoding, done) => {
		size += chunk.length;
		if (size > most) done(new AnswerTooLarge(most));
		else done(null, chunk);
	};
	return pipeline(body, new Transform({ transform }), () => {});
}
/** One GET. */
const httpGet = (url, headers, options) => httpRequest({
	url,
	headers
}, options);
/**
* One request that ends, well or badly, within the time limit. Rejects when no complete answer came, or too large a one.
*/
function httpRequest({ url, method = "GET", headers, body: sent }, options) {
	const timeout = AbortSignal.timeout(options.timeoutMs);
	const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
	const secure = new URL(url).protocol === "https:";
	return new Promise((resolve, reject) => {
		const onError = (error) => {
			reject(timeout.aborted && !isExhausted(error) ? /* @__PURE__ */ new Error(`no answer within ${options.timeoutMs / 1e3} s`) : requestError(error));
		};
		const request = (secure ? https : http).request(url, {
			method,
			headers,
			signal,
			agent: secure ? httpsAgent : httpAgent
		}, (response) => {
			const chunks = [];
			const body = upTo(options.mostBytes ?? MIB, response);
			body.on("data", (chunk) => chunks.push(chunk));
			body.on("error", onError);
			body.on("end", () => resolve({
				status: response.statusCode ?? 0,
				headers: response.headers,
				body: Buffer.concat(chunks).toString("utf8")
			}));
		});
		request.on("error", onError);
		request.end(sent);
	});
}
// src/aws/endpoints.ts
/** An endpoint that is given is what it is: the SDK refuses to combine it with a kind. */
const GIVEN = {
	fips: false,
	dualStack: false
};
/** Which endpoint of a service the SDK is to choose. */
function endpointKindOf(service, { registry, endpoints }) {
	if (endpoints[service]) return GIVEN;
	const { fips, dualStack } = endpointKind(registry);
	return {
		fips: fips && !(service === "STS" && registry.partition === "aws-us-gov"),
		dualStack
	};
}
/** Where the SDK will ask, known before it is loaded; a request goes where the SDK itself sends it. */
function endpointUrl(service, place) {
	const given = place.endpoints[service];
	const host = serviceHost(service, place.registry.region, endpointKindOf(service, place));
	return given ? given.url : `https://${host}/`;
}
/** Registries of one role that take the same authorization token have this in common. */
const tokenScope = (registry) => JSON.stringify([registry.region, endpointKind(registry)]);
// src/aws/session/oidc.ts
/**
* The same, with the first token of an audience asked for at once: what will use it takes long to load. What is wrong is
* reported to whoever asks.
*/
function askedAhead(identity, audience, { budgetMs, onRequest }) {
	let first = identity(audience, budgetMs, onRequest);
	first.catch(() => void 0);
	return (asked, leftMs) => {
		if (asked !== audience || !first) return identity(asked, leftMs);
		const ahead = first;
		first = void 0;
		return ahead;
	};
}
/**
* Our own request, because the toolkit retries each of its attempts for minutes.
* @throws StepError ID_TOKEN_UNAVAILABLE or OIDC_FAILED.
*/
function githubWebIdentity(env, source, { signal, secrets, watch, limits = LIMITS }) {
	return async (audience, budgetMs = limits.budgetMs, onRequest) => {
		const url = env.ACTIONS_ID_TOKEN_REQUEST_URL;
		const requestToken = env.ACTIONS_ID_TOKEN_REQUEST_TOKEN;
		if (!url || !requestToken) return fail(noIdToken(source));
		secrets.mask(requestToken);
		const request = {
			url: withAudience(url, audience),
			requestToken,
			signal
		};
		const timeoutMs = Math.ceil(Math.min(limits.attemptMs, Math.max(budgetMs, limits.attemptMs / 10)));
		try {
			const asked = withRetries(() => requestOnce({
				...request,
				timeoutMs
			}), {
				classify: (error) => error instanceof StepError || isHopeless(error) ? "final" : "transient",
				budgetMs: lastStart({
					...limits,
					budgetMs
				}),
				signal,
				waiting: watch && {
					watch,
					describe: (error) => `GitHub's OIDC endpoint (${oneLine(reasonOf(error))})`
				}
			});
			onRequest?.();
			const token = await asked;
			secrets.mask(token);
			return token;
		} catch (error) {
			if (error instanceof StepError) throw error;
			return failed(`did not answer: ${reasonOf(error)}`, error);
		}
	};
}
function withAudience(url, audience) {
	if (!URL.canParse(url)) return failed("has no address: ACTIONS_ID_TOKEN_REQUEST_URL is no URL");
	if (!isPrivate(url)) return inTheClear(url);
	const request = new URL(url);
	request.searchParams.set("audience", audience);
	return request.href;
}
/** The runner sets the variable itself for every step that may have a token, over whatever a step before has written. */
function inTheClear(url) {
	return fail({
		code: "ENDPOINT_UNTRUSTED",
		message: `the variable ACTIONS_ID_TOKEN_REQUEST_URL is at ${new URL(url).origin}, and the token that this request carries would cross the network unencrypted`,
		hint: "Serve the GitHub Enterprise Server of this runner over HTTPS; a runner of github.com has such an address only if something on it changes ACTIONS_ID_TOKEN_REQUEST_URL, which should be found before the job runs again. Where there is no HTTPS, set aws-credentials: ambient."
	});
}
async function requestOnce({ url, requestToken, timeoutMs, signal }) {
	const headers = {
		authorization: `Bearer ${requestToken}`,
		accept: "application/json"
	};
	const { status, body } = await httpGet(url, headers, {
		timeoutMs,
		signal
	});
	if (status === 429 || status >= 500) throw new Error(`HTTP ${status}`);
	if (status !== 200) return failed(`answered ${status}${reasonIn(body)}`);
	const token = tokenIn(body);
	if (token === void 0) throw new Error("the answer held no token");
	return token;
}
function tokenIn(body) {
	const { value } = jsonObject(body);
	return typeof value === "string" && value !== "" ? value : void 0;
}
/** GitHub says why in a `message`. */
function reasonIn(body) {
	const { message } = jsonObject(body);
	return typeof message === "string" ? `: ${oneLine(message).slice(0, 200)}` : "";
}
function failed(what, cause) {
	return fail({
		code: "OIDC_FAILED",
		message: `GitHub's OIDC endpoint ${what}`,
		hint: "Run the job again; if it stays, look at githubstatus.com, and at the proxy settings of a self-hosted runner (HTTPS_PROXY, NO_PROXY; the authority of a certificate in NODE_EXTRA_CA_CERTS)."
	}, cause);
}
// src/images/look-up-servers.ts
/** Where `lookUp` asks, and how many requests at once: for every login, and for every repository. */
function lookUpServers(images) {
	const logins = new Map(images.map(({ access }) => [tokenScope(access.registry), access]));
	const repositories = new Map(images.map(({ repositoryUrl, access }) => [repositoryUrl, access]));
	const asked = [...logins.values(), ...repositories.values()];
	const servers = Map.groupBy(asked, (access) => endpointUrl("ECR", access));
	return new Map([...servers].map(([url, accesses]) => [url, accesses.length]));
}
// src/doors/deploy/open-identity.ts
var open_identity_exports = /* @__PURE__ */ __exportAll({ openIdentity: () => openIdentity });
/**
* Who the run is to AWS. The first token that it will need is asked for at once, and while GitHub makes it, connections
* are opened to all who are asked next. A run without such a token, or one that pushes nothing, asks for what it needs
* when it needs it: with ambient credentials the services are near, and whether there are any nobody knows before.
*/
function openIdentity(plan, source, { environment, secrets, signal, watch, atEnd }) {
	atEnd(closeConnections);
	const identity = githubWebIdentity(environment.variables, source, {
		signal,
		secrets,
		watch
	});
	if (plan.kind !== "push") return identity;
	const { session } = plan.images[0].access;
	if (session.ambient) return identity;
	return askedAhead(identity, session.audience, {
		budgetMs: lastStart(LIMITS),
		onRequest: () => openForLookUp(plan)
	});
}
function openForLookUp({ images }) {
	openAhead(endpointUrl("STS", images[0].access), 1);
	for (const [url, count] of lookUpServers(images)) openAhead(url, count);
}
export { closeConnections as a, httpRequest as c, openAhead as d, reasonOf as f, tokenScope as i, httpsAgent as l, upTo as m, githubWebIdentity as n, httpAgent as o, requestError as p, endpointKindOf as r, httpGet as s, open_identity_exports as t, isHopeless as u };
