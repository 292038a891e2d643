import { n as __exportAll } from "./rolldown-runtime.js";
import { v as fail } from "./index.js";
import { G as fieldOf, J as recordOf, wn as isRecord } from "./doors.js";
import { H as GithubFailure, V as openGithub } from "./gitops.js";
import { L as shownAddress } from "./door-deploy.js";
const { createPrivateKey, sign } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
const { setTimeout } = /* @__PURE__ */ process.getBuiltinModule("node:timers/promises");
// src/github/new-token.ts
const PAUSE_MS = 500;
/** How GitHub answers whom it does not know. */
const UNKNOWN = 401;
/** Asks again while a token that was made a moment ago is refused: nothing was done, whatever was asked for. */
async function whileNew(ask, { isNew, signal }) {
	for (;;) try {
		return await ask();
	} catch (error) {
		if (!(error instanceof GithubFailure && error.status === UNKNOWN && await isNew?.())) throw error;
		await setTimeout(PAUSE_MS, void 0, { signal });
	}
}
// src/github/app/faults.ts
const label = ({ owner, name }) => `${owner}/${name}`;
const origin = ({ serverUrl }) => new URL(serverUrl).origin;
/** Where people manage what is installed; that of a person has no name in it. */
const installations = (place) => `${origin(place)}/organizations/${place.owner}/settings/installations (of a person: ${origin(place)}/settings/installations)`;
function notInstalled(place, { slug }) {
	const page = slug ? `${origin(place)}/apps/${slug}/installations/new` : installations(place);
	return {
		code: "APP_NOT_INSTALLED",
		message: `the GitHub App ${slug ?? place.id} of config-app-id is not installed on ${place.owner}, the owner of config-repository`,
		hint: `Install it: open ${page}, choose ${place.owner}, and give it ${label(place)}. If it is installed there already, check the spelling of config-repository and config-app-id.`
	};
}
function repositoryMissing(place, { slug, page }) {
	return {
		code: "APP_NOT_INSTALLED",
		message: `the GitHub App ${slug ?? place.id} of config-app-id is installed on ${place.owner}, but not for ${label(place)}`,
		hint: `Open ${page ?? installations(place)} and add ${place.name} under "Repository access"; or correct config-repository: the repository must be there under this name, also if it was renamed.`
	};
}
function suspended(place, { slug, page }) {
	return {
		code: "APP_SUSPENDED",
		message: `the GitHub App ${slug ?? place.id} of config-app-id is suspended on ${place.owner}`,
		hint: `Have an owner of ${place.owner} open ${page ?? installations(place)} and choose "Unsuspend", once it is known why it was suspended.`
	};
}
function withoutPermission(place, missing, { slug, page }) {
	return {
		code: "APP_PERMISSION_MISSING",
		message: `the GitHub App ${slug ?? place.id} of config-app-id has not the repository permission ${shownOf(missing)} on ${place.owner}`,
		hint: granting(place, {
			slug,
			page
		})
	};
}
/** A warning: only an option needs it. */
const withoutWish = (place, missing, found) => `The GitHub App ${found.slug ?? place.id} of config-app-id has not the organization permission ${shownOf(missing)} on ${place.owner}, without which GitHub lets it ask no team to review (pull-request.team-reviewers). ${granting(place, found)}`;
const granting = (place, { slug, page }) => `Give it under "Permissions & events" of the App (${slug ? `${origin(place)}/apps/${slug}, "App settings"` : "the settings of the App"}); then accept it for ${place.owner}: open ${page ?? installations(place)}, "Review request".`;
const shownOf = (names) => names.map((name) => `"${PERMISSIONS[name] ?? name}"`).join(" and ");
const PERMISSIONS = {
	contents: "Contents: Read and write",
	pull_requests: "Pull requests: Read and write",
	members: "Members: Read-only"
};
function keyRefused(place, said) {
	return {
		code: "APP_KEY_REFUSED",
		message: `GitHub does not take the key in ${place.keyInput} for the App ${place.id} of config-app-id: ${said}`,
		hint: `Open the page of the App (${origin(place)}/settings/apps, or ${origin(place)}/organizations/${place.owner}/settings/apps): "App ID" or "Client ID" must be what config-app-id says, and the key must be listed under "Private keys" by its fingerprint; openssl rsa -in key.pem -pubout -outform DER | openssl sha256 -binary | openssl base64 prints that of a file. A key that was deleted there is not taken any more: generate another one.`
	};
}
function noSuchApp(place) {
	return {
		code: "APP_KEY_REFUSED",
		message: `${new URL(place.serverUrl).host} has no GitHub App with the id ${place.id} of config-app-id`,
		hint: `Set config-app-id to the "App ID" or "Client ID" on the page of the App (${origin(place)}/settings/apps, or ${origin(place)}/organizations/${place.owner}/settings/apps); the number in the address of an installation is another one.`
	};
}
function clockRefused(place, said) {
	return {
		code: "APP_KEY_REFUSED",
		message: `GitHub does not take the time in the token of the App ${place.id}: ${said}`,
		hint: "Set the clock of the runner (NTP). The step has tried once more with the time of GitHub, which was not taken either."
	};
}
/** @throws StepError APP_TOKEN_FAILED, or what was thrown, where it is no answer of GitHub. */
function failToken(place, error) {
	if (!(error instanceof GithubFailure)) throw error;
	const said = error.said.length > 0 ? `: ${error.said.join("; ")}` : "";
	return fail({
		code: "APP_TOKEN_FAILED",
		message: `no token of the GitHub App ${place.id} for ${label(place)}: ${new URL(place.serverUrl).host} ${error.message}${said}`,
		hint: `Run the job again; if it stays, check the network of the runner and the status page of ${shownAddress(place.serverUrl, "/") ?? place.serverUrl}.`
	}, error);
}
// src/github/app/jwt.ts
/** GitHub docs, "Generating a JSON Web Token for a GitHub App": a minute back for clocks that differ, ten at most ahead. */
const BACK_S = 60;
const AHEAD_S = 540;
async function appJwt(id, now, signJwt) {
	const seconds = Math.floor(now / 1e3);
	const exp = seconds + AHEAD_S;
	const input = [{
		alg: "RS256",
		typ: "JWT"
	}, {
		iat: seconds - BACK_S,
		exp,
		iss: id
	}].map(base64url).join(".");
	return {
		jwt: `${input}.${Buffer.from(await signJwt(input)).toString("base64url")}`,
		endsAt: exp * 1e3
	};
}
const base64url = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
function signWithPem(pem) {
	const key = createPrivateKey(pem);
	return async (input) => sign("RSA-SHA256", Buffer.from(input), key);
}
// src/github/app/as-app.ts
/** GitHub's API with what an App signed, or with a token that it was given. */
const openForApp = (access) => openGithub({
	...access,
	credential: "a token of config-app-id"
});
/** Asks GitHub as the App itself, whose clock is that of GitHub where ours is refused. */
var AsApp = class {
	#place;
	#ports;
	#jwt;
	#aheadMs = 0;
	constructor(place, ports) {
		this.#place = place;
		this.#ports = ports;
	}
	/** How far the clock of GitHub is before ours, as far as that is known. */
	get aheadMs() {
		return this.#aheadMs;
	}
	/** Once more with the time of GitHub, where that says that ours is wrong. */
	ask = async (call) => {
		try {
			return await this.#askOnce(call);
		} catch (error) {
			const aheadMs = clockOf(error);
			if (aheadMs === void 0 || this.#aheadMs !== 0) return explain(this.#place, error);
			this.#aheadMs = aheadMs;
			this.#jwt = void 0;
			this.#ports.log.warning(wrongClock(aheadMs));
			return await this.#askOnce(call).catch((again) => explain(this.#place, again));
		}
	};
	async #askOnce(call) {
		const { jwt } = await this.#signed();
		const { apiUrl, signal, watch } = this.#ports;
		return openForApp({
			apiUrl,
			signal,
			token: jwt,
			...watch ? { watch } : {}
		}).ask(call);
	}
	/** One signature for all requests of some minutes. */
	async #signed() {
		const known = await this.#jwt;
		const now = Date.now() + this.#aheadMs;
		if (known && now < known.endsAt - 6e4) return known;
		this.#jwt = appJwt(this.#place.id, now, this.#ports.sign);
		try {
			const made = await this.#jwt;
			this.#ports.secrets.mask(made.jwt);
			return made;
		} catch (error) {
			this.#jwt = void 0;
			throw error;
		}
	}
};
/** As GitHub says of `iat` and `exp` that it does not take. */
const TIMES = /'(?:Issued at|Expiration time)' claim/i;
/** How far GitHub is before us, where that is why it refused. */
function clockOf(error) {
	if (!(error instanceof GithubFailure) || !TIMES.test(error.said.join("\n"))) return void 0;
	const { cause } = error;
	const response = cause instanceof Error && "response" in cause ? cause.response : void 0;
	const date = Date.parse(String(fieldOf(response, "headers", "date")));
	return Number.isNaN(date) ? void 0 : date - Date.now();
}
const wrongClock = (aheadMs) => `The clock of this runner is ${Math.round(Math.abs(aheadMs) / 1e3)} s ${aheadMs > 0 ? "behind" : "ahead of"} that of GitHub: set it (NTP). The token is asked for with the time of GitHub.`;
/** @throws StepError APP_KEY_REFUSED, or what was thrown, where GitHub refuses something else. */
function explain(place, error) {
	if (!(error instanceof GithubFailure)) throw error;
	const said = error.said.join("; ");
	if (/Integration not found/i.test(said)) return fail(noSuchApp(place), error);
	if (error.status !== 401) throw error;
	return fail(TIMES.test(said) ? clockRefused(place, said) : keyRefused(place, said || "it answered 401"), error);
}
// src/github/app/author.ts
const BUDGET_MS = 5e3;
/** The account that GitHub shows for commits of an App; without its number where GitHub does not give that. */
async function findAuthor(slug, serverUrl, ports) {
	const name = `${slug}[bot]`;
	const id = await idOf(name, ports).catch(() => {
		ports.signal.throwIfAborted();
	});
	const { hostname } = new URL(serverUrl);
	return {
		name,
		email: `${id === void 0 ? "" : `${id}+`}${name}@users.noreply.${hostname}`
	};
}
async function idOf(username, { apiUrl, signal, token, isNew }) {
	const github = openForApp({
		apiUrl,
		signal,
		token: await token()
	});
	const ask = (octokit) => octokit.request("GET /users/{username}", { username });
	const { data } = await whileNew(() => github.ask(ask, { budgetMs: BUDGET_MS }), {
		isNew,
		signal
	});
	const id = fieldOf(data, "id");
	return Number.isSafeInteger(id) ? Number(id) : void 0;
}
// src/github/app/installation.ts
/** @throws StepError APP_NOT_INSTALLED, APP_SUSPENDED or APP_PERMISSION_MISSING. */
async function findInstallation(ask, place, wanted) {
	const { owner, name: repo } = place;
	return judged((await ask((octokit) => octokit.request("GET /repos/{owner}/{repo}/installation", {
		owner,
		repo
	})).catch(async (error) => {
		if (!(error instanceof GithubFailure) || error.status !== 404) throw error;
		return fail(await explainMissing(ask, place), error);
	})).data, place, wanted);
}
function judged(data, place, wanted) {
	const { id, suspended_at: since, permissions } = recordOf(data);
	const found = foundIn(data, place);
	if (since !== null && since !== void 0) fail(suspended(place, found));
	const granted = isRecord(permissions) ? permissions : void 0;
	const missing = missingIn(granted, wanted);
	if (missing.length > 0) fail(withoutPermission(place, missing, found));
	if (typeof id !== "number") throw new GithubFailure("answered without an installation", { retry: "final" });
	return {
		id,
		granted,
		...found
	};
}
/** The names of those that it is known not to have. */
const missingIn = (granted, wanted) => granted ? Object.keys(wanted).filter((name) => !covers(granted[name], wanted[name])) : [];
const covers = (granted, wanted) => granted === wanted || granted === "write" || granted === "admin";
/** Not there at all, or not for this repository: another question, and only of a run that fails. */
async function explainMissing(ask, place) {
	const { owner } = place;
	const elsewhere = await ask((octokit) => octokit.request("GET /users/{username}/installation", { username: owner })).catch(() => void 0);
	if (elsewhere) return repositoryMissing(place, foundIn(elsewhere.data, place));
	const app = await ask((octokit) => octokit.request("GET /app")).catch(() => void 0);
	return notInstalled(place, {
		slug: slugIn(recordOf(app?.data).slug),
		page: void 0
	});
}
function foundIn(data, { serverUrl }) {
	const { app_slug: slug, html_url: page } = recordOf(data);
	return {
		slug: slugIn(slug),
		page: pageOn(serverUrl, page)
	};
}
const slugIn = (value) => typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9-]{0,99}$/.test(value) ? value : void 0;
/** A link goes into logs, so that it is one of this server. */
function pageOn(serverUrl, value) {
	const url = typeof value === "string" && URL.canParse(value) ? new URL(value) : void 0;
	return url?.origin === new URL(serverUrl).origin ? `${url.origin}${url.pathname}` : void 0;
}
// src/github/app/mint.ts
/** @throws StepError APP_NOT_INSTALLED, APP_SUSPENDED or APP_PERMISSION_MISSING. */
async function mintToken(ask, options) {
	const { installation, permissions, wished } = options;
	const names = Object.keys(wished);
	const refused = missingIn(installation.granted, wished);
	const without = (missing) => Object.fromEntries(Object.entries(wished).filter(([name]) => !missing.includes(name)));
	const first = {
		...permissions,
		...without(refused)
	};
	try {
		return {
			...await mint(ask, options, first),
			without: refused
		};
	} catch (error) {
		if (refused.length === names.length || !isOfPermission(error)) return explainMint(error, options);
		return {
			...await mint(ask, options, permissions).catch((again) => explainMint(again, options)),
			without: names
		};
	}
}
async function mint(ask, { place, installation }, permissions) {
	const answer = await ask((octokit) => octokit.request("POST /app/installations/{installation_id}/access_tokens", {
		installation_id: installation.id,
		repositories: [place.name],
		permissions
	}));
	const { token, expires_at: until } = recordOf(answer.data);
	const endsAt = Date.parse(String(until));
	if (typeof token !== "string" || !/^[\x21-\x7e]{20,4096}$/.test(token) || Number.isNaN(endsAt)) throw new GithubFailure("answered without a token", { retry: "final" });
	return {
		token,
		endsAt
	};
}
const isOfPermission = (error) => error instanceof GithubFailure && error.status === 422 && /permission/i.test(error.said.join("\n"));
/** GitHub docs, "Create an installation access token for an app": 403, 404 and 422. */
function explainMint(error, { place, installation, permissions }) {
	if (!(error instanceof GithubFailure)) throw error;
	const said = error.said.join("\n");
	if (error.status === 403 && /suspended/i.test(said)) return fail(suspended(place, installation), error);
	if (error.status !== 422 && error.status !== 404) throw error;
	return /permission/i.test(said) ? fail(withoutPermission(place, Object.keys(permissions), installation), error) : fail(repositoryMissing(place, installation), error);
}
// src/github/app/app-tokens.ts
var app_tokens_exports = /* @__PURE__ */ __exportAll({
	AppTokens: () => AppTokens,
	signWithPem: () => signWithPem
});
/** Another token is made this long before one ends: a transfer that begins now takes three minutes at most. */
const MARGIN_MS = 6e5;
/** A token is not known everywhere at once. */
const SETTLING_MS = 5e3;
const REVOKE_MS = 4e3;
/** Tokens of an App for one repository: made when one is needed, masked at once, and revoked at the end. */
var AppTokens = class {
	#options;
	#ports;
	#asApp;
	#installation;
	#current;
	#author;
	#made = [];
	/** What was warned of. */
	#warned = /* @__PURE__ */ new Set();
	constructor(options, ports) {
		this.#options = options;
		this.#ports = ports;
		this.#asApp = new AsApp(options.place, ports);
	}
	/** @throws StepError of the App, of KMS, or APP_TOKEN_FAILED. */
	async token() {
		const known = this.#current;
		const current = await known;
		if (current && Date.now() < current.renewAt) return current.token;
		if (this.#current === known) this.#current = void 0;
		this.#current ??= this.#mint();
		try {
			return (await this.#current).token;
		} catch (error) {
			this.#current = void 0;
			throw error;
		}
	}
	/** A refusal of the token may only mean that it is new. */
	async isNew() {
		const { newUntil = 0 } = await this.#current?.catch(() => void 0) ?? {};
		return performance.now() < newUntil;
	}
	/** The account that GitHub shows for commits of the App; undefined where nothing says what it is called. */
	author() {
		this.#author ??= this.#findAuthor();
		return this.#author;
	}
	/** Also of a run that was cancelled: within a moment, and without harm where it fails. */
	async revoke() {
		await this.#current?.catch(() => void 0);
		const signal = AbortSignal.timeout(REVOKE_MS);
		const { apiUrl, log } = this.#ports;
		const revoked = this.#made.splice(0).map(async (token) => {
			await openForApp({
				apiUrl,
				token,
				signal
			}).ask((octokit) => octokit.request("DELETE /installation/token"), { budgetMs: REVOKE_MS / 2 });
		});
		if ((await Promise.allSettled(revoked)).some(({ status }) => status === "rejected")) log.info("A token of the App could not be revoked; it ends by itself within an hour.");
	}
	async #mint() {
		const { place, permissions, wished = {} } = this.#options;
		const { secrets, log, signal } = this.#ports;
		const { ask } = this.#asApp;
		try {
			this.#installation ??= findInstallation(ask, place, permissions);
			const installation = await this.#installation;
			const { token, endsAt, without } = await mintToken(ask, {
				place,
				installation,
				permissions,
				wished
			});
			secrets.mask(token);
			this.#made.push(token);
			if (without.length > 0) this.#warn(withoutWish(place, without, installation));
			const now = Date.now();
			const left = endsAt - this.#asApp.aheadMs - now;
			log.info(`Acts in ${place.owner}/${place.name} as the GitHub App ${installation.slug ?? place.id}, by a token of its own.`);
			const renewMs = Math.max(left - MARGIN_MS, left / 2);
			return {
				token,
				newUntil: renewMs > 2 * SETTLING_MS ? performance.now() + SETTLING_MS : 0,
				renewAt: now + renewMs
			};
		} catch (error) {
			this.#installation = void 0;
			signal.throwIfAborted();
			return failToken(place, error);
		}
	}
	#warn(line) {
		if (this.#warned.has(line)) return;
		this.#warned.add(line);
		this.#ports.log.warning(line);
	}
	async #findAuthor() {
		await this.token();
		const { slug } = await this.#installation ?? {};
		if (slug === void 0) return void 0;
		const { apiUrl, signal } = this.#ports;
		const ports = {
			apiUrl,
			signal,
			token: () => this.token(),
			isNew: () => this.isNew()
		};
		return findAuthor(slug, this.#options.place.serverUrl, ports);
	}
};
export { whileNew as n, app_tokens_exports as t };
