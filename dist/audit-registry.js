import { n as __exportAll } from "./rolldown-runtime.js";
import { t as connectRegistries } from "./aws.js";
import { a as closeConnections, n as githubWebIdentity } from "./http.js";
import { _ as StepError, y as failOnAny } from "./index.js";
import { D as atMost, T as planEndpoints } from "./door-deploy.js";
import { Dn as oneLine, S as judgedTogether, Tn as jsonObject, mn as parseEcrHost, nn as registryOf, wn as isRecord } from "./doors.js";
// src/doors/audit/registry/accesses.ts
/** Shorter than any job that could still need it: an audit asks at once. */
const DURATION_SECONDS = 900;
/** What the look-ups ask besides what every session may (src/aws/session/policy.ts). */
const READS = ["ecr:GetLifecyclePolicy"];
/**
* How each registry is asked: with the role of its account, else with the first role that is given, which may be allowed
* to read there. Registries of one role share its session.
*/
function planAccesses(hosts, roles, source) {
	const sessions = new Map(roles.map((role) => [role, sessionOf(role, source)]));
	const [first] = roles;
	const planned = hosts.flatMap((registry) => {
		const role = roles.find(({ account }) => account === registry.account) ?? first;
		const session = role && sessions.get(role);
		if (!session || role.partition !== registry.partition) return [];
		const { value: endpoints, problems } = planEndpoints(registry, {
			inputs: {
				trustedEndpoints: [],
				awsCredentials: "oidc"
			},
			source
		});
		return [{
			value: {
				registry,
				role,
				session,
				endpoints
			},
			problems
		}];
	});
	const { value, problems } = judgedTogether(planned);
	return {
		value: new Map(value.map((access) => [access.registry.host, access])),
		problems
	};
}
/** Reads, and nothing else: whatever the role may do. */
function sessionOf(role, { runId, runAttempt }) {
	return {
		name: `ecr-gitops-audit-${runId}-${runAttempt}`.slice(0, 64),
		durationSeconds: DURATION_SECONDS,
		audience: role.partition === "aws-cn" ? "sts.amazonaws.com.cn" : "sts.amazonaws.com",
		writes: [],
		creates: [],
		tags: [],
		keys: [],
		signs: [],
		onDemand: [],
		reads: READS
	};
}
// src/aws/registry/lifecycle.ts
/** What the rules of a lifecycle policy of ECR remove that has a tag, in words; what is no rule is left out. */
function expirationsIn(policy) {
	const { rules } = jsonObject(policy);
	return (Array.isArray(rules) ? rules : []).flatMap((rule) => isRecord(rule) && isRecord(rule.selection) ? expiration(rule.rulePriority, rule.selection) ?? [] : []);
}
/** ECR user guide, "Lifecycle policy properties". */
function expiration(priority, selection) {
	const { tagStatus, countType, countNumber, countUnit } = selection;
	if (tagStatus === "untagged" || typeof countNumber !== "number") return void 0;
	const which = tagStatus === "any" ? "images" : `images tagged ${tagsOf(selection)}`;
	const what = countType === "imageCountMoreThan" ? `all but the newest ${countNumber} ${which}` : `${which} after ${countNumber} ${typeof countUnit === "string" ? countUnit : "days"}`;
	return oneLine(`rule ${String(priority)} removes ${what}`);
}
function tagsOf({ tagPrefixList, tagPatternList }) {
	const texts = (list) => (Array.isArray(list) ? list : []).filter((text) => typeof text === "string");
	return [...texts(tagPatternList), ...texts(tagPrefixList).map((prefix) => `${prefix}*`)].slice(0, 5).join(" or ") || "in some way";
}
// src/doors/audit/registry/look-up.ts
/** Repositories that are asked about at once: ECR lets accounts make a few hundred requests a second. */
const AT_ONCE = 8;
/** What is asked of ECR: each repository once, with all tags and digests under which something of it is deployed. */
function askedOf(images) {
	const certain = images.filter(({ known }) => known === "certain");
	return [...Map.groupBy(certain, ({ name }) => name.text)].flatMap(([name, all]) => {
		const host = parseEcrHost(registryOf(name) ?? "");
		const references = all.flatMap(({ tag, digest }) => [tag?.text ?? [], digest?.text ?? []].flat());
		if (!host) return [];
		return [{
			name,
			host,
			repository: name.slice(host.host.length + 1),
			references: [...new Set(references)]
		}];
	});
}
/** @param open The registry of a host; undefined where no role is given for its account. */
async function lookUp(asked, open) {
	const inTurn = atMost(AT_ONCE);
	const known = asked.map(async (one) => {
		const registry = open(one.host);
		return registry && [one.name, await inTurn(() => ask(one, registry))];
	});
	return { repositories: new Map((await Promise.all(known)).flatMap((one) => one ? [one] : [])) };
}
/** What ECR refuses to say is not known; that it cannot be asked at all is an error of the whole run. */
async function ask(asked, registry) {
	await registry.identify();
	const { host } = asked;
	try {
		return await known(asked, registry);
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		const [{ message, hint }] = error.problems;
		return {
			state: "unknown",
			host,
			why: message,
			hint
		};
	}
}
async function known({ host, repository, references }, registry) {
	const found = await registry.find(repository, references);
	if (!found) return {
		state: "missing",
		host
	};
	const images = new Map(found);
	const tags = references.filter((reference) => !reference.includes(":"));
	return {
		state: "known",
		host,
		images,
		mutable: new Set((await registry.mutableTags(repository, tags)).tags),
		...references.every((reference) => images.has(reference)) ? NOTHING : await historyOf(registry, repository)
	};
}
const NOTHING = {
	newest: [],
	expires: []
};
async function historyOf(registry, repository) {
	const { newest, lifecycle } = await registry.history(repository);
	return {
		newest,
		expires: lifecycle === void 0 ? [] : expirationsIn(lifecycle)
	};
}
// src/doors/audit/registry/open.ts
var open_exports = /* @__PURE__ */ __exportAll({ lookUpImages: () => lookUpImages });
/** Asks ECR for the images that are deployed, as these roles. @throws StepError where a role cannot be assumed. */
async function lookUpImages(images, roles, { environment, source, atEnd, ...ports }) {
	const asked = askedOf(images);
	const { value: accesses, problems } = planAccesses(asked.map(({ host }) => host), roles, source);
	failOnAny(problems);
	atEnd(closeConnections);
	const { log, ...patience } = ports;
	const connect = connectRegistries(githubWebIdentity(environment.variables, source, patience), {
		...patience,
		log
	});
	return lookUp(asked, ({ host }) => {
		const access = accesses.get(host);
		return access && connect(access);
	});
}
export { open_exports as t };
