import { i as __toESM, n as __exportAll } from "./rolldown-runtime.js";
import { S as withoutEchoes, _ as StepError, a as duration, h as diskFull, i as unwatched, m as asStepError, t as inputReader, v as fail, x as withEach, y as failOnAny } from "./index.js";
import { $ as buildArg, A as runGit, B as parseTree, Bt as ignoreFilesIn, C as sound, Cn as cutLine, Ct as renderProblem, D as NO_PROMPTS_OR_TRACES, Dn as oneLine, E as NO_PROGRAMS, Et as commitIn, F as runCommand, H as nodesAmong, I as BatchReader, Jt as parentOf, Kt as isTooLong, L as fastImportStream, Lt as DOCKERFILES, M as saysWhose, Mt as shortTag, N as isProgram, Nt as versionOfGitTag, O as askGit, On as shellQuote, P as programIn, Pt as nearest, Q as branchName, Qt as isTag, R as nodeOf, S as judgedTogether, Sn as csvFields, St as plain$1, T as Repository, Tn as jsonObject, Tt as table, U as LIMITS$1, Ut as isGlob, V as isAskable, Vt as ignoreFilesOf, W as inMebibytes, Wt as isKustomization, X as argument, Xt as isDigest, Yt as require_picomatch, Z as author, Zt as isRepositoryName, _ as lostZero, a as yamlValue, at as pathPattern, b as TARGET_INPUTS, bn as LONGEST_SHOWN, bt as fitting, c as accountId, cn as hasEcrSuffix, ct as repositorySlug, d as loginRegistry, dn as isPrivate, dt as value, en as lastSegment, et as environmentName, f as region, fn as isRegion, ft as repositoryAbove, g as hostMistake, gn as partitionOfRegion, gt as cellCode, h as sessionName$1, ht as readSettings, i as yamlProblem, in as isPlaceholder, it as oneOf$2, j as sourceOf, k as loadSimpleGit, kn as withoutLastSlashes, kt as isExactVersion, l as ecrHost, ln as isAccountId, lt as secret, m as roleArn, mn as parseEcrHost, mt as readRegular, n as textsOf, nn as registryOf, nt as integer, o as InputReader, on as defaultEcrHost, ot as platform$1, p as repositoryName, pn as isSameRegistry, pt as headOfRegular, qt as overlayPath, r as unknownKeys, rn as splitReference, rt as label$1, s as readOnce, st as refPattern, t as readKeys, tn as parseReference, tt as flag, u as endpointHost, un as isLoopback, ut as text, v as commitUrl, vt as code, w as readPayload, wn as isRecord, wt as renderWarnings, x as targetName, xn as csvField, xt as list$1, yt as fenced, z as parseHeader, zt as besideDockerfile } from "./doors.js";
const { existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } = /* @__PURE__ */ process.getBuiltinModule("node:fs");
const { userInfo } = /* @__PURE__ */ process.getBuiltinModule("node:os");
const { lstat, readFile, readdir, stat, writeFile } = /* @__PURE__ */ process.getBuiltinModule("node:fs/promises");
const { basename, delimiter, dirname, isAbsolute, join, normalize, relative, resolve, sep } = /* @__PURE__ */ process.getBuiltinModule("node:path");
const { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
const { setImmediate, setTimeout: setTimeout$1 } = /* @__PURE__ */ process.getBuiltinModule("node:timers/promises");
const { isUtf8 } = /* @__PURE__ */ process.getBuiltinModule("node:buffer");
// src/runner/retry.ts
/** A refusal is tried three times in all, within 5 s: IAM changes take seconds to be seen everywhere. */
const SETTLING_ATTEMPTS = 3;
const SETTLING_DELAY_MS = 700;
const SETTLING_BUDGET_MS = 5e3;
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 8e3;
/** Full jitter: a random wait below an exponentially growing bound, so that writers that collided spread out. */
function fullJitter(attempt, firstMs = FIRST_DELAY_MS, longestMs = LONGEST_DELAY_MS) {
	return Math.random() * Math.min(longestMs, firstMs * 2 ** attempt);
}
function withRetries(work, policy) {
	const { waiting, budgetMs } = policy;
	if (!waiting) return attempts(work, policy, () => {});
	const started = performance.now();
	let last = "";
	const left = () => duration(Math.max(0, started + budgetMs - performance.now()));
	const look = () => last === "" ? void 0 : { what: `${last}, tried again for up to ${left()}` };
	return waiting.watch(look, () => attempts(work, policy, (error) => {
		last = waiting.describe(error);
	}));
}
async function attempts(work, { classify, signal, budgetMs }, onRetry) {
	const started = performance.now();
	for (let attempt = 0;; attempt += 1) try {
		return await work();
	} catch (error) {
		const elapsed = performance.now() - started;
		const delay = delayBefore(signal?.aborted ? "final" : classify(error), attempt, {
			elapsedMs: elapsed,
			leftMs: budgetMs - elapsed
		});
		if (delay === void 0 || elapsed + delay > budgetMs) throw error;
		onRetry(error);
		await setTimeout$1(delay, void 0, signal ? { signal } : {});
	}
}
/** How long to wait before the next attempt; undefined when there is to be none. */
function delayBefore(decision, attempt, { elapsedMs, leftMs }) {
	if (typeof decision === "object") return decision.afterMs + spread(decision.afterMs, attempt, leftMs);
	switch (decision) {
		case "transient": return fullJitter(attempt);
		case "settling": return attempt + 1 < SETTLING_ATTEMPTS && nextEnd(attempt, elapsedMs) < SETTLING_BUDGET_MS ? SETTLING_DELAY_MS * (.5 + Math.random()) : void 0;
		case "final": return;
	}
}
/**
* Jitter behind a time that somebody was asked to wait for: everybody was given the same one, and who was asked to wait
* long stands in a long queue. No attempt is given up for it.
*/
function spread(afterMs, attempt, leftMs) {
	const jitter = Math.max(fullJitter(attempt), Math.random() * afterMs / 2);
	return Math.max(0, Math.min(jitter, leftMs - afterMs));
}
/** When another attempt would be over, if it takes as long as those before it. */
function nextEnd(attempt, elapsedMs) {
	return elapsedMs * (attempt + 2) / (attempt + 1) + SETTLING_DELAY_MS * 1.5;
}
const LIMITS = {
	attemptMs: 1e4,
	budgetMs: 6e4
};
/** No attempt starts later than this, so that the last one still ends within the budget. */
const lastStart = ({ attemptMs, budgetMs }) => Math.max(0, budgetMs - attemptMs);
/**
* One attempt that ends in time, whatever the SDK makes of its own limits: those stop at the head of an answer, and an
* answer that comes byte by byte would hold the job for ever.
*/
async function within(limitMs, signal, work) {
	signal.throwIfAborted();
	const timeout = AbortSignal.timeout(limitMs);
	const both = AbortSignal.any([timeout, signal]);
	const ended = new Promise((_, reject) => {
		const end = () => reject(timeout.aborted ? /* @__PURE__ */ new Error(`no answer within ${limitMs / 1e3} s`) : both.reason);
		both.addEventListener("abort", end, { once: true });
	});
	return Promise.race([work(both), ended]);
}
// src/names/service-hosts.ts
/**
* What stands before the region in the host names of a service, with `-fips` behind it where that is meant: the endpoints
* pages of STS, Amazon ECR and AWS KMS in the AWS General Reference, and the rules of the SDK for each.
*/
const NAMES$2 = {
	STS: {
		dns: "sts",
		dualStack: "sts"
	},
	ECR: {
		dns: "api.ecr",
		dualStack: "ecr"
	},
	KMS: {
		dns: "kms",
		dualStack: "kms"
	}
};
const COMMERCIAL = {
	dns: "amazonaws.com",
	dualStack: "api.aws"
};
/** How names of AWS end in a partition (partitions.json of the SDKs). */
const SUFFIXES = {
	aws: COMMERCIAL,
	"aws-us-gov": COMMERCIAL,
	"aws-cn": {
		dns: "amazonaws.com.cn",
		dualStack: "api.amazonwebservices.com.cn"
	},
	"aws-eusc": {
		dns: "amazonaws.eu",
		dualStack: "api.amazonwebservices.eu"
	},
	"aws-iso": {
		dns: "c2s.ic.gov",
		dualStack: "api.aws.ic.gov"
	},
	"aws-iso-b": {
		dns: "sc2s.sgov.gov",
		dualStack: "api.aws.scloud"
	},
	"aws-iso-e": {
		dns: "cloud.adc-e.uk",
		dualStack: "api.cloud-aws.adc-e.uk"
	},
	"aws-iso-f": {
		dns: "csp.hci.ic.gov",
		dualStack: "api.aws.hci.ic.gov"
	}
};
/** Where a service is asked in a region, by the rules of the SDK; that GovCloud has no `sts-fips` is for the caller. */
function serviceHost(service, region, { fips, dualStack }) {
	const form = dualStack ? "dualStack" : "dns";
	const suffixes = SUFFIXES[partitionOfRegion(region)] ?? COMMERCIAL;
	return `${NAMES$2[service][form]}${fips ? "-fips" : ""}.${region}.${suffixes[form]}`;
}
/** The endpoint of STS for all regions (IAM guide, "AWS STS Regions and endpoints"); no other partition has one. */
const GLOBAL = { aws: "sts.amazonaws.com" };
/**
* Whether nobody but AWS can answer at a host: the exact names of a service in a region of the partition, and those of
* its VPC endpoints (AWS PrivateLink guide, "DNS names"). The suffix alone says nothing, because buckets, functions,
* load balancers, machines and endpoint services (`vpce-svc-...`) of anybody have it, too.
*/
function isServiceHost(host, service, partition) {
	const suffixes = SUFFIXES[partition];
	if (!suffixes) return false;
	if (service === "STS" && host === GLOBAL[partition]) return true;
	const { dns, dualStack } = suffixes;
	return [
		before(host, dns),
		before(host, dualStack),
		behindVpcEndpoint(before(host, `vpce.${dns}`))
	].some((name) => name !== void 0 && isRegional(name, service, partition));
}
/** `name.region` */
function isRegional(name, service, partition) {
	const at = name.lastIndexOf(".");
	const region = name.slice(at + 1);
	return Object.values(NAMES$2[service]).includes(name.slice(0, at).replace(/-fips$/, "")) && isRegion(region) && partitionOfRegion(region) === partition;
}
/** `vpce-ID-RANDOM.name.region`, the first label with a zone at its end or without. */
function behindVpcEndpoint(name) {
	return name === void 0 ? void 0 : /^vpce-[a-z0-9-]+\.(.+)$/.exec(name)?.[1];
}
/**
* Whether a host is Amazon S3 in the partition, or a bucket of it (S3 user guide, "Virtual hosting of buckets", and the
* endpoints page). A bucket may be anybody's: this says where a request may go, and nothing of what comes back.
*/
function isStorageHost(host, partition) {
	const suffix = SUFFIXES[partition]?.dns;
	const labels = suffix === void 0 ? [] : before(host, suffix)?.split(".") ?? [];
	if (isRegion(labels.at(-1) ?? "") && labels.pop() !== void 0 && labels.at(-1) === "dualstack") labels.pop();
	const service = labels.at(-1) ?? "";
	return service === "s3" || service === "s3-fips" || service.startsWith("s3-") && isRegion(service.slice(3));
}
function before(host, suffix) {
	return host.endsWith(`.${suffix}`) ? host.slice(0, -suffix.length - 1) : void 0;
}
// src/errors/together.ts
/** Waits for all, then throws the problems of all failures together, so that one run shows every mistake. */
async function allOrProblems(work) {
	const { values, failure } = await settle$1(work.map(async (one) => one));
	if (failure) throw failure;
	return values;
}
/** Waits for all, for those who want what was done beside a failure as well. */
async function settle$1(work) {
	const settled = await Promise.allSettled(work);
	return {
		values: settled.flatMap((result) => result.status === "fulfilled" ? [result.value] : []),
		failure: oneFailure(settled.flatMap((result) => result.status === "rejected" ? [result.reason] : []))
	};
}
/** One error for all; one cause, as a refused role, may fail several works: the same error counts once. */
function oneFailure(reasons) {
	const [first, ...rest] = [...new Set(reasons)].map(asStepError);
	if (!first || rest.length === 0) return first;
	const [problem, ...problems] = first.problems;
	return new StepError([
		problem,
		...problems,
		...rest.flatMap((error) => error.problems)
	], first.cause);
}
// src/aws/registry/manifest.ts
const OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const OCI_INDEX = "application/vnd.oci.image.index.v1+json";
const DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json";
const DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
/** OCI image-spec and Docker Registry v2 schema 2: each a manifest and a list of manifests. */
const MANIFEST_MEDIA_TYPES = [
	OCI_MANIFEST,
	OCI_INDEX,
	DOCKER_MANIFEST,
	DOCKER_LIST
];
function foundImage({ digest = "", manifest = "", mediaType }) {
	if (!isDigest(digest)) return fail({
		code: "ECR_FAILED",
		message: `ECR named the image by "${digest}", which is no sha256 digest`,
		hint: "Run the job again; check AWS_ENDPOINT_URL_ECR on this runner if it stays."
	});
	const content = jsonObject(manifest);
	return {
		digest,
		platforms: platformsOf(content),
		isIndex: Array.isArray(content.manifests),
		revision: annotation(content, "revision"),
		manifest,
		mediaType: mediaType ?? mediaTypeOf(content)
	};
}
/** The configuration of a single manifest, which says its platform. */
function configurationOf(manifest) {
	const { config } = jsonObject(manifest);
	return digestIn(config);
}
/** Images of an index whose platform it does not say, as it need not (OCI image-spec, image index). */
function imagesWithoutPlatform(manifest) {
	const { manifests } = jsonObject(manifest);
	return (Array.isArray(manifests) ? manifests : []).flatMap((entry) => {
		if (!isRecord(entry) || isRecord(entry.platform) || isAttestation(entry)) return [];
		return digestIn(entry) ?? [];
	});
}
/** BuildKit, attestation storage: what an attestation is about is named in an annotation. */
const isAttestation = ({ annotations }) => isRecord(annotations) && annotations["vnd.docker.reference.type"] === "attestation-manifest";
function digestIn(descriptor) {
	const digest = isRecord(descriptor) ? descriptor.digest : void 0;
	return typeof digest === "string" && isDigest(digest) ? digest : void 0;
}
/** What the configuration of an image says of its platform; undefined: it is none of an image. */
function platformIn(configuration) {
	const { os, architecture, variant, "os.version": version, "os.features": features } = jsonObject(configuration);
	if (!isPart(os) || !isPart(architecture)) return void 0;
	return {
		os,
		architecture,
		...isPart(variant) ? { variant } : {},
		...isPart(version) ? { "os.version": version } : {},
		...Array.isArray(features) ? { "os.features": features.filter(isPart) } : {}
	};
}
/** It is the text of others, and becomes a part of messages and outputs. */
const isPart = (part) => typeof part === "string" && /^[\w.-]{1,40}$/.test(part);
/** `os/architecture[/variant]` */
const platformText = ({ os, architecture, variant }) => [
	os,
	architecture,
	...variant === void 0 ? [] : [variant]
].join("/");
/** `unknown/unknown` marks attestations (BuildKit, attestation storage), which are no platform. */
function platformsOf({ manifests }) {
	if (!Array.isArray(manifests)) return [];
	return manifests.flatMap((entry) => {
		const platform = entry?.platform;
		if (!isPart(platform?.os) || !isPart(platform.architecture) || platform.os === "unknown") return [];
		return [[
			platform.os,
			platform.architecture,
			platform.variant
		].filter(isPart).join("/")];
	});
}
/** Keys of the OCI image-spec, "Pre-Defined Annotation Keys". */
function annotation({ annotations }, name) {
	if (annotations === null || typeof annotations !== "object") return void 0;
	const value = Reflect.get(annotations, `org.opencontainers.image.${name}`);
	return typeof value === "string" && value !== "" ? value : void 0;
}
/** The OCI image-spec lets a manifest leave it out; Docker's formats never do. */
function mediaTypeOf({ mediaType, manifests }) {
	if (typeof mediaType === "string") return mediaType;
	return Array.isArray(manifests) ? OCI_INDEX : OCI_MANIFEST;
}
// src/aws/registry/withheld.ts
/** By how the reason begins: ECR API reference, ImageFailure, and the errors of BatchGetImage. */
const HINTS$1 = [
	["ImageInaccessible", (image) => `Look at its imageStatus: ${lookAt$1(image)}. If it is ARCHIVED: ${restore(image)}`],
	["Kms", ({ repository }) => `Enable the KMS key of the repository ${repository}, and allow ECR to use it in its key policy.`],
	["UpstreamAccessDenied", ({ repository }) => `Correct the credentials of the pull through cache rule for ${repository} in Secrets Manager: its upstream registry refuses them.`],
	["UpstreamTooManyRequests", ({ repository }) => `Run the job again later, or give the pull through cache rule for ${repository} credentials: its upstream registry limits requests.`],
	["Upstream", silentUpstream],
	["UnableToGetUpstream", silentUpstream]
];
function silentUpstream({ repository }) {
	return `Run the job again; if it stays, check the pull through cache rule for ${repository}: its upstream registry does not answer.`;
}
/** undefined: the reason is none that keeps an image back. */
function withheldProblem(image) {
	const { host, repository, tag, reason, detail } = image;
	const said = oneLine(`${reason} ${detail}`).trim();
	const hint = isArchived(image) ? restore : HINTS$1.find(([beginning]) => reason.startsWith(beginning))?.[1];
	if (!hint) return void 0;
	return {
		code: "IMAGE_UNAVAILABLE",
		message: `${host.host}/${repository}:${tag} cannot be had from ECR: ${said}`,
		hint: hint(image)
	};
}
/**
* Which code an archived image has is documented nowhere, so the reason of a failure counts as well; not the message
* of an exception, which holds the names of roles and repositories.
*/
function isArchived({ reason, detail }) {
	return /archiv/i.test(reason) || !reason.endsWith("Exception") && /\barchived\b/i.test(detail);
}
/** ECR has the image, though no pull and no look-up finds it. */
function archivedProblem(image, status) {
	const { host, repository, tag } = image;
	return {
		code: "IMAGE_UNAVAILABLE",
		message: `${host.host}/${repository}:${tag} is archived (imageStatus ${status}): ECR keeps it, and hands it over to nobody`,
		hint: status === "ARCHIVED" ? restore(image) : `Run the job again when its imageStatus is ACTIVE: ${lookAt$1(image)}.`
	};
}
/** Without the filter only active images are described (API reference, DescribeImagesFilter). */
const lookAt$1 = (image) => `aws ecr describe-images ${place(image)} --image-ids imageTag=${image.tag} --filter imageStatus=ANY`;
/** ECR user guide, "Archiving an image"; API reference, UpdateImageStorageClass. */
function restore(image) {
	return `Restore it: aws ecr update-image-storage-class ${place(image)} --image-id imageTag=${image.tag} --target-storage-class STANDARD. Run the job again when its status is ACTIVE.`;
}
const place = ({ host, repository }) => `--region ${host.region} --registry-id ${host.account} --repository-name ${repository}`;
/** The inputs of an address that is wrong somewhere, the likeliest first. */
function wherever({ repository, region, account }) {
	const [first, ...rest] = /* @__PURE__ */ new Set([
		repository,
		region,
		account
	]);
	return `the input ${first} (or ${rest.join(" or ")})`;
}
/** There is no such repository, and this step is not to create it. */
function missingRepository({ account, region }, repository, stated) {
	const command = `aws ecr create-repository --region ${region} --repository-name ${repository} --image-tag-mutability IMMUTABLE --image-scanning-configuration scanOnPush=true`;
	return {
		code: "REPOSITORY_MISSING",
		message: `ECR repository ${repository} does not exist in account ${account}, region ${region}`,
		hint: `Correct ${stated ? wherever(stated) : "the input repository or registry"}, or create it: set create-repository: true (a map with kms-key and tags where the organisation demands them, on-push where a repository creation template of the registry makes it), run ${command}, or add an aws_ecr_repository in Terraform.`
	};
}
/** A push was to make the repository, and did not. */
function noTemplate({ account, region }, repository) {
	const prefix = repository.includes("/") ? repository.slice(0, repository.lastIndexOf("/")) : "ROOT";
	return {
		code: "REPOSITORY_MISSING",
		inputs: ["create-repository"],
		message: `create-repository is on-push, but the push did not make the ECR repository ${repository} in account ${account}, region ${region}`,
		hint: `Create a repository creation template there whose prefix ${repository} has, and that is applied for CREATE_ON_PUSH: aws ecr create-repository-creation-template --region ${region} --prefix ${prefix} --applied-for CREATE_ON_PUSH --image-tag-mutability IMMUTABLE; or set create-repository: true. Where there is one, allow ecr:CreateRepository on the repository in the policy of role-to-assume.`
	};
}
// src/names/tag-filter.ts
/**
* Whether a filter of ECR for image tags matches one (API reference, ImageTagMutabilityExclusionFilter): it knows `*`
* alone, over letters, digits and `._-`.
*/
function matchesFilter(filter, tag) {
	const [first = "", ...rest] = filter.split("*");
	const last = rest.pop();
	if (last === void 0) return filter === tag;
	if (!tag.startsWith(first) || !tag.endsWith(last)) return false;
	let from = first.length;
	for (const part of rest) {
		const at = tag.indexOf(part, from);
		if (at < 0) return false;
		from = at + part.length;
	}
	return from <= tag.length - last.length;
}
// src/names/git-host.ts
var import_picomatch = /* @__PURE__ */ __toESM(require_picomatch(), 1);
/** @param address What git is given: a URL, or `user@host:path`, whose host is before the first colon. */
function addressUrl(address) {
	const written = address.includes("://") ? address : `ssh://${address.replace(":", "/")}`;
	return URL.canParse(written) ? new URL(written) : void 0;
}
function gitAddress(address) {
	const url = addressUrl(address);
	if (!url || url.protocol === "file:") return void 0;
	const { hostname, protocol, pathname } = url;
	const overSsh = protocol === "ssh:";
	const pages = hostname.replace(/^(?:ssh\.(?=github\.com$)|altssh\.(?=gitlab\.com$|bitbucket\.org$))/, "");
	const path = pathname.replaceAll(/^\/+|\/+$/g, "");
	return {
		hostname: pages,
		origin: overSsh ? `https://${pages}` : url.origin,
		overSsh,
		path
	};
}
/** Services of one name, and names that installations are mostly given. */
const NAMES$1 = [
	[/^(?:github\.com|.+\.ghe\.com|github\..+)$/, "github"],
	[/^gitlab\..+$/, "gitlab"],
	[/^bitbucket\.org$/, "bitbucket"],
	[/^(?:bitbucket|stash)\..+$/, "bitbucket-server"],
	[/^(?:codeberg\.org|(?:gitea|forgejo)\..+)$/, "gitea"],
	[/^(?:(?:ssh\.)?dev\.azure\.com|.+\.visualstudio\.com)$/, "azure"],
	[/^git-codecommit(?:-fips)?\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/, "codecommit"]
];
/** @param ownServer Of the run, which is GitHub's, whatever it is called. */
function gitHostOf({ hostname, path }, ownServer) {
	const name = hostname.toLowerCase();
	if (URL.canParse(ownServer) && new URL(ownServer).hostname === name) return "github";
	return NAMES$1.find(([pattern]) => pattern.test(name))?.[1] ?? (/(?:^|\/)scm\/[^/]+\/[^/]+$/.test(path) ? "bitbucket-server" : "unknown");
}
/** The region of CodeCommit's host names. */
const codeCommitRegion = (hostname) => hostname.split(".")[1] ?? "";
// src/config-repository/git/remote/host-keys.ts
/** Keys that hosts publish in their documentation, from which they are; their fingerprints there are in the tests. */
const PUBLISHED = [
	{
		hosts: "github.com,[ssh.github.com]:443",
		keys: [
			"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl",
			"ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBEmKSENjQEezOmxkZMy7opKgwFB9nkt5YRrYMjNuG5N87uRgg6CLrbo5wAdT/y6v0mKV0U2w0WZ2YB/++Tpockg=",
			"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQCj7ndNxQowgcQnjshcLrqPEiiphnt+VTTvDP6mHBL9j1aNUkY4Ue1gvwnGLVlOhGeYrnZaMgRK6+PKCUXaDbC7qtbW8gIkhL7aGCsOr/C56SJMy/BCZfxd1nWzAOxSDPgVsmerOBYfNqltV9/hWCqBywINIR+5dIg6JTJ72pcEpEjcYgXkE2YEFXV1JHnsKgbLWNlhScqb2UmyRkQyytRLtL+38TGxkxCflmO+5Z8CSSNY7GidjMIZ7Q4zMjA2n1nGrlTDkzwDCsw+wqFPGQA179cnfGWOWRVruj16z6XyvxvjJwbz0wQZ75XK5tKSb7FNyeIEs4TT4jk+S4dhPeAUC5y+bDYirYgM4GC7uEnztnZyaVWQ7B381AK4Qdrwt51ZqExKbQpTUNn+EjqoTwvqNj4kqx5QUCI0ThS/YkOxJCXmPUWZbhjpCg56i+2aB6CmK2JGhn57K5mj0MNdBXA4/WnwH6XoPWJzK5Nyu2zB3nAZp+S5hpQs+p1vN1/wsjk="
		]
	},
	{
		hosts: "gitlab.com,[altssh.gitlab.com]:443",
		keys: [
			"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAfuCHKVTjquxvt6CM6tdG4SLp1Btn/nOeHHE5UOzRdf",
			"ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBFSMqzJeV9rUzU4kWitGjeR4PWSa29SPqJ1fVkhtj3Hw9xjLVXVYrU9QlYWrOLXBpQ6KWjbjTDTdDkoohFzgbEY=",
			"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCsj2bNKTBSpIYDEGk9KxsGh3mySTRgMtXL583qmBpzeQ+jqCMRgBqB98u3z++J1sKlXHWfM9dyhSevkMwSbhoR8XIq/U0tCNyokEi/ueaBMCvbcTHhO7FcwzY92WK4Yt0aGROY5qX2UKSeOvuP4D6TPqKF1onrSzH9bx9XUf2lEdWT/ia1NEKjunUqu1xOB/StKDHMoX4/OKyIzuS0q/T1zOATthvasJFoPrAjkohTyaDUz2LN5JoH839hViyEG82yB+MjcFV5MU3N1l1QL3cVUCh93xSaua1N85qivl+siMkPGbO5xR/En4iEY6K2XPASUEMaieWVNTRCtJ4S8H+9"
		]
	},
	{
		hosts: "bitbucket.org,[altssh.bitbucket.org]:443",
		keys: [
			"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIazEu89wgQZ4bqs3d63QSMzYVa0MuJ2e2gKTKqu+UUO",
			"ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBPIQmuzMBuKdWeF4+a2sjSSpBK0iqitSQ+5BM9KhpexuGt20JpTVM7u5BDZngncgrqDMbWdxMWWOGtZ9UgbqgZE=",
			"ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDQeJzhupRu0u0cdegZIa8e86EG2qOCsIsD1Xw0xSeiPDlCr7kq97NLmMbpKTX6Esc30NuoqEEHCuc7yWtwp8dI76EEEB1VqY9QJq6vk+aySyboD5QF61I/1WeTwu+deCbgKMGbUijeXhtfbxSxm6JwGrXrhBdofTsbKRUsrN1WoNgUa8uqN1Vx6WAJw1JHPhglEGGHea6QICwJOAr/6mrui/oB7pkaWKHj3z7d1IC4KWLtY47elvjbaTlkN04Kc/5LFEirorGYVbt15kAUlqGM65pk6ZBxtaO3+30LVlORZkxOh+LKL/BvbZ/iRNhItLqNyieoQj/uh/7Iv4uyH/cV/0b4WDSd3DptigWq84lJubb9t/DnZlrJazxyDCulTmKdOR7vs9gMTo+uoIrPSb8ScTtvw65+odKAlBj59dhnVp9zd7QUojOpXlL62Aw56U4oO+FALuevvMjiWeavKhJqlR7i5n9srYcrNV7ttmDw7kf/97P5zauIhxcjX+xHv4M="
		]
	},
	{
		hosts: "ssh.dev.azure.com,vs-ssh.visualstudio.com",
		keys: ["ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC7Hr1oTWqNqOlzGJOfGJ4NakVyIzf1rXYd4d7wo6jBlkLvCA4odBlL0mDUyZ0/QUfTTqeu+tm22gOsv+VrVTMk6vwRU75gY/y9ut5Mb3bR5BV58dKXyq9A9UeB5Cakehn5Zgm6x1mKoVyf+FFn26iYqXJRgzIZZcZ5V6hrE0Qg39kZm4az48o0AUbf6Sp4SLdvnuMa2sVNwHBboS7EJkm57XQPVU3/QpyNLHbWDdzwtrlS+ez30S3AdYhLKEOxAG8weOnyrtLJAUen9mTkol8oII1edf7mWWbWVf0nBmly21+nZcmCTISQBtdcyPaEno7fFQMDD26/s0lfKob4Kw8H"]
	}
];
/** Lines of a known_hosts file. */
const HOST_KEYS = PUBLISHED.flatMap(({ hosts, keys }) => keys.map((key) => `${hosts} ${key}`)).join("\n");
/** Whether the keys of a host are among these. */
const isPublished = (hostname) => PUBLISHED.some(({ hosts }) => hosts.split(/[,[\]]/).includes(hostname));
// src/config-repository/git/remote/host-hints.ts
/** What servers say of themselves when they refuse, whatever their address is called. */
const WORDS$1 = [
	[/\bGH0\d\d\b|\bgithub\b/i, "github"],
	[/\bGitLab\b|HTTP Basic: Access denied/i, "gitlab"],
	[/\b(?:Gitea|Forgejo)\b/i, "gitea"],
	[/\b(?:TF|VS)40\d{4}\b|public key authentication failed/i, "azure"],
	[/Check your branch permissions configuration/i, "bitbucket-server"],
	[/Permission denied to update branch|\bconq: |bitbucket/i, "bitbucket"],
	[/codecommit/i, "codecommit"]
];
const hostIn = (said) => WORDS$1.find(([pattern]) => pattern.test(said))?.[1];
/** Which host it is, by its address, else by its words. */
function hostOf$1(said, host) {
	return host === void 0 || host === "unknown" ? hostIn(said) ?? "unknown" : host;
}
/** What a token must be (documentation of each host on access tokens and git over HTTPS). */
const TOKENS = {
	gitlab: "an access token of the project, its group or a person, with the scope write_repository and at least the role Developer, and not expired. A deploy token can only read",
	bitbucket: "an access token of the repository, project or workspace with repository:write, as it is (it is shown as x-token-auth), or an API token with read:repository:bitbucket and write:repository:bitbucket. Any other user name goes before it: user:token",
	"bitbucket-server": "an HTTP access token with the permission to write: of a repository or project as it is, of a person also as user:token",
	gitea: "a token with the permission to write to repositories (write:repository), of an account that may push there",
	azure: "a personal access token of the organisation with the scope Code (read and write), and not expired",
	codecommit: "user:password, the HTTPS Git credentials of an IAM user, as they are shown and not percent-encoded, who may codecommit:GitPull and codecommit:GitPush on the repository",
	unknown: "not expired, and of an account that may push there. Where the server asks for a user name, write user:token; nothing is percent-encoded"
};
const KEYS = {
	gitlab: "Add the public half of config-ssh-key to the deploy keys of the project (Settings, Repository), with \"Grant write permissions to this key\"",
	bitbucket: "Access keys of Bitbucket only read. Add the public half of config-ssh-key to the SSH keys of an account that may push, or set config-token",
	"bitbucket-server": "Add the public half of config-ssh-key to the access keys of the repository, with the permission to write",
	azure: "Add the public half of config-ssh-key to the SSH public keys of an account that may contribute; Azure DevOps takes RSA keys alone (ssh-keygen -t rsa-sha2-512)",
	codecommit: "Write config-repository as ssh://<SSH key ID>@git-codecommit.<region>.amazonaws.com/v1/repos/<name>: the ID that IAM shows beside the public half of config-ssh-key, an RSA key of a user who may codecommit:GitPush"
};
/** The config repository is that of the run, and nobody gave a credential for it. */
const OWN = "Give the job \"permissions: contents: write\": config-repository is the repository of this run, and github-token commits to it. Where a rule of the branch must be passed, set config-token to a token that may.";
/** What to change where the credential was refused. */
function deniedHint({ said, host, label, credentialInput }) {
	const known = hostOf$1(said, host);
	if (credentialInput === "config-ssh-key") {
		const own = KEYS[known];
		return own ? `${own}: the key is sound, and that server does not know it, or only lets it read.` : `Add the public half of config-ssh-key to the deploy keys of ${label}, with write access: the key is sound, and that server does not know it, or only lets it read.`;
	}
	if (credentialInput === "github-token") return OWN;
	const token = TOKENS[known];
	return credentialInput === "config-token" && token ? `Check ${credentialInput}: for ${label} it must be ${token}.` : `Check ${credentialInput}: it must not be expired and needs write access ("contents: write", or a deploy key with write access) to ${label}.`;
}
/** How its keys are read, and with what they are compared. */
function hostKeyHint(address) {
	const url = address === void 0 ? void 0 : addressUrl(address);
	if (url && isPublished(url.hostname)) return `It is none of the keys that ${url.hostname} publishes, which are built in: something may stand in its place. If the host has published new ones, put them in config-ssh-known-hosts.`;
	const scan = url ? `ssh-keyscan ${url.port ? `-p ${url.port} ` : ""}${url.hostname}` : "ssh-keyscan <host>";
	return `Put what "${scan}" prints in config-ssh-known-hosts, once its fingerprints ("${scan} | ssh-keygen -lf -") are ${/^git-codecommit\./.test(url?.hostname ?? "") ? "those of the region in the AWS CodeCommit User Guide (\"Server fingerprints for CodeCommit\")" : "those that its administrator names"}.`;
}
/** What no list of who may push changes, whatever the host. */
const ANYWHERE$1 = [
	[/locked branch/i, "Take \"Lock branch\" out of the protection of the branch, which lets nobody write to it, or set config-branch to another one."],
	[/author.{0,10} email|email address|VS403702|commit_email|does not follow the pattern|commit message (?:must|does not)/i, "Write commit-author and commit-message as the rule of that server wants them; its message says which."],
	[/exceeded|over (?:the|its) .{0,40}(?:limit|quota)|storage (?:limit|quota)|larger than|size limit/i, "Make room in the repository, or raise its limit: it takes no commit, however small."]
];
/** Who may push, and where that is said (documentation of each host on protected branches). */
const REFUSED = {
	gitlab: (branch) => `Let the credential push to ${branch}: in the project, Settings, Repository, Protected branches, "Allowed to push and merge", add its role, its bot user or its deploy key`,
	gitea: (branch) => `Let the credential push to ${branch}: in the repository, Settings, Branches, edit the rule and list its account, or "Whitelist deploy keys with write access to push"`,
	bitbucket: (branch) => `Let the credential push to ${branch}: in the repository, Repository settings, Branch restrictions, add its account to "Write access". An access token cannot be added there: use the API token or SSH key of an account`,
	"bitbucket-server": (branch) => `Let the credential push to ${branch}: in the repository, Repository settings, Branch permissions, add it to the exceptions of the rule`,
	azure: (branch) => `Let the credential push to ${branch}: in Project settings, Repositories, Security, choose the branch and allow its account "Contribute" and "Bypass policies when pushing"`,
	codecommit: (branch) => `Let the credential push to ${branch}: take codecommit:GitPush on it (condition codecommit:References) out of what the policies of its IAM user deny`
};
/** Whether a server wants commits with a signature, which those of git have not here. */
const wantsSignatures = (said) => /signed with|unsigned commit|verified signature|must be signed/i.test(said);
/** GitHub alone signs what its API makes; where the branch wants a pull request as well, one is said with the other. */
function signedHint(said, host) {
	const without = "take signatures out of what the rule asks of this credential: git makes commits without one here";
	if (host !== "github" && host !== "unknown") return `T${without.slice(1)}.`;
	return `Set ${/pull request/i.test(said) ? "delivery: pull-request and commit-via: api" : "commit-via: api"}, with config-app-id or the token of an App in config-token, so that GitHub makes the commit and signs it (with the token of a person it is that person's). A deploy key, and any host but GitHub, has no such way: ${without}.`;
}
/** What to change where the commit was refused. */
function refusedHint(branch, said) {
	const any = ANYWHERE$1.find(([pattern]) => pattern.test(said))?.[1];
	if (any !== void 0) return any;
	if (wantsSignatures(said)) return signedHint(said, hostOf$1(said, void 0));
	const own = REFUSED[hostOf$1(said, void 0)];
	if (!own && /pull request/i.test(said)) return `Set delivery: pull-request, with config-token or config-app-id, so that the rule of ${branch} is met; or add the App, person or deploy key that the credential is of to its bypass list.`;
	return own ? `${own(branch)}; or set config-branch to an unprotected branch.` : `Allow the credential to push to ${branch}: add the App, person or deploy key that it is of to the bypass list of the branch protection or ruleset, or set config-branch to an unprotected branch.`;
}
// src/config-repository/git/aside.ts
const INSTEAD$1 = "or name another branch: pull-request: {branch: ...}.";
/** The same of the branch of a pull request, which is made anew by every newer commit. */
function failRefusedAside({ label, branch, reason }) {
	return fail({
		code: "CONFIG_REFUSED",
		message: `config-repository ${label} refused the commit on ${branch}: ${reason}`,
		hint: wantsSignatures(reason) ? `Set commit-via: api, with config-app-id or the token of an App in config-token: GitHub signs what an App commits, and git makes commits without a signature here. Or take ${branch} out of the rule that wants signatures, ${INSTEAD$1}` : `Allow the credential to create ${branch} and to force it: take it out of the branch protection or ruleset that matches it, or let its app bypass that; ${INSTEAD$1}`
	});
}
/**
* What a server says of a branch that cannot be beside one which is called as its folder (git's refs.c on a line of its own;
* GitHub's words come second).
*/
const standsInTheWay = (result) => /'refs\/heads\/[^'\n]{1,300}' exists; cannot create|directory file conflict/i.exec(result.stdout + result.stderr)?.[0];
/** No race: it stays so until somebody renames one of the two. */
function failInTheWay({ label, branch, reason }) {
	return fail({
		code: "PULL_REQUEST_BRANCH",
		message: `config-repository ${label} cannot have the branch ${branch}, because of another one: ${reason}`,
		hint: `Rename the branch that is called as a folder of ${branch}, or set another name for this one: pull-request: {branch: ...}.`
	});
}
// src/names/same-server.ts
/**
* Where a redirect leads, if a credential may go along: to the same scheme, host and port (RFC 9110, section 15.4, warns
* of anything else), and never in the clear over a network.
*/
function onSameServer(from, location) {
	if (!URL.canParse(location, from)) return void 0;
	const to = new URL(location, from);
	const isSame = to.origin === new URL(from).origin && to.username === "" && to.password === "";
	return isPrivate(to.href) && isSame ? to : void 0;
}
/** The address as it may be shown: without a query, which may hold secrets, nor a user; what is no address not at all. */
function shownAddress(from, location) {
	if (!URL.canParse(location, from)) return void 0;
	const { protocol, host, pathname } = new URL(location, from);
	return `${protocol}//${host}${pathname}`.slice(0, 300);
}
// src/config-repository/credential-input.ts
const INPUTS$2 = {
	token: "config-token",
	ssh: "config-ssh-key",
	app: "config-app-id",
	none: "config-repository"
};
/** The input that people look at where a credential is refused. */
const inputOf = (credential) => credential.kind === "token" && credential.input || INPUTS$2[credential.kind];
/** undefined for a block of zeros, of which there are some at the end. @param names Those too long for the block. */
function readHeader(block, names) {
	const text = (from, length) => {
		const field = block.subarray(from, from + length);
		const end = field.indexOf(0);
		return field.toString("utf8", 0, end < 0 ? length : end);
	};
	if (block[0] === 0) return void 0;
	const [name, prefix] = [text(0, 100), text(345, 155)];
	return {
		path: names.get("path") ?? (prefix === "" ? name : `${prefix}/${name}`),
		type: text(156, 1),
		target: names.get("linkpath") ?? text(157, 100),
		executable: (Number.parseInt(text(100, 8), 8) & 64) !== 0,
		bytes: Number(names.get("size") ?? Number.parseInt(text(124, 12), 8))
	};
}
/** `<length> <key>=<value>\n` over and over, the length being that of the whole record. */
function readRecords(content) {
	const records = /* @__PURE__ */ new Map();
	for (let at = 0; at < content.length;) {
		const length = Number.parseInt(content.toString("latin1", at, at + 12), 10);
		if (!(length > 0)) break;
		const record = content.toString("utf8", content.indexOf(" ", at) + 1, at + length - 1);
		const equals = record.indexOf("=");
		records.set(record.slice(0, equals), record.slice(equals + 1));
		at += length;
	}
	return records;
}
const padded = (bytes) => Math.ceil(bytes / 512) * 512;
// src/config-repository/git/materialise.ts
/**
* Writes a part of a tree as plain files; a link becomes a file that names its target. By `git archive`, whose stream
* says the size of a file before it comes, and has no end of its own for a tree that holds itself: a checkout would
* have both in memory and on the disk before anybody could look.
*/
async function materialise(clone, { tip, paths, folder }) {
	clone.overruleAttributes();
	const feed = new Feed(writeTree(folder));
	const archive = [
		"--literal-pathspecs",
		"archive",
		"--format=tar",
		"--worktree-attributes",
		tip,
		"--"
	];
	await clone.stream([...archive, ...paths.length > 0 ? paths : ["."]], (chunk) => feed.take(chunk));
	return feed.result === void 0 ? { folder } : { refused: feed.result };
}
/** Hands a writer its bytes, in whatever pieces they come. */
var Feed = class {
	#writer;
	#asked;
	#parts = [];
	#held = 0;
	constructor(writer) {
		this.#writer = writer;
		this.#asked = writer.next();
	}
	get result() {
		return this.#asked.done ? this.#asked.value : void 0;
	}
	take(chunk) {
		this.#parts.push(chunk);
		this.#held += chunk.length;
		while (!this.#asked.done && this.#held >= this.#asked.value) {
			const [first = chunk, ...others] = this.#parts;
			const all = others.length === 0 ? first : Buffer.concat(this.#parts);
			const rest = all.subarray(this.#asked.value);
			this.#asked = this.#writer.next(all.subarray(0, this.#asked.value));
			this.#parts = [rest];
			this.#held = rest.length;
		}
		return !this.#asked.done;
	}
};
function* writeTree(folder) {
	let names = /* @__PURE__ */ new Map();
	const written = /* @__PURE__ */ new Set();
	let [files, bytes] = [0, 0];
	for (;;) {
		const header = readHeader(yield 512, names);
		if (!header) continue;
		files += 1;
		bytes += header.bytes;
		const excess = excessOf(header, files, bytes) ?? faultOf$2(header);
		if (excess !== void 0) return excess;
		const content = (yield padded(header.bytes)).subarray(0, header.bytes);
		names = header.type === "x" ? readRecords(content) : /* @__PURE__ */ new Map();
		const fault = twiceOf(header, written) ?? write(folder, header, content);
		if (fault !== void 0) return fault;
	}
}
function excessOf({ path, bytes }, files, inAll) {
	const { written, writtenFiles, writtenInAll } = LIMITS$1;
	if (bytes > written) return `${path} has ${inMebibytes(bytes)}, and at most ${inMebibytes(written)} are written`;
	if (files > writtenFiles) return `there are more than ${writtenFiles} files in the folders that it needs`;
	if (inAll <= writtenInAll) return void 0;
	return `the folders that it needs have more than ${inMebibytes(writtenInAll)}`;
}
/** What was judged must be what is written: the later of two entries of one name would take the place of the first. */
function twiceOf({ path, type }, written) {
	if (type !== "0" && type !== "2") return void 0;
	if (written.has(path)) return "it leads to a folder with two entries of one name";
	written.add(path);
}
/** Names that git itself writes to no folder (git's verify_path): a tree that was made by hand can hold them. */
function faultOf$2({ path }) {
	return path.replace(/\/$/, "").split("/").some((name) => [
		"",
		".",
		"..",
		".git"
	].includes(name.toLowerCase())) || path.includes("�") ? "it leads to a folder with a name that git does not write" : void 0;
}
function write(folder, { path, type, target, executable }, content) {
	const file = join(folder, path);
	try {
		if (type === "5") mkdirSync(file, { recursive: true });
		if (type !== "0" && type !== "2") return void 0;
		writeFileSync(file, type === "2" ? target : content, { mode: executable ? 493 : 420 });
		return;
	} catch (error) {
		if (!CLASHES.has(error.code)) throw error;
		return "it leads to a folder with a name that this runner cannot write";
	}
}
/** A file in the place of a folder, a folder in that of a file, a name that is too long. */
const CLASHES = /* @__PURE__ */ new Set([
	"EEXIST",
	"ENOTDIR",
	"EISDIR",
	"ENAMETOOLONG"
]);
// src/config-repository/git/remote/stderr.ts
/** What is drawn above and below a message, as a large picture by Bitbucket, says nothing. */
const WORD = /\p{L}{2}|\d{2}/u;
/** What the server itself says. */
function remoteLines(stderr) {
	return stderr.split("\n").filter((line) => line.startsWith("remote:")).map((line) => line.slice(7).trim()).filter((line) => WORD.test(line)).slice(0, 6);
}
/**
* What git says of itself, what it adds to every failure over SSH, its question for a password that it may not ask, and
* the frame of GitLab around a message.
*/
const NO_CAUSE = /^(?:$|Cloning into|hint:|warning:|fatal: could not read (?:Username|Password) |Please make sure you have the correct|and the repository exists|remote:[\s=]*$)/;
/** What most likely says the cause, in the end of what git wrote. */
function lastLines$1(stderr) {
	const lines = stderr.split("\n").map((line) => line.trim()).filter((line) => !NO_CAUSE.test(line));
	const causes = lines.filter((line) => line !== "fatal: Could not read from remote repository.");
	return (causes.length > 0 ? causes : lines).slice(-3).join("; ");
}
// src/config-repository/git/push-outcome.ts
/**
* Race texts of plain git (since 2.50 "reference already exists" for a lock that another push holds), GitHub, GitLab,
* JGit and Azure DevOps; GitHub may print rule texts beside one, so the race is matched first.
*/
const RACE = /cannot lock ref|failed to lock|TF401028|failed to update ref|reference (?:already exists|does not exist)|incorrect old value|stale info|fetch first|non-fast-forward/i;
const RULE = /hook declined|TF40\d{4}|VS40\d{4}|not permitted|protected branch|rule violations|GH0\d\d|push declined|(?<!shallow update )not allowed/i;
/** The server broke, be it behind a hook, or said nothing (git-push, "remote failure"): no decision of anybody. */
const BROKEN = /^\[remote failure\]|internal (?:server |api )?error|unpacker error|operation timed out|api unreachable|unable to contact/i;
/** Reads `git push --porcelain` (git-push, "OUTPUT"): `<flag>\t<from>:<to>\t<summary> (<reason>)`. */
function readPush(exitCode, stdout, stderr) {
	const [flag, , summary = ""] = stdout.split("\n").find((candidate) => /^[ +*=!-]\t/.test(candidate))?.split("	") ?? [];
	if (flag === void 0) return {
		kind: "unanswered",
		reason: lastLines$1(stderr) || `git exited with ${exitCode}`
	};
	if (flag !== "!") return exitCode === 0 ? { kind: "landed" } : {
		kind: "unanswered",
		reason: lastLines$1(stderr)
	};
	if (summary.startsWith("[rejected]")) return {
		kind: "unsent",
		reason: summary
	};
	if (RACE.test(summary)) return {
		kind: "lost",
		reason: summary
	};
	const reason = [summary, ...remoteLines(stderr)].join("; ");
	if (BROKEN.test(reason)) return {
		kind: "unanswered",
		reason
	};
	return {
		kind: RULE.test(reason) ? "refused" : "unsure",
		reason
	};
}
function failRefused(label, branch, reason) {
	return fail({
		code: "CONFIG_REFUSED",
		message: `config-repository ${label} refused the commit on ${branch}: ${reason}`,
		hint: refusedHint(branch, reason)
	});
}
// src/config-repository/git/remote/transfer-failure.ts
/**
* Texts of git 2.39-2.55 under LC_ALL=C, of OpenSSH, GitHub, GitLab, Gitea, Bitbucket and Azure DevOps: transfers have
* no porcelain output.
*/
const FAILURES = [
	[/^(?!remote:).*(?:no space left on device|disk quota exceeded|read-only file system|failed to write new configuration file)/im, "disk-full"],
	[/^(?!remote:).{0,2000}(?:exec: (?:line \d{1,9}: )?ssh: not found$|cannot run ssh: No such file)/im, "no-ssh"],
	[/Host key verification failed/i, "host-key"],
	[/SSL certificate problem|certificate verif|server certificate/i, "certificate"],
	[/certificate subject name/i, "certificate"],
	[/returned error: 407|HTTP code 40[37] from proxy|CONNECT tunnel failed, response 40[37]/i, "proxy"],
	[/not valid: is this a git repository|protocol error: bad line length/i, "no-server"],
	[/invalid server response|dumb http transport|git-http-push failed/i, "no-server"],
	[/strange (?:hostname|pathname|port) |^fatal: transport '[a-z-]{1,20}' not allowed/im, "not-asked"],
	[/attempting to allocate \d{1,20} over limit/i, "too-large"],
	[/^Load key "/im, "key-unreadable"],
	[/Remote branch .{0,500} not found|couldn't find remote ref/i, "branch-missing"],
	[/Authentication failed|could not read (?:Username|Password)|returned error: 40[13]|Permission denied/i, "denied"],
	[/Write access to repository not granted|Permission to .{0,500} denied|marked as read only/i, "denied"],
	[/not allowed to push|not have write access|not authorized to|repository access denied/i, "denied"],
	[/archived project|archived so it is read-only/i, "denied"],
	[/not permitted to (?:access|push|write)|TF401027|public key authentication failed/i, "denied"],
	[/may not have access to this repository|TF401019|TF200016/i, "not-found"],
	[/Repository not found|returned error: 404|repository '.{0,500}' not found/i, "not-found"],
	[/project you were looking for could not be found|Cannot find repository/i, "not-found"],
	[/does not appear to be a git repository|does not exist|not a git repository/i, "not-found"],
	[/returned error: 4(?!08|09|21|23|25|29)\d\d/i, "rejected"]
];
function classifyTransfer(stderr) {
	return FAILURES.find(([pattern]) => pattern.test(stderr))?.[1] ?? "unreachable";
}
// src/config-repository/git/push-commit.ts
const NOT_LANDED = {
	landed: false,
	unanswered: false,
	unsent: false
};
/** One push, and what it means; the lease refuses a ref that is elsewhere, be it only moved back. */
async function pushCommit(clone, push) {
	const { commit, ref, expected = "", withinMs, aside } = push;
	const options = [
		"--porcelain",
		"--no-verify",
		`--force-with-lease=${ref}:${expected}`
	];
	const result = await clone.push(options, `${commit}:${ref}`, withinMs);
	const outcome = readPush(result.exitCode, result.stdout, result.stderr);
	switch (outcome.kind) {
		case "landed": return {
			landed: true,
			commit
		};
		case "refused": return refused(clone, push, outcome.reason);
		case "unsent":
		case "lost": {
			const other = aside ? standsInTheWay(result) : void 0;
			if (other) failInTheWay({
				label: clone.label,
				branch: nameOf$1(ref),
				reason: other
			});
			return {
				...NOT_LANDED,
				commit,
				reason: outcome.reason,
				unsent: outcome.kind === "unsent"
			};
		}
		case "unsure": return settle(clone, push, outcome.reason);
		case "unanswered": {
			const failure = classifyTransfer(result.stderr);
			if (failure !== "unreachable") return unheard(clone, push, {
				failure,
				stderr: result.stderr
			});
			return {
				...NOT_LANDED,
				commit,
				reason: outcome.reason,
				unanswered: true
			};
		}
	}
}
const nameOf$1 = (ref) => ref.replace(/^refs\/heads\//, "");
/** The server said no, without saying why: a race when the tip has moved, else a rule. */
async function settle(clone, push, reason) {
	const { commit, ref, expected, withinMs } = push;
	const now = await clone.headOf(ref, withinMs);
	if (now === commit) return {
		landed: true,
		commit
	};
	if (now === expected) refused(clone, push, reason);
	return {
		...NOT_LANDED,
		commit,
		reason
	};
}
/** What answers as no git server does may stand before one: that of the branch may have taken the commit. */
const INSTEAD = /* @__PURE__ */ new Set([
	"no-server",
	"not-found",
	"rejected"
]);
async function unheard(clone, { commit, ref, withinMs }, { failure, stderr }) {
	if (INSTEAD.has(failure) && await clone.headOf(ref, withinMs) === commit) return {
		landed: true,
		commit
	};
	return clone.fail(failure, stderr);
}
function refused({ label }, { ref, aside }, reason) {
	const branch = nameOf$1(ref);
	return aside ? failRefusedAside({
		label,
		branch,
		reason
	}) : failRefused(label, branch, reason);
}
// src/config-repository/git/read-objects.ts
const isSmall = ({ type, bytes }) => bytes <= (type === "tree" ? LIMITS$1.folder : LIMITS$1.file);
/**
* The objects behind these names, in their order; what is too large comes without its content. One process, in which
* the size of an object is known before its content comes, and two more where one of them is too large.
* @param room Bytes that may be kept. @throws StepError CONFIG_TOO_LARGE.
*/
async function readObjects(clone, names, room) {
	const all = await readSmall(clone, names, room);
	if (all) return all;
	const headers = await readHeaders(clone, names);
	const small = names.filter((_, index) => isSmallOne(headers[index]));
	const contents = await readSmall(clone, small, room) ?? tooMuch(clone);
	const known = new Map(small.map((name, index) => [name, contents[index]]));
	return names.map((name, index) => known.get(name) ?? headers[index]);
}
const isSmallOne = (header) => header !== void 0 && isSmall(header);
/** undefined as soon as one of them does not fit. */
async function readSmall(clone, names, room) {
	let left = room;
	const reader = new BatchReader((header) => {
		left -= header.bytes;
		return isSmall(header) && left >= 0;
	});
	const input = questions(names);
	return await clone.stream(["cat-file", "--batch"], (chunk) => reader.take(chunk), { input }) ? reader.finish(names.length) : void 0;
}
async function readHeaders(clone, names) {
	const { stdout } = await clone.git(["cat-file", "--batch-check"], { input: questions(names) });
	return stdout.split("\n").map(parseHeader);
}
const questions = (names) => names.map((name) => `${name}\n`).join("");
function tooMuch(clone) {
	return fail({
		code: "CONFIG_TOO_LARGE",
		message: `the files that this step would have to read of config-repository ${clone.label} have more than ${inMebibytes(LIMITS$1.read)}`,
		hint: "Name fewer overlays in one step, or set render-check: off, so that their bases are not read."
	});
}
/** The paths of all files of a tip. @throws StepError CONFIG_TOO_LARGE: a tree may hold itself over and over. */
async function listPaths$1(clone, tip) {
	const chunks = [];
	let left = LIMITS$1.paths;
	if (!await clone.stream([
		"ls-tree",
		"-r",
		"-z",
		"--full-tree",
		"--name-only",
		tip
	], (chunk) => {
		chunks.push(chunk);
		left -= chunk.length;
		return left >= 0;
	})) tooMany$2(clone);
	return Buffer.concat(chunks).toString("utf8").split("\0").slice(0, -1);
}
function tooMany$2(clone) {
	return fail({
		code: "CONFIG_TOO_LARGE",
		message: `config-repository ${clone.label} has more files than can be searched, about a million`,
		hint: "Name the overlays by their paths instead of a pattern; for a Component, set render-check: off."
	});
}
// src/runner/turns.ts
/** Lets at most `limit` pieces of work go on at once; the others wait in the order in which they came. */
function atMost(limit) {
	let free = limit;
	const waiting = [];
	return async (work) => {
		if (free > 0) free -= 1;
		else await new Promise((resolve) => waiting.push(resolve));
		try {
			return await work();
		} finally {
			const next = waiting.shift();
			if (next) next();
			else free += 1;
		}
	};
}
/**
* Lets signals have their turn in work that goes on and on, as over hundreds of files: without it a cancel is not even
* heard of.
*/
async function nextTurn(signal) {
	await setImmediate();
	signal.throwIfAborted();
}
// src/aws/session/id-token.ts
/** What to change where a run must not get credentials. */
const FOR_OTHERS = "Set push: false for such runs, or keep them from this job by an if; deploy from a run on the default branch.";
/** GitHub docs, "OpenID Connect": the permission `id-token: write`, which runs of strangers cannot have. */
function noIdToken(source) {
	const message = "GitHub gave this job no OIDC token to assume role-to-assume with";
	if (source.underAct) return {
		code: "ID_TOKEN_UNAVAILABLE",
		message: "act makes no OIDC tokens, whatever the permissions of the job are, and this run assumes role-to-assume with one",
		hint: "Under act, set push: false to build only, or aws-credentials: ambient with AWS credentials in the environment of the step (act --env-file)."
	};
	if (source.fromFork) return {
		code: "ID_TOKEN_UNAVAILABLE",
		message: `${message}: a pull request from a fork gets none`,
		hint: FOR_OTHERS
	};
	if (source.fromDependabot) return {
		code: "ID_TOKEN_UNAVAILABLE",
		message: `${message}: a run started by Dependabot gets none by default`,
		hint: `${FOR_OTHERS} If Dependabot's runs are meant to push, add "permissions: { id-token: write, contents: read }" to the job, with what else it needs: a permission that is not listed is none.`
	};
	return {
		code: "ID_TOKEN_UNAVAILABLE",
		message: `${message}: the job lacks the permission`,
		hint: "Add \"permissions: { id-token: write, contents: read }\" to the job, with what else it needs: a permission that is not listed is none. In a reusable workflow, also to the calling job."
	};
}
// src/aws/trusted-endpoints.ts
/**
* Where the services are asked that get a token or credentials: at the address that a variable names, where that is of
* AWS, loopback or trusted by an input, else at AWS's own. A variable alone grants nothing: any step before this one
* can write it (GITHUB_ENV).
*/
function planEndpoints({ partition }, { inputs, source, services = ["ECR"] }) {
	const judge = (variable, destination) => {
		const text = variable === void 0 ? void 0 : source.endpoints.get(variable);
		if (variable === void 0 || text === void 0) return sound(void 0);
		const judged = judgeEndpoint(text, destination, inputs.trustedEndpoints);
		if (judged instanceof URL) return sound({
			variable,
			url: judged.href
		});
		return {
			value: void 0,
			problems: [problemOf(variable, judged, destination)]
		};
	};
	const sources = inputs.awsCredentials === "ambient" ? SOURCES : [];
	const endpointOf = (service) => judge(variableOf(service, source), serviceIn(service, partition));
	const asked = ["STS", ...services];
	const judged = asked.map(endpointOf);
	const { problems } = judgedTogether([...sources.map((place) => judge(place.variable, place)), ...judged]);
	return {
		value: Object.fromEntries(asked.map((service, at) => [service, judged[at]?.value])),
		problems
	};
}
/** The one of a service goes before the one of all; none counts where they are to be ignored (AWS SDKs reference). */
function variableOf(service, { endpoints }) {
	if (/^true$/i.test(endpoints.get("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS") ?? "")) return void 0;
	return [`AWS_ENDPOINT_URL_${service}`, "AWS_ENDPOINT_URL"].find((variable) => endpoints.has(variable));
}
const serviceIn = (service, partition) => ({
	what: `${service} in partition ${partition}`,
	isOwn: ({ protocol, host }) => protocol === "https:" && isServiceHost(host, service, partition),
	otherwise: "AWS's own endpoint is asked then"
});
const linkLocal = (...hosts) => ({ host }) => hosts.includes(host);
/** Where the SDK asks for credentials of the runner: link-local addresses (ECS, EKS and EC2 guides). */
const SOURCES = [{
	variable: "AWS_CONTAINER_CREDENTIALS_FULL_URI",
	what: "ECS or EKS",
	isOwn: linkLocal("169.254.170.2", "169.254.170.23", "[fd00:ec2::23]"),
	otherwise: "the other sources of credentials are asked then"
}, {
	variable: "AWS_EC2_METADATA_SERVICE_ENDPOINT",
	what: "EC2",
	isOwn: linkLocal("169.254.169.254", "[fd00:ec2::254]"),
	otherwise: "the instance is asked at its usual address then"
}];
/** The address as a URL, which is how the SDK reads it, too; or what is wrong with it. */
function judgeEndpoint(text, { isOwn }, trusted) {
	const url = URL.canParse(text) ? new URL(text) : void 0;
	if (!url || !/^https?:$/.test(url.protocol)) return {
		fault: "malformed",
		shown: abridged(text)
	};
	const refused = (fault) => ({
		fault,
		shown: abridged(url.origin)
	});
	if (url.username || url.password) return refused("credential");
	if (isLoopback(url.host) || isOwn(url)) return url;
	if (url.protocol === "http:") return refused("plain");
	return trusted.includes(url.host) ? url : refused("foreign");
}
function abridged(text) {
	const line = oneLine(text);
	if (line.includes("@")) return "a text with \"@\" in it";
	return line.length > 120 ? `${line.slice(0, 117)}...` : line;
}
function problemOf(variable, { fault, shown }, { what, otherwise }) {
	const unset = `Unset the variable ${variable}, or set it to "" in env of this step: ${otherwise}.`;
	if (fault === "malformed") {
		const message = `the variable ${variable} is "${shown}", which is not the URL of an endpoint`;
		return {
			code: "INPUT_INVALID",
			inputs: INPUTS$1,
			message,
			hint: unset
		};
	}
	const { why, fix } = FAULTS$2[fault];
	const message = `the variable ${variable} names ${shown} for ${what}, ${why}`;
	return {
		code: "ENDPOINT_UNTRUSTED",
		inputs: INPUTS$1,
		message,
		hint: `${unset} ${ALARM} ${fix}`
	};
}
/** While the list itself is refused, nothing can be said of what it may hold. */
const INPUTS$1 = ["trusted-endpoints"];
/** The reader may be the victim: who would be helped by adding the host must be asked first. */
const ALARM = "If nobody meant to set it, find out which step (through GITHUB_ENV) or setting of the runner did before you run the job again: whoever answers there would have received a token or credentials of the role.";
const FAULTS$2 = {
	credential: {
		why: "with a user name before the host",
		fix: "An endpoint has neither user name nor password."
	},
	plain: {
		why: "over plain HTTP, which others on the network can read",
		fix: "Outside of the runner itself an endpoint must be an https:// address, also one that trusted-endpoints lists."
	},
	foreign: {
		why: "which is not an endpoint of it",
		fix: "Only if those who run your network say that this endpoint is theirs, add its host to the input trusted-endpoints."
	}
};
// src/plan/deployment.ts
const isConfirmed = (image) => image.digest !== void 0 && image.repositoryUrl !== void 0 && image.registry !== void 0;
// src/gitops/proposal.ts
/** The one target of an entry, also where a pattern found it. */
const targetOf = ({ kind, overlay, file, key }) => kind === "kustomize" ? {
	kind,
	path: overlay,
	key: void 0
} : {
	kind,
	path: file,
	key
};
/** An entry among all those of a proposal. */
const entryKey = ({ image, file, key }) => JSON.stringify([
	image,
	file,
	key
]);
/** The verdicts that the commit writes. */
const writtenBy = ({ verdicts }) => verdicts.filter(({ outcome }) => outcome === "write");
/** Whether something that is not known yet is written, so that this cannot be what is committed. */
const hasStandIn = (proposal) => writtenBy(proposal).some(({ pinned }) => pinned?.isStandIn === true);
// src/gitops/message/deployed-image.ts
/** What the commit writes of an image; none when nothing of it is written. */
function writtenImage(image, proposal) {
	const written = writtenBy(proposal).filter((verdict) => verdict.image === image.name);
	if (written.length === 0) return [];
	if (!isConfirmed(image)) throw new Error(`${image.name} is to be committed, but its digest was never confirmed`);
	const previous = written.flatMap((verdict) => verdict.previous ?? []);
	const names = new Set(written.map(({ reference }) => splitReference(reference).name));
	names.delete(image.repositoryUrl);
	const files = written.map(({ kind, file, overlay }) => kind === "kustomize" ? file : overlay);
	const rollbacks = written.flatMap(({ rollback, previous: tag }) => rollback ? [{
		...rollback,
		previous: tag
	}] : []);
	return [{
		image,
		previous,
		files,
		elsewhere: [...names],
		rollbacks
	}];
}
function shortPrevious({ previous }) {
	return previous.length === 0 ? "none" : [...new Set(previous.map(shortTag))].join(", ");
}
// src/names/source-change.ts
/** What GitHub makes of a pull request (GitHub docs, "About merge methods on GitHub"). */
const MERGE$1 = /^Merge pull request #(\d{1,9}) from \S/;
const SQUASH = / \(#(\d{1,9})\)$/;
/** By the whole message of a commit in the repository `owner/name`. */
function sourceChange(message, repository) {
	const [first = "", second = first] = message.slice(0, LONGEST_SHOWN).split(/\r\n|[\r\n]/).map(visible$1).filter((line) => line !== "");
	const merged = MERGE$1.exec(first)?.[1];
	const title = merged === void 0 ? first : second;
	const number = merged ?? SQUASH.exec(title)?.[1];
	const subject = shortened$1(inert(number !== void 0 && title.endsWith(` (#${number})`) ? title.replace(SQUASH, "") : title, repository));
	if (subject === "") return void 0;
	return {
		subject,
		pullRequest: number === void 0 ? void 0 : `${repository}#${number}`
	};
}
/** One line without what is not seen, such as marks that turn the direction of writing. */
const visible$1 = (line) => oneLine(line).replaceAll(/[\p{Cf}\p{Cs}]/gu, "").replaceAll(/\s+/g, " ").trim();
/**
* What servers and build systems act on in the message of a commit, and what cannot act in its place. There is no list of
* the words that skip a run, because every system has its own, but nearly all of them want square brackets.
*/
const INERT = [
	[/\[/g, "("],
	[/\]/g, ")"],
	[/\*{3,}/g, "*"],
	[/(skip-checks) ?:/gi, "$1"],
	[/(?<!\w)@(?=\w)/g, "@ "],
	[/(?<![\w/])#(?=[a-z])/gi, "# "],
	[/(?<!\w)!(?=\d)/g, "! "]
];
/** Issues and pull requests of the repository that a text is shown in (GitHub docs, "Autolinked references"). */
const REFERENCES$1 = [/(?<![\w/.-])#(?=\d)/g, /(?<![\w-])GH-(?=\d)/gi];
/**
* Words that close the issue behind them ("Linking a pull request to an issue"; GitLab, Bitbucket, Azure Boards and Linear
* have some more): `#12`, `owner/name#12`, `AB#12`, an address, and `KEY-12`, which `UTF-8` is not.
*/
const CLOSING = [/((?:clos|fix|resolv|implement|complet)(?:e[sd]?|s|ing)?)([ :(]{1,3})(?=(?:(?:issue|bug|ticket|request|report)s? )?(?:[\w./-]*#\d|https?:))/gi, /((?:[Cc]los|[Ff]ix|[Rr]esolv|[Ii]mplement|[Cc]omplet)(?:e[sd]?|s|ing)?)([ :(]{1,3})(?=(?!(?:UTF|SHA|ISO|RFC|AES|CVE)-)[A-Z]\w{0,20}-\d)/g];
function inert(text, repository) {
	const named = REFERENCES$1.reduce((line, own) => line.replaceAll(own, () => `${repository}#`), text);
	const still = INERT.reduce((line, [acts, instead]) => line.replaceAll(acts, instead), named);
	return closingNothing(still);
}
const closingNothing = (line) => CLOSING.reduce((text, words) => text.replaceAll(words, "$1$2see "), line);
/** A subject behind text of somebody else, whose last word may close the issue that the subject begins with. */
const subjectBehind = (before, subject) => closingNothing(before + subject) === closingNothing(before) + subject ? subject : `see ${subject}`;
const LONGEST_SUBJECT = 100;
/** Ends between two words: a part of a reference would be another one. */
function shortened$1(subject) {
	const characters = [...subject];
	if (characters.length <= LONGEST_SUBJECT) return subject;
	const start = characters.slice(0, 97).join("");
	const end = start.lastIndexOf(" ");
	return `${end > 0 ? start.slice(0, end) : start.replaceAll("#", "")}...`;
}
// src/gitops/message/template.ts
/** What a template of the input commit-message may name. */
const PLACEHOLDERS = [
	"name",
	"tag",
	"sha",
	"previous",
	"overlays",
	"repository",
	"actor",
	"run",
	"subject",
	"pr"
];
const PLACEHOLDER = /\{([^{}]*)\}/g;
function unknownPlaceholders(template) {
	const known = PLACEHOLDERS;
	return [...template.matchAll(PLACEHOLDER)].map(([, name = ""]) => name).filter((name) => !known.includes(name));
}
/** The subject that a template makes; empty where it names nothing but what is not known. */
function fill(template, deployed, origin) {
	const values = valuesOf(deployed, origin);
	const safe = (values.pr === "" ? template.replaceAll(/ ?(?:\(\{pr\}\)|\[\{pr\}\])/g, "") : template).replaceAll("[{subject}]", "({subject})");
	return safe.replaceAll(PLACEHOLDER, (_, name, at) => {
		const text = oneLine(values[name]);
		const before = safe.slice(0, at);
		if (name === "pr") return subjectBehind(endOfSubject(before, values.subject), text);
		return name === "subject" ? subjectBehind(before, text) : text;
	}).trim().replace(/^-{3,} ?/, "");
}
/** A word of others that may close what directly follows it; what the template itself says is meant. */
function endOfSubject(before, subject) {
	const [, between] = /\{subject\}([ :(]{1,3})$/.exec(before) ?? [];
	return between === void 0 ? "" : `${oneLine(subject)}${between}`;
}
function valuesOf(deployed, origin) {
	const of = (value) => [...new Set(deployed.map(value))].join(", ");
	return {
		name: of((one) => one.image.name),
		tag: of((one) => one.image.tag),
		sha: of((one) => one.image.commit ?? ""),
		previous: of(shortPrevious),
		overlays: of((one) => one.files.join(", ")),
		repository: of((one) => one.image.source.name),
		actor: origin.actor,
		run: origin.link,
		subject: listed(deployed.flatMap(({ change }) => change?.subject ?? [])),
		pr: listed(deployed.flatMap(({ change }) => change?.pullRequest ?? []))
	};
}
/** Texts of many commits are too much for one line. */
function listed(all) {
	const distinct = [...new Set(all)];
	const more = distinct.length > 3 ? [`${distinct.length - 3} more`] : [];
	return [...distinct.slice(0, 3), ...more].join("; ");
}
// src/source/history/history.ts
const continues = (relation) => relation === "ahead" || relation === "identical";
/** How the token comes to read the history of a repository; the token of a job reads its own one and public ones. */
const accessHint = (foreign) => foreign === void 0 ? "Give the job \"permissions: contents: read\" and leave github-token at its default" : `Give github-token a token that may read ${foreign} ("Contents: read")`;
const RELATIONS = [
	"ahead",
	"behind",
	"identical",
	"diverged"
];
/** GitHub REST API, "Compare two commits": at most 300 files, all on the first page; nothing says that there are more. */
const MOST_FILES = 300;
/** undefined for anything else than a comparison. */
function readComparison(answer) {
	const { status, files } = isRecord(answer) ? answer : {};
	const relation = RELATIONS.find((one) => one === status);
	if (relation === void 0) return void 0;
	return {
		relation,
		changes: continues(relation) ? changedPaths(files) : void 0
	};
}
/** With both names of a renamed file. undefined for a list that may be cut, or that is not read in full. */
function changedPaths(files) {
	if (!Array.isArray(files) || files.length >= MOST_FILES) return void 0;
	const paths = [];
	for (const file of files) {
		const { filename, previous_filename: previous } = Object(file);
		if (typeof filename !== "string") return void 0;
		paths.push(filename, ...typeof previous === "string" ? [previous] : []);
	}
	return paths;
}
/**
* Whether one of the changed files is among the paths of an image. As in the path filters of GitHub workflows the last
* pattern that matches decides, and one that begins with `!` takes away; when the first one does, it takes from
* everything. A folder stands for all that is below it.
*/
function touches(paths, changed) {
	const patterns = paths.map(readPattern);
	const otherwise = patterns[0]?.takesAway === true;
	return changed.some((file) => {
		if (isTooLong(file)) return true;
		const last = patterns.findLast((pattern) => pattern.matches(file));
		return last ? !last.takesAway : otherwise;
	});
}
function readPattern(given) {
	const takesAway = /^!(?!\()/.test(given);
	const glob = withoutLastSlashes((takesAway ? given.slice(1) : given).replace(/^(?:\.\/)+/, ""));
	const matches = (0, import_picomatch.default)(glob === "" || glob === "." ? "**" : [glob, `${glob}/**`], { dot: true });
	if (takesAway) return {
		takesAway,
		matches
	};
	const { base } = import_picomatch.default.scan(glob);
	return {
		takesAway,
		matches: (file) => matches(file) || `${base}/`.startsWith(`${file}/`)
	};
}
/** As a notice names the paths. */
function listPaths(paths) {
	const more = paths.length > 3 ? ` and ${paths.length - 3} more` : "";
	return `${paths.slice(0, 3).join(", ")}${more}`;
}
// src/source/source.ts
function runUrl(source) {
	return `${source.serverUrl}/${source.repository}/actions/runs/${source.runId}/attempts/${source.runAttempt}`;
}
/** Whether `owner/name` is the repository that the run belongs to; case makes no difference to GitHub. */
function isOwnRepository(repository, source) {
	return repository.toLowerCase() === source.repository.toLowerCase();
}
// src/images/engine/commit-time.ts
/** When commits were made, in seconds; the folders lie in checkouts of them. */
async function commitTimesOf(folders, asking) {
	const asked = [...folders].map(async ([commit, folder]) => [commit, await commitTimeOf(folder, asking)]);
	return new Map(await Promise.all(asked));
}
/** When the commit at HEAD was made, in seconds; undefined where git does not know. */
async function commitTimeOf(context, asking) {
	const result = await Repository.around(context, asking)?.ask([
		"show",
		"-s",
		"--format=%ct",
		"HEAD"
	], { signal: asking.signal });
	const seconds = /^\d{1,11}$/.exec(result?.stdout.trim() ?? "")?.[0];
	return result?.exitCode === 0 && seconds !== void 0 ? Number(seconds) : void 0;
}
/**
* The time that a reproducible build stamps on what it makes (reproducible-builds.org); buildx hands it on to BuildKit.
* What the user has set stays.
*/
function epochOf(plan, commitTime, { SOURCE_DATE_EPOCH }) {
	const isSet = SOURCE_DATE_EPOCH || plan.buildArgs.some((text) => text.startsWith("SOURCE_DATE_EPOCH="));
	return commitTime === void 0 || isSet ? {} : { SOURCE_DATE_EPOCH: String(commitTime) };
}
// src/images/engine/login/docker-config.ts
/** The user's configuration with our logins, which no credential helper may shadow. */
function withLogins(user, logins, pluginFolder) {
	const auths = logins.map((login) => [login.pushHost, { auth: basicAuth(login) }]);
	const helpers = logins.filter(({ pushHost }) => user.credsStore || user.credHelpers?.[pushHost]).map(({ pushHost }) => [pushHost, ""]);
	return {
		...user,
		auths: {
			...user.auths,
			...Object.fromEntries(auths)
		},
		...helpers.length > 0 ? { credHelpers: {
			...user.credHelpers,
			...Object.fromEntries(helpers)
		} } : {},
		cliPluginsExtraDirs: [...extraPluginFolders(user), pluginFolder]
	};
}
/** Whatever stands there: who wrote the file need not have been docker. */
const extraPluginFolders = ({ cliPluginsExtraDirs }) => Array.isArray(cliPluginsExtraDirs) ? cliPluginsExtraDirs.filter((folder) => typeof folder === "string") : [];
const basicAuth = ({ username, password }) => Buffer.from(`${username}:${password}`).toString("base64");
/** A name that nobody can have (RFC 6761). */
const NOBODY = "withheld.invalid";
/**
* Without any login, for files that may be anybody's. One entry stays in `auths`, and names nobody: without any, docker
* looks for a credential store of the system by itself (docker CLI, `DetectDefaultStore`).
*/
function strangersConfig(config) {
	const { credsStore: _store, credHelpers: _helpers, ...rest } = withoutProxyLogins(config);
	return {
		...rest,
		auths: { [NOBODY]: {} }
	};
}
/**
* Without the logins of its proxies, by daemon and by protocol: docker makes build arguments of them (Docker docs,
* "Configure the Docker client"). The same object where there are none.
*/
function withoutProxyLogins(config) {
	const { proxies } = config;
	if (!isRecord(proxies)) return config;
	const open = (value) => typeof value === "string" ? withoutLogin(value) : value;
	const opened = mapValues(proxies, (ofDaemon) => {
		if (isRecord(ofDaemon)) return mapValues(ofDaemon, open);
		return typeof ofDaemon === "string" ? void 0 : ofDaemon;
	});
	return JSON.stringify(opened) === JSON.stringify(proxies) ? config : {
		...config,
		proxies: opened
	};
}
/** The address of a proxy without its login: up to the last `@`, since a password may hold one, and a host cannot. */
const withoutLogin = (address) => address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, "$1");
function mapValues(record, change) {
	return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
// src/images/engine/login/write-docker-config.ts
/** Where docker keeps its configuration and the plugins of the user. */
function dockerFolder(env) {
	return env.DOCKER_CONFIG || join(homeOf(env), ".docker");
}
const CONFIG = "config.json";
/** The user's own plugins, beside the configuration. */
const PLUGINS = "cli-plugins";
/** What docker would read. */
const userConfig = (env) => readConfig(join(dockerFolder(env), CONFIG));
/** As docker has it: an empty HOME counts as none, and a path of this user as the system knows it takes its place. */
const homeOf = (env) => env.HOME || userInfo().homedir;
/**
* A docker configuration of our own, seeded from the user's: its logins, helpers, proxies, context, builders and
* plugins keep working, as far as this build may have them, and nothing of ours is left in it. It is written twice,
* because engines are asked before anybody has logged in. At once, so that nothing that is being loaded delays them.
*/
function writeDockerConfig({ runnerLogins, publishesArgs }, { workspace, secrets, env }) {
	const original = dockerFolder(env);
	const user = userConfig(env);
	const write = (logins) => {
		const whole = withLogins(user, logins, join(original, PLUGINS));
		const allowed = runnerLogins ? whole : strangersConfig(whole);
		const config = publishesArgs ? withoutProxyLogins(allowed) : allowed;
		const file = workspace.file("docker", CONFIG, JSON.stringify(config));
		return {
			whole,
			folder: dirname(file),
			proxiesOpened: config !== allowed
		};
	};
	const { folder, proxiesOpened } = write([]);
	linkContexts(original, folder);
	const own = {
		DOCKER_CONFIG: folder,
		BUILDX_CONFIG: seedBuildx(env.BUILDX_CONFIG || join(original, "buildx"), workspace)
	};
	return {
		env: own,
		proxiesOpened,
		logIn(logins) {
			for (const login of logins) secrets.mask(basicAuth(login));
			const { whole } = write(logins);
			const auths = runnerLogins ? buildahAuths(whole, env) : {};
			return {
				env: own,
				authFile: workspace.file("docker", "auth.json", JSON.stringify({ auths }))
			};
		}
	};
}
/** The user's contexts are found beside the configuration only. */
function linkContexts(original, folder) {
	try {
		symlinkSync(join(original, "contexts"), join(folder, "contexts"));
	} catch {}
}
/** The logins that buildah and podman keep, and those of the docker configuration before them. */
function buildahAuths(config, env) {
	const kept = containersAuthFiles(env).map(readConfig);
	return Object.fromEntries([...kept, config].flatMap((one) => Object.entries(one.auths ?? {})));
}
/** Where buildah and podman look for logins, the last one first (containers-auth.json). */
function containersAuthFiles(env, user = process.getuid?.() ?? 0) {
	const settings = env.XDG_CONFIG_HOME || join(homeOf(env), ".config");
	const session = env.XDG_RUNTIME_DIR ? join(env.XDG_RUNTIME_DIR, "containers") : `/run/containers/${user}`;
	return [join(settings, "containers", "auth.json"), env.REGISTRY_AUTH_FILE || join(session, "auth.json")];
}
const readConfig = (path) => jsonObject(readSettings(path));
/**
* What buildx reads of its folder: builders, their settings, which of them is used, and by what a builder knows the
* contexts of this machine again (buildx, store/store.go and util/confutil). Locks, references and activity it writes
* itself.
*/
const FOLDERS = ["instances", "defaults"];
const FILES = ["current", ".buildNodeID"];
/** A folder of our own for buildx, in which it finds the builders of the user. */
function seedBuildx(original, workspace) {
	const folder = workspace.folder("buildx");
	const listed = FOLDERS.flatMap((name) => filesIn(original, name));
	for (const name of [...FILES, ...listed]) {
		const text = readSettings(join(original, name));
		if (text !== "") workspace.file(join("buildx", dirname(name)), basename(name), text);
	}
	return folder;
}
/** Flat, as buildx keeps them: a link that leads somewhere else does not bring all of that place. */
function filesIn(original, name) {
	try {
		return readdirSync(join(original, name)).map((file) => join(name, file));
	} catch {
		return [];
	}
}
// src/images/engine/buildx.ts
/** What `buildx inspect` prints; undefined when it is about no builder that buildx could build with. */
function parseInspect(stdout) {
	const driver = /^Driver:\s+(\S+)/m.exec(stdout)?.[1];
	if (driver === void 0 || driver === "podman") return void 0;
	const endpoints = [...stdout.matchAll(/^Endpoint:[ \t]*(.*)$/gm)].map(([, endpoint = ""]) => endpoint.trim());
	const [, ...nodes] = stdout.split(/^Name:/m).slice(1);
	const versions = nodes.map((node) => /^Build[Kk]it(?: version)?:\s+(\S+)/m.exec(node)?.[1]);
	return {
		driver,
		broken: /^[ \t]*Error:/m.test(stdout),
		endpoints,
		versions
	};
}
/**
* Whether a builder counts as there. Pools that grow on demand do not answer before a build asks for them, and the
* build tries again by itself; docker's own builder is the daemon, so without it nothing can answer later either.
*/
function isUsable({ driver, broken }) {
	return !broken || driver !== "docker";
}
/** Where docker's daemon runs these, and nowhere else; the rest (remote, kubernetes, cloud) is made to be shared. */
const DRIVERS_OF_DOCKER = /* @__PURE__ */ new Set(["docker", "docker-container"]);
/** Whether all nodes of a builder run on this machine; what is not known does not. */
function isOfThisMachine({ driver, endpoints }, env) {
	if (!DRIVERS_OF_DOCKER.has(driver) || endpoints.length === 0) return false;
	return endpoints.map((endpoint) => hostOf(endpoint, env)).every(isOwnHost);
}
/** What the docker command talks to (docker CLI, `resolveContextName`). */
function currentEndpoint(env) {
	if (env.DOCKER_HOST) return env.DOCKER_HOST;
	if (env.DOCKER_CONTEXT) return env.DOCKER_CONTEXT;
	const { currentContext } = userConfig(env);
	return typeof currentContext === "string" && currentContext || "default";
}
/** buildx shows an address, or the name of a docker context; the default one is that of the environment. */
function hostOf(endpoint, env) {
	if (endpoint.includes("://")) return endpoint;
	if (endpoint === "default") return env.DOCKER_HOST || "unix:///var/run/docker.sock";
	const folder = createHash("sha256").update(endpoint).digest("hex");
	const meta = jsonObject(readSettings(join(dockerFolder(env), "contexts", "meta", folder, "meta.json")));
	const docker = isRecord(meta.Endpoints) ? meta.Endpoints.docker : void 0;
	return isRecord(docker) && typeof docker.Host === "string" ? docker.Host : "";
}
function isOwnHost(host) {
	if (/^(?:unix|npipe):/.test(host)) return true;
	return /^(?:tcp|https?):/.test(host) && URL.canParse(host) && isLoopback(new URL(host).hostname);
}
// src/images/engine/capabilities.ts
/** Cache and attestations are BuildKit's; the rest of what buildah lacks would need a manifest list put together here. */
const BUILDX_ONLY = [
	"platforms (several)",
	"cache",
	"cache-from",
	"cache-to",
	"cache-to (type=inline)",
	"provenance",
	"sbom",
	"builder"
];
const COMPRESSION = [
	"compression",
	"compression (estargz)",
	"compression (force)"
];
const CANNOT = {
	buildx: /* @__PURE__ */ new Set(),
	"buildx with the docker driver": /* @__PURE__ */ new Set([
		"platforms (several)",
		"cache",
		"cache-to",
		"provenance",
		"sbom",
		...COMPRESSION
	]),
	buildah: /* @__PURE__ */ new Set([...BUILDX_ONLY, "compression (estargz)"]),
	"docker (classic builder)": /* @__PURE__ */ new Set([
		...BUILDX_ONLY,
		...COMPRESSION,
		"secrets",
		"secret-envs",
		"secret-files",
		"ssh",
		"build-contexts"
	])
};
/** Everything that the engine at hand cannot do for this step, as one problem; `without` is what its version lacks. */
function lacking(kind, choice, without = []) {
	const impossible = [...choice.needs, ...choice.builder === void 0 ? [] : ["builder"]].filter((need) => CANNOT[kind].has(need) || without.some((one) => one === need));
	if (impossible.length === 0) return void 0;
	const inputs = [...new Set(impossible.map((need) => need.replace(/ .*/, "")))];
	const chosen = choice.engine && choice.engine !== "buildx" ? ", leave the input engine empty" : "";
	return {
		code: "ENGINE_UNSUITABLE",
		inputs,
		message: `the engine ${kind} cannot do what is asked for: ${impossible.join(", ")}`,
		hint: `Run docker/setup-buildx-action before this step${chosen}: its builder (docker-container driver) can do all of it, as can a remote one named in the input builder. Else leave out ${inputs.join(", ")}.`
	};
}
/** A builder of another machine, where files that may be anybody's leave layers and cache mounts for the builds of others. */
function sharing(shared, { sharedBuilder }) {
	if (shared === void 0 || sharedBuilder) return void 0;
	return {
		code: "BUILDER_SHARED",
		inputs: ["builder", "share-builder"],
		message: `the files of this run may be anybody's, and the builder (${oneLine(shared)}) is not of this machine: what they leave there, as layers and cache mounts, would get into the images of other runs`,
		hint: "Let such runs build on a builder of the job alone (docker/setup-buildx-action makes one; leave the input builder empty for them), or, if nobody else builds on this one, set share-builder: true."
	};
}
// src/images/engine/daemon-socket.ts
/** What makes the docker command use TLS, headers or a version of the API that are not its own. */
const OF_CLIENTS = [
	"DOCKER_TLS",
	"DOCKER_TLS_VERIFY",
	"DOCKER_API_VERSION",
	"DOCKER_CUSTOM_HEADERS"
];
/** Where the docker command would ask a daemon by a socket: no other address is named, and no context. */
function daemonSocket(env) {
	if (OF_CLIENTS.some((name) => env[name])) return void 0;
	if (env.DOCKER_HOST) return /^unix:\/\/(\/.+)$/.exec(env.DOCKER_HOST)?.[1];
	return currentEndpoint(env) === "default" ? "/var/run/docker.sock" : void 0;
}
/** As the docker command prints it: how the daemon keeps images, its version, and more about the first. */
const INFO_FORMAT = "{{.Driver}} {{.ServerVersion}} {{json .DriverStatus}}";
/**
* What `docker info` says of the daemon, without starting docker (Docker Engine API, `SystemInfo`). An empty text for
* anything else than that: docker has the words for it.
*/
async function infoBySocket(socketPath, asking) {
	const { Driver, ServerVersion, DriverStatus } = jsonObject(await get(socketPath, "/info", asking));
	if (typeof Driver !== "string" || typeof ServerVersion !== "string") return "";
	return `${cutLine(Driver)} ${cutLine(ServerVersion)} ${JSON.stringify(DriverStatus)}`;
}
/** A daemon that is well answers in milliseconds, and docker has a time limit of its own. */
const TIME_LIMIT_MS = 5e3;
const MOST_BYTES = 1048576;
/** Of an answer that is not whole, or none, an empty text. */
async function get(socketPath, path, { signal: cancel, limitMs = TIME_LIMIT_MS }) {
	const { request } = await Promise.resolve(/* @__PURE__ */ process.getBuiltinModule("node:http"));
	const limit = AbortSignal.timeout(limitMs);
	const signal = cancel ? AbortSignal.any([limit, cancel]) : limit;
	const { promise, resolve } = Promise.withResolvers();
	const nothing = () => resolve("");
	const take = (response) => {
		const chunks = [];
		let size = 0;
		response.on("data", (chunk) => {
			size += chunk.length;
			if (size > MOST_BYTES) response.destroy();
			else chunks.push(chunk);
		});
		response.on("error", nothing).on("close", nothing);
		response.on("end", () => resolve(response.statusCode === 200 ? Buffer.concat(chunks).toString() : ""));
	};
	request({
		socketPath,
		path,
		signal,
		agent: false
	}, take).on("error", nothing).end();
	return promise;
}
// src/images/engine/daemon.ts
/** Docker's daemon, asked once at most in each way. */
var Daemon = class {
	#ports;
	#facts;
	#ofDocker;
	constructor(ports) {
		this.#ports = ports;
	}
	/** undefined when it does not answer. */
	facts() {
		this.#facts ??= this.#ask();
		return this.#facts;
	}
	/** The same from the docker command, where that is what will build. */
	factsOfDocker() {
		this.#ofDocker ??= this.#askDocker();
		return this.#ofDocker;
	}
	async #ask() {
		const { bySocket } = this.#ports;
		return (bySocket && factsIn(await bySocket())) ?? this.factsOfDocker();
	}
	async #askDocker() {
		const { exitCode, stdout } = await this.#ports.probe("docker", ["info", `--format=${INFO_FORMAT}`]);
		return exitCode === 0 ? factsIn(stdout) : void 0;
	}
};
/** Some clients end well without a daemon, and print what is empty of it. */
function factsIn(info) {
	if (!/^\S/.test(info)) return void 0;
	return {
		store: info.includes("io.containerd.snapshotter") ? "containerd" : "classic",
		version: /^\S+ (\d\S*)/.exec(info)?.[1]
	};
}
// src/images/engine/weaknesses.ts
/**
* Ways out of the container for a Dockerfile, by the advisories on github.com (GHSA) and the tags that hold the fix.
* What the runc or crun of the machine lets through does not follow from these versions.
*/
const WEAKNESSES = [
	{
		program: "buildah",
		cve: "CVE-2024-1753",
		gives: "write",
		fixed: [
			"1.24.7",
			"1.26.7",
			"1.27.4",
			"1.29.3",
			"1.31.5",
			"1.32.3",
			"1.33.7",
			"1.34.2",
			"1.35.1"
		]
	},
	{
		program: "buildah",
		cve: "CVE-2024-9407",
		gives: "write",
		fixed: [
			"1.29.5",
			"1.33.10",
			"1.35.5",
			"1.37.4",
			"1.38.0"
		]
	},
	{
		program: "buildah",
		cve: "CVE-2024-9675",
		gives: "write",
		fixed: [
			"1.26.8",
			"1.27.5",
			"1.29.4",
			"1.33.10",
			"1.35.5",
			"1.37.5",
			"1.38.0"
		]
	},
	{
		program: "buildah",
		cve: "CVE-2024-11218",
		gives: "write",
		fixed: [
			"1.26.9",
			"1.27.6",
			"1.29.5",
			"1.33.12",
			"1.35.5",
			"1.37.6",
			"1.38.1"
		]
	},
	{
		program: "buildah",
		cve: "CVE-2026-44517",
		gives: "read",
		fixed: ["1.43.2", "1.44.0"]
	},
	{
		program: "BuildKit",
		cve: "CVE-2024-23651, CVE-2024-23652, CVE-2024-21626",
		gives: "write",
		fixed: ["0.12.5"]
	},
	{
		program: "BuildKit",
		cve: "CVE-2025-31133, CVE-2025-52565, CVE-2025-52881",
		gives: "write",
		fixed: ["0.25.2"]
	},
	{
		program: "BuildKit",
		cve: "CVE-2026-33748",
		gives: "read",
		fixed: ["0.28.1"]
	},
	{
		program: "Docker Engine",
		cve: "CVE-2024-23651, CVE-2024-23652",
		gives: "write",
		fixed: ["25.0.2"]
	},
	{
		program: "Docker Engine",
		cve: "CVE-2026-33748",
		gives: "read",
		fixed: ["29.3.1"]
	},
	{
		program: "Docker Engine (classic builder)",
		cve: "CVE-2024-21626, CVE-2024-24557",
		gives: "write",
		fixed: ["24.0.9", "25.0.2"]
	}
];
// src/images/engine/judge-builder.ts
/** Of several nodes each may get a build, so the worst of them counts. */
function judgeBuilders(builders, { weakEngine }) {
	const verdicts = builders.map((builder) => judgeBuilder(builder, weakEngine));
	return verdicts.find(({ problem }) => problem) ?? verdicts.find(({ warning }) => warning) ?? {};
}
function judgeBuilder(builder, weakEngine) {
	const version = numbersOf(builder.version);
	if (!version) return weakEngine ? {} : { problem: unknown$1(builder) };
	const open = WEAKNESSES.filter(({ program, fixed }) => program === builder.program && !hasFix(version, fixed));
	if (open.length === 0) return {};
	const writes = open.filter(({ gives }) => gives === "write");
	if (writes.length > 0) return weakEngine ? { warning: warningOf$1(builder, writes) } : { problem: refusal$1(builder, writes) };
	return weakEngine ? {} : { warning: warningOf$1(builder, open) };
}
function refusal$1(builder, open) {
	return {
		code: "ENGINE_UNSUITABLE",
		message: `${weaknessOf(builder, open)}, and this run builds files that may be anybody's`,
		hint: `${updateOf(builder, open)} Or run docker/setup-buildx-action before this step: its builder is a current BuildKit.`
	};
}
const warningOf$1 = (builder, open) => `${weaknessOf(builder, open)}. ${updateOf(builder, open)}`;
function weaknessOf({ program, version = "" }, open) {
	const [first] = open;
	const cves = open.map(({ cve }) => cve).join(", ");
	return `${program} ${oneLine(version)} lets a Dockerfile ${first?.gives} files of the machine that builds (${cves})`;
}
/** The lowest versions without these weaknesses: one that all later ones share, and those of older lines. */
function updateOf({ program }, open) {
	const ordered = [...new Set(open.flatMap(({ fixed }) => fixed))].flatMap((text) => {
		const version = numbersOf(text);
		return version && open.every(({ fixed }) => hasFix(version, fixed)) ? [{
			text,
			version
		}] : [];
	}).toSorted((one, other) => compare(one.version, other.version));
	const [newest = "", ...older] = ordered.filter(({ version }, index) => !isSameLine(version, ordered[index - 1]?.version)).map(({ text }) => text).toReversed();
	return `Update ${program} to ${newest} or newer${older.length > 0 ? ` (in older lines ${older.toReversed().join(", ")})` : ""}.`;
}
function unknown$1({ program, version }) {
	return {
		code: "ENGINE_UNSUITABLE",
		message: `${program} ${version === void 0 ? "does not tell its version" : `says "${oneLine(version)}" for its version`}, and this run builds files that may be anybody's`,
		hint: "Start the builder before this step, so that it can be asked: docker/setup-buildx-action does, and so does docker buildx inspect --bootstrap."
	};
}
function numbersOf(version) {
	const [, major, minor, patch] = /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?!\d)/.exec(version ?? "") ?? [];
	const numbers = [
		Number(major),
		Number(minor),
		Number(patch)
	];
	return patch === void 0 || numbers.every((number) => number === 0) ? void 0 : numbers;
}
const compare = (one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2];
const isSameLine = (one, other) => one[0] === other?.[0] && one[1] === other[1];
/** By the fix of the version's own line, else by that of the newest line. */
function hasFix(version, fixed) {
	const lines = fixed.flatMap((text) => [numbersOf(text)].filter((line) => line !== void 0));
	const first = lines.find((line) => isSameLine(version, line)) ?? lines.at(-1);
	return first !== void 0 && compare(version, first) >= 0;
}
// src/images/engine/programs.ts
/** Where the program of that name is which a child process would start. */
const onPath = (program, { PATH = "" }) => programIn(PATH.split(delimiter).filter((folder) => folder !== ""), program);
/** Magic number, class and byte order; with the type come 20 bytes before which `e_machine` ends (elf(5)). */
const [MAGIC$1, IDENTITY, MACHINE_AT, HEAD] = [
	"ELF",
	6,
	18,
	20
];
/**
* Whether the kernel runs the file itself, on a machine of this kind. A script is none: it may be there to change what
* comes after it. And a file that no kernel runs would be taken for one by the C library (exec(3), "ENOEXEC").
*/
function isNative(path) {
	const kind = kindOf$2(path);
	return kind !== void 0 && isProgram(path) && kind === kindOf$2(process.execPath);
}
function kindOf$2(path) {
	const read = headOfRegular(path, HEAD);
	const head = typeof read === "string" ? "" : read.toString("latin1");
	return head.length === HEAD && head.startsWith(MAGIC$1) ? head.slice(0, IDENTITY) + head.slice(MACHINE_AT) : void 0;
}
// src/images/engine/plugin.ts
const THROUGH_DOCKER = {
	way: "through docker",
	file: "docker",
	args: ["buildx"]
};
const STANDALONE = {
	way: "standalone",
	file: "buildx",
	args: []
};
/**
* The plugin as docker starts it, without docker, which takes longer than what buildx is asked: by the variable it knows
* that it is no standalone buildx, and what would have started it (docker CLI, `cli-plugins`: `PluginRunCommand` and
* `RunningStandalone`).
*/
const directly = (plugin) => ({
	way: "plugin",
	file: plugin,
	args: ["buildx"],
	env: { DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND: "docker" }
});
/** One of the two ways to buildx, so that only one is asked: they share their builders. */
function buildxCommand(env) {
	const docker = onPath("docker", env);
	const plugin = docker === void 0 ? void 0 : findPlugin(env);
	if (plugin === void 0 && onPath("buildx", env)) return STANDALONE;
	if (docker === void 0) return void 0;
	return plugin !== void 0 && isDockerItself(docker) && isAbsolute(plugin) && isNative(plugin) ? directly(plugin) : THROUGH_DOCKER;
}
/** Where docker looks for plugins besides where the user says (docker CLI, `defaultSystemPluginDirs`). */
const SYSTEM_FOLDERS = [
	"/usr/local/lib",
	"/usr/local/libexec",
	"/usr/lib",
	"/usr/libexec"
].map((folder) => join(folder, "docker/cli-plugins"));
/** The one that docker would take, the first that is there, be it of use or not (docker CLI, `getPluginDirs`). */
function findPlugin(env) {
	const own = join(dockerFolder(env), PLUGINS);
	return [
		...extraPluginFolders(userConfig(env)),
		own,
		...SYSTEM_FOLDERS
	].map((folder) => join(folder, "docker-buildx")).find(isThere);
}
/** What cannot be looked at is there: docker stumbles over it, too. */
function isThere(path) {
	try {
		statSync(path);
		return true;
	} catch (error) {
		return error.code !== "ENOENT";
	}
}
/** Podman takes the name as a link or a script, and a script of the user may set what docker is to talk to. */
function isDockerItself(path) {
	try {
		return basename(realpathSync(path)) === "docker" && isNative(path);
	} catch {
		return false;
	}
}
// src/images/engine/probe.ts
/** Longer than the 20 s for which buildx itself waits for the nodes of a builder (docker buildx inspect). */
const PROBE_MS = 3e4;
function probing(common, { environment, words, signal }) {
	return async (file, args, env) => {
		const result = await runCommand(file, args, {
			timeoutMs: PROBE_MS,
			graceMs: 0,
			signal,
			env: environment.forChild({
				...common,
				...env
			})
		});
		words.add(wordsOf(result));
		return result;
	};
}
/** Of a program that was stopped (see `CommandResult`). */
const NO_ANSWER = 124;
/** As buildx says that something is wrong, old and new. */
const ERROR_OF_BUILDX = /^error: /im;
/** Whether it is buildx that answers, well or not: of a plugin that it is none docker has the last word. */
function isOfBuildx({ exitCode, stdout, stderr }) {
	if (exitCode === 0) return /^Driver:/m.test(stdout);
	return exitCode === NO_ANSWER || ERROR_OF_BUILDX.test(stderr);
}
function wordsOf({ exitCode, stderr }) {
	if (exitCode === NO_ANSWER) return `no answer within ${PROBE_MS / 1e3} s`;
	return stderr.split("\n").map((line) => oneLine(line).trim()).findLast((line) => line !== "") ?? "";
}
/** What was said, if anything, behind a message. */
function inBrackets(words) {
	const said = [...words].filter((word) => word !== "").join("; ");
	return said === "" ? "" : ` (${said})`;
}
function missing$2({ engine }, words) {
	const nobody = engine === void 0 ? "none of docker buildx, buildah and docker answers" : `the engine ${engine} does not answer`;
	return fail({
		code: "ENGINE_MISSING",
		message: `${nobody} on this runner${inBrackets(words)}`,
		hint: "Use a runner with Docker (ubuntu-latest has it), start its daemon, or install buildah; an image that exists already needs none: build: never."
	});
}
function noBuilder(name, answer) {
	return fail({
		code: "ENGINE_MISSING",
		inputs: ["builder"],
		message: `buildx cannot use the builder ${name}${inBrackets([wordsOf(answer)])}`,
		hint: "Make the builder before this step (docker/setup-buildx-action has its name as an output), or correct the input builder or the variable BUILDX_BUILDER."
	});
}
// src/images/dockerfile/instructions.ts
/** The instruction that begins on a line, and the line behind it. */
function instructionAt(lines, start) {
	const parts = [];
	for (let at = start; at < lines.length; at += 1) {
		const line = lines[at] ?? "";
		if (parts.length > 0 && isAside(line)) continue;
		const [, continued] = isAside(line) ? [] : /^(.*)\\\s*$/.exec(line) ?? [];
		parts.push(continued ?? line);
		if (continued === void 0) return {
			text: parts.join(" "),
			next: at + 1
		};
	}
	return {
		text: parts.join(" "),
		next: lines.length
	};
}
/** A comment or a blank line, which may stand inside of an instruction. */
const isAside = (line) => /^\s*(?:#|$)/.test(line);
/** The here-documents of a Dockerfile (Docker docs, "Dockerfile reference", "Here-Documents"). */
function heredocsIn(dockerfile) {
	const lines = dockerfile.split(/\r?\n/);
	const last = lastLines(lines);
	const found = [];
	for (let index = 0; index < lines.length;) {
		const { text, next } = instructionAt(lines, index);
		const end = endOf$1(markersIn(text), {
			lines,
			last,
			from: next
		});
		if (end !== void 0) found.push({
			first: index + 1,
			last: end
		});
		index = end ?? next;
	}
	return found;
}
const MARKER = /(?:^|\s)\d*<<(-?)(["']?)([A-Za-z_]\w*)\2(?=\s|$)/g;
function markersIn(instruction) {
	if (!/^\s*(?:RUN|COPY|ADD)\s/i.test(instruction)) return [];
	return [...instruction.matchAll(MARKER)].map(([, dash, , name = ""]) => ({
		name,
		tabbed: dash === "-"
	}));
}
/** The number of the line that ends the last of them; undefined: there are none, or one has no end. */
function endOf$1(markers, { lines, last, from }) {
	let end;
	for (const { name, tabbed } of markers) {
		let at = end ?? from;
		if ((last[tabbed ? "untabbed" : "whole"].get(name) ?? -1) < at) return void 0;
		while ((tabbed ? untabbed(lines[at] ?? "") : lines[at]) !== name) at += 1;
		end = at + 1;
	}
	return end;
}
const lastLines = (lines) => ({
	whole: new Map(lines.map((line, index) => [line, index])),
	untabbed: new Map(lines.map((line, index) => [untabbed(line), index]))
});
const untabbed = (line) => line.replace(/^\t+/, "");
// src/images/failure/terminal.ts
const ESCAPE = "\x1B";
const BELL = "\x07";
/** CSI as one character. */
const CSI = "";
/** A line as a terminal would show it, without colours: of a bar of progress, what was written last. */
function asShown(line) {
	return withoutEscapes(line).split("\r").findLast((state) => state !== "") ?? "";
}
/**
* Without escape sequences and control strings (ECMA-48, 5.3, 5.4 and 5.6). Piece by piece, none of which is looked at
* twice: the expression of Node's stripVTControlCharacters goes from each escape to the end of the line.
*/
function withoutEscapes(line) {
	const [plain = "", ...pieces] = line.replaceAll(CSI, `${ESCAPE}[`).split(ESCAPE);
	return [plain, ...pieces.map((piece, index) => {
		if (!/^[\]PX^_]/.test(piece)) return piece.replace(/^(?:\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~])/, "");
		const end = piece.indexOf(BELL);
		if (end >= 0) return piece.slice(end + 1);
		return pieces[index + 1]?.startsWith("\\") ? "" : piece.slice(1);
	})].join("");
}
// src/images/failure/read.ts
const LINE_LENGTH = 500;
const REASON_LINES = 10;
const REASON_LENGTH = 2e3;
/** `hide` takes secrets out before a text is cut: a part of one is no longer known to the runner's masks. */
function readFailure(output, dockerfile, hide = (text) => text) {
	const lines = output.map(asShown);
	const { step, stepLog, line } = buildkitStep(lines) ?? classicStep(lines, dockerfile);
	return {
		reason: cut(hide(reasonOf(lines)), REASON_LENGTH),
		step,
		stepLog: stepLog.slice(-30).map((text) => cut(hide(text), LINE_LENGTH)),
		line
	};
}
const cut = (text, length) => text.length > length ? `${text.slice(0, length - 3)}...` : text;
/** A step that ended with an exit code, in the words of BuildKit, of docker 20.10, of classic docker and of buildah. */
const STEP_FAILED = /did not complete successfully: exit code|executor failed running|^The command '[\s\S]{0,2000}returned a non-zero code|building at STEP "RUN /m;
/** A step of buildah that was refused for its mounts, before anything of it ran. */
const NOT_RUN = /building at STEP "[\s\S]{0,2000}": resolving mountpoints/;
function isStepFailure({ reason }) {
	return STEP_FAILED.test(reason) && !NOT_RUN.test(reason);
}
/** buildx builds and pushes in one process: whether it failed while it pushed. */
function isPushFailure(output) {
	const failure = readFailure(output, "");
	if (isStepFailure(failure)) return false;
	return /^(?:pushing|exporting to image)/.test(failure.step ?? "") || /failed to push|failed commit on ref/.test(failure.reason);
}
/** Whether a builder had taken the build: before that, BuildKit names only steps that start or reach the builder. */
function hasBegun(output) {
	return output.some((line) => BEGUN.test(asShown(line)));
}
const BEGUN = /^#\d+ \[(?!internal\] (?:booting buildkit|waiting for connection))/;
/** What engines print beside an error: notices, advice, links. */
const NOISE = /^\s*$|PROTOCOL_ERROR|^View build details:|^DEPRECATED:|^ {8,}(?:BuildKit is currently disabled|environment-variable|Install the buildx component|https:\/\/docs\.docker\.com)|^\s*\d+ warnings? found|^ - \w+: .*\(line \d+\)$|^WARNING: |^See '.* --help'\.$|^Learn more at /;
const STEP = /^(?:\[\d+\/\d+\] )?(?:Step|STEP) \d+\/\d+ ?: /;
/** What engines print while all is well; an error without a mark of its own comes after the last of these. */
const PROGRESS = [
	STEP,
	/^ ?-+> |^Removing intermediate|^Sending build context|^Trying to pull /,
	/^The push refers to|^[0-9a-f]{12}: (?:Preparing|Waiting|Push|Layer already|Mounted|Retrying)/
];
const isProgress = (line) => PROGRESS.some((pattern) => pattern.test(line));
/** Where the engine's own verdict begins; a step may print lines that look like one, so the last counts. */
function verdictIndex(output) {
	return output.findLastIndex((line) => /^(?:ERROR|Error|error)[: ]|^The command '|^failed to solve: |^executor failed running/.test(line));
}
function reasonOf(output) {
	const start = verdictIndex(output);
	const progress = output.findLastIndex(isProgress);
	const linesFrom = (from) => output.slice(from).filter((line, index) => !NOISE.test(line) && (index === 0 || !isProgress(line)));
	const behind = linesFrom(progress + 1).slice(-5);
	return (start > progress || start >= 0 && behind.length === 0 ? linesFrom(start) : behind).slice(0, REASON_LINES).join("\n");
}
/** BuildKit's plain progress: the step's log between rules of dashes, then `Dockerfile:LINE` above an excerpt. */
function buildkitStep(output) {
	const head = output.findLastIndex((line, index) => /^ > \S.*:$/.test(line) && /^-{6}$/.test(output[index - 1] ?? ""));
	const place = output.findLastIndex((line, index) => /^\S.*:\d+$/.test(line) && /^-{10,}$/.test(output[index + 1] ?? ""));
	if (head < 0 && place < 0) return void 0;
	const rest = head < 0 ? [] : output.slice(head + 1);
	const end = rest.findIndex((line) => /^-{6}$/.test(line));
	const line = place < 0 ? void 0 : Number(/:(\d+)$/.exec(output[place] ?? "")?.[1]);
	return {
		step: head < 0 ? void 0 : output[head]?.slice(3).replace(/:$/, ""),
		stepLog: end < 0 ? rest : rest.slice(0, end),
		line
	};
}
/** Classic docker and buildah name the step; its line is looked up in the Dockerfile. */
function classicStep(output, dockerfile) {
	const start = output.findLastIndex((line) => STEP.test(line));
	if (start < 0) return {
		step: void 0,
		stepLog: [],
		line: lineInWords(output)
	};
	const verdict = verdictIndex(output);
	const stepLog = output.slice(start + 1, verdict > start ? verdict : void 0).filter((line) => !/^(?: ---> |Removing intermediate)/.test(line));
	const instruction = (output[start] ?? "").replace(STEP, "");
	return {
		step: instruction,
		stepLog,
		line: lineOf(instruction, dockerfile)
	};
}
/** A Dockerfile that cannot be parsed fails before its first step: `dockerfile parse error on line 2`. */
function lineInWords(output) {
	const [, line] = /dockerfile parse error (?:on )?line (\d+)/i.exec(reasonOf(output)) ?? [];
	return line === void 0 ? void 0 : Number(line);
}
/** Instructions may be continued over lines, comments between them; the first line is the one to show. */
function lineOf(instruction, dockerfile) {
	const squeeze = (text) => text.replaceAll(/\s+/g, " ").trim().toLowerCase();
	const wanted = squeeze(instruction);
	const lines = dockerfile.split(/\r?\n/);
	for (let index = 0; index < lines.length;) {
		const { text, next } = instructionAt(lines, index);
		if (squeeze(text) === wanted) return index + 1;
		index = next;
	}
}
// src/images/engine/cache-args.ts
/** `--cache-from` and `--cache-to` of a build, given the registry that it pushes to, if it does. */
function cacheArgs(plan, host) {
	const { cache } = plan;
	const entryOf = cache && entries(cache, host ?? cache.readableHost);
	const reads = entryOf ? cache.reads.map(entryOf) : [];
	const writes = entryOf && cache.writes !== void 0 ? [`${entryOf(cache.writes)},${WRITING[cache.kind]},${NEVER_FATAL}`] : [];
	return [...[...reads, ...plan.cacheFrom.map(({ text }) => text)].map((entry) => `--cache-from=${entry}`), ...[...writes, ...plan.cacheTo.map(neverFatal)].map((entry) => `--cache-to=${entry}`)];
}
const WRITING = {
	gha: "mode=max",
	ecr: "mode=max,image-manifest=true,oci-mediatypes=true"
};
/** How an entry is written, by its key; undefined where there is no registry to have it in. */
function entries(cache, host) {
	if (cache.kind === "gha") return (key) => `type=gha,scope=${key}`;
	if (host === void 0) return void 0;
	return (key) => `type=registry,${csvField(`ref=${host}/${cache.repository}:${key}`)}`;
}
/** The export comes after the push, and without this fails a build whose image is in the registry already. */
const NEVER_FATAL = "ignore-error=true";
const EXPORTED = /* @__PURE__ */ new Set([
	"registry",
	"gha",
	"local",
	"s3",
	"azblob"
]);
function neverFatal({ text, type, attributes }) {
	if (!EXPORTED.has(type) || attributes.has("ignore-error")) return text;
	return `${text.includes("=") ? text : `type=registry,${csvField(`ref=${text}`)}`},${NEVER_FATAL}`;
}
// src/images/engine/args.ts
/** Options that docker, buildx and buildah share. Every value is bound to its option by `=`, so it can be no option. */
function commonArgs(plan, { commitTime }) {
	return [
		...plan.file === void 0 ? [] : [`--file=${plan.file}`],
		...plan.target === void 0 ? [] : [`--target=${plan.target}`],
		...plan.platforms.length === 0 ? [] : [`--platform=${plan.platforms.join(",")}`],
		...plan.buildArgs.map((argument) => `--build-arg=${argument}`),
		...[...createdLabel(commitTime), ...plan.labels].map((label) => `--label=${label}`),
		...plan.noCache ? ["--no-cache"] : [],
		...plan.network === void 0 ? [] : [`--network=${plan.network}`]
	];
}
/** The commit's time and not the clock's: a second build of a commit gives the same image (OCI image-spec, annotations). */
function createdLabel(commitTime) {
	if (commitTime === void 0) return [];
	return [`org.opencontainers.image.created=${(/* @__PURE__ */ new Date(commitTime * 1e3)).toISOString().replace(".000Z", "Z")}`];
}
/** What buildx and buildah share, and the classic builder lacks. */
function mountArgs(plan, { secrets }) {
	return [
		...secrets.map((secret) => `--secret=${secret}`),
		...plan.ssh.map((entry) => `--ssh=${entry}`),
		...plan.contexts.map((context) => `--build-context=${context}`)
	];
}
/**
* `buildx build`. Attestations are off by default: they turn the image into an index whose `unknown/unknown` child
* confuses scanners and lifecycle rules (docker/build-push-action#755, moby/buildkit#3499).
*/
function buildxArgs(plan, how) {
	const { builder, metadataFile, reference } = how;
	return [
		"build",
		"--progress=plain",
		`--metadata-file=${metadataFile}`,
		`--provenance=${plan.provenance ?? "false"}`,
		`--sbom=${plan.sbom ?? "false"}`,
		...builder === void 0 ? [] : [`--builder=${builder}`],
		...commonArgs(plan, how),
		...mountArgs(plan, how),
		...cacheArgs(plan, reference?.slice(0, reference.indexOf("/"))),
		...outputArgs(plan, how),
		plan.context
	];
}
function outputArgs(plan, { reference, ociStore }) {
	if (reference === void 0) return ["--output=type=cacheonly"];
	if (!ociStore) return [`--tag=${reference}`, "--push"];
	return [`--output=${[
		"type=image",
		csvField(`name=${reference}`),
		"push=true",
		"oci-mediatypes=true",
		...compressionAttributes(plan),
		...annotations(plan).map(csvField)
	].join(",")}`];
}
/** BuildKit, README, "Output", image exporter. */
function compressionAttributes({ compression }) {
	if (compression === void 0) return [];
	const { type, level, force } = compression;
	return [
		`compression=${type}`,
		...level === void 0 ? [] : [`compression-level=${level}`],
		...force ? ["force-compression=true"] : []
	];
}
/** BuildKit refuses annotations of an index where there is none (its docs/annotations.md). */
function annotations(plan) {
	return (plan.platforms.length > 1 || plan.provenance !== void 0 || plan.sbom !== void 0 ? ["annotation", "annotation-index"] : ["annotation"]).flatMap((level) => plan.annotations.map((pair) => `${level}.${pair}`));
}
function dockerBuildArgs(plan, options) {
	return [
		"build",
		"--force-rm",
		...commonArgs(plan, options),
		...tagArgs(options),
		plan.context
	];
}
function buildahBuildArgs(plan, how) {
	return [
		"build",
		`--authfile=${how.authFile}`,
		"--layers",
		"--force-rm",
		...commonArgs(plan, how),
		...mountArgs(plan, how),
		...plan.annotations.map((pair) => `--annotation=${pair}`),
		...tagArgs(how),
		plan.context
	];
}
const tagArgs = ({ reference }) => reference === void 0 ? [] : [`--tag=${reference}`];
function buildahPushArgs({ authFile, digestFile, reference, insecure, compression }) {
	const tls = insecure ? ["--tls-verify=false"] : [];
	const compressed = compression === void 0 ? [] : buildahCompression(compression);
	return [
		"push",
		`--authfile=${authFile}`,
		`--digestfile=${digestFile}`,
		...tls,
		...compressed,
		reference
	];
}
/** buildah-push: a version that knows the last one forces by itself where a format is given. */
function buildahCompression({ type, level, force }) {
	return [
		`--compression-format=${type}`,
		...level === void 0 ? [] : [`--compression-level=${level}`],
		...force ? ["--force-compression"] : []
	];
}
// src/inputs/cache-entry.ts
function readCacheEntry(given) {
	if (!given.includes("=")) return {
		text: given,
		type: "registry",
		attributes: /* @__PURE__ */ new Map([["ref", given]])
	};
	const pairs = csvFields(given).map((field) => {
		const [key = "", ...rest] = field.split("=");
		return [key.toLowerCase(), rest.join("=")];
	});
	const attributes = new Map(pairs);
	return {
		text: given,
		type: attributes.get("type") ?? "",
		attributes
	};
}
const CREDENTIALS = [
	"secret_access_key",
	"access_key_id",
	"session_token",
	"token",
	"account_key"
];
/** Arguments can be read by every process of the runner, so no credential may stand here. */
const cacheEntry = (given) => {
	const entry = readCacheEntry(given);
	if (CREDENTIALS.some((key) => entry.attributes.has(key))) return {
		mistake: "holds a credential, which every process could read; buildx takes it from AWS_* variables",
		example: "type=s3,region=ap-southeast-2,bucket=build-cache",
		confidential: true
	};
	const plain = text(given);
	return "mistake" in plain ? plain : value(entry);
};
/** Types whose attributes hold no credential. To all others buildx may add one of its environment (buildx, build/opt.go). */
const WITHOUT = /* @__PURE__ */ new Set([
	"registry",
	"local",
	"inline"
]);
/** Whether attributes may hold a credential: what is not plainly of a type without counts as one with them. */
const holdsCredential = ({ type }) => !WITHOUT.has(type);
/** Where a cache of the type `local` is read or written; buildx writes the whole of a layout there. */
function localPaths({ type, attributes }) {
	if (type !== "local") return [];
	return ["src", "dest"].flatMap((key) => attributes.get(key) || []);
}
// src/images/dockerfile/frontend.ts
/** The build argument that names the frontend, whatever the Dockerfile says (BuildKit, frontend/dockerfile/builder). */
const ARGUMENT = "BUILDKIT_SYNTAX=";
/**
* The frontends that a builder may start for a Dockerfile; none: its own reads it. BuildKits differ in the directives that
* they know and in which of two counts, so all are listed that one of them may take (frontend/dockerfile/parser,
* `DetectSyntax`; before 1.0 any name was a directive, and the last one counted).
*/
function frontendsOf(buildArgs, { path, text, isLink }) {
	const named = buildArgs.filter((argument) => argument.startsWith(ARGUMENT));
	if (named.length > 0) {
		const place = "the build argument BUILDKIT_SYNTAX";
		return named.map((argument) => ({
			image: firstWord(argument.slice(16).trim()),
			place
		}));
	}
	if (isLink) return [{
		image: "",
		place: path,
		behindLink: true
	}];
	const whole = text.replace(/^\uFEFF/, "");
	const shebang = shebangOf(whole);
	const first = shebang === "" ? 1 : 2;
	const rest = whole.slice(shebang.length);
	return [...["#", "//"].flatMap((comment) => directives(rest, comment)), .../^\s*\{/.test(rest) ? [{
		image: syntaxOf(rest),
		line: 0
	}] : []].map(({ image, line }) => ({
		image,
		place: `line ${line + first} of ${path}`
	}));
}
/** To the line feed: of other ends of lines BuildKit knows none here. */
const shebangOf = (text) => text.startsWith("#!") ? text.slice(0, text.indexOf("\n") + 1 || text.length + 1) : "";
/** `# syntax=image`: directives stand at the very beginning, one a line, and end with the first line that is none. */
function directives(text, comment) {
	const found = [];
	for (let line = 0, at = 0; at < text.length && text.startsWith(comment, at); line += 1) {
		const end = text.indexOf("\n", at);
		const [name, image] = directiveIn(text.slice(at + comment.length, end < 0 ? void 0 : end));
		if (name === void 0) break;
		if (name === "syntax") found.push({
			image,
			line
		});
		if (end < 0) break;
		at = end + 1;
	}
	return found;
}
function directiveIn(line) {
	const plain = line.replaceAll("", " ");
	const equals = plain.indexOf("=");
	const name = plain.slice(0, Math.max(equals, 0)).trim();
	return [/^[a-z][a-z0-9]*$/i.test(name) ? name.toLowerCase() : void 0, firstWord(plain.slice(equals + 1).trim())];
}
const firstWord = (text) => text.split(" ", 1)[0] ?? "";
/** A Dockerfile that is a JSON text can only be read by a frontend of its own; empty where it does not say by which. */
function syntaxOf(text) {
	const { syntax } = jsonObject(text);
	return typeof syntax === "string" ? syntax : "";
}
const DOCKERS = "docker.io/docker/dockerfile";
/** Docker's own frontend at a digest, which nobody can change, or one that the input names. */
function isTrusted(image, trusted) {
	const frontend = parseReference(image);
	if (!frontend) return false;
	if (frontend.repository === DOCKERS && frontend.digest !== void 0) return true;
	return trusted.some((entry) => {
		const named = parseReference(entry);
		return named !== void 0 && covers(named, frontend);
	});
}
/** An entry without tag and digest stands for all of its repository; beside a digest, a tag says nothing. */
function covers(entry, { repository, tag, digest }) {
	if (entry.repository !== repository) return false;
	if (entry.digest !== void 0) return entry.digest === digest;
	return entry.tag === void 0 || digest === void 0 && entry.tag === (tag ?? "latest");
}
/** Whether a named context stands in the place of the frontend (BuildKit, frontend/gateway). */
function isReplaced(image, contexts) {
	const repository = parseReference(image)?.repository;
	if (repository === void 0) return false;
	return contexts.map((context) => context.slice(0, context.indexOf("="))).some((name) => parseReference(name)?.repository === repository);
}
/** Whether pinning to a digest would do, without naming it anywhere. */
const isDockers = (image) => parseReference(image)?.repository === DOCKERS;
// src/images/dockerfile/guard-caches.ts
/**
* A frontend that the Dockerfile names is handed the attributes of every cache import, tokens and keys included (BuildKit,
* client/solve.go: `cache-imports`): only one that nobody can change, or that the user trusts, may be there.
*/
function guardCaches(plan, dockerfile) {
	const frontend = frontendsOf(plan.buildArgs, dockerfile).find(({ image }) => isReplaced(image, plan.contexts) || !isTrusted(image, plan.trustedFrontends));
	const caches = cachesWithCredentials(plan);
	if (frontend === void 0 || caches.length === 0) return {
		plan,
		warning: void 0
	};
	const isSafe = (entry) => !holdsCredential(entry);
	return {
		plan: {
			...plan,
			cache: plan.cache?.kind === "gha" ? void 0 : plan.cache,
			cacheFrom: plan.cacheFrom.filter(isSafe),
			cacheTo: plan.cacheTo.filter(isSafe)
		},
		warning: warningOf(caches, frontend, plan)
	};
}
/** The inputs whose caches hold a token or keys. */
function cachesWithCredentials({ cache, cacheFrom, cacheTo }) {
	return [
		...cache?.kind === "gha" ? ["cache"] : [],
		...cacheFrom.some(holdsCredential) ? ["cache-from"] : [],
		...cacheTo.some(holdsCredential) ? ["cache-to"] : []
	];
}
function warningOf(caches, { image, place, behindLink }, { contexts }) {
	if (behindLink) return `Built without ${caches.join(", ")}: ${place} is a link, which the builder may follow to another file than it leads to here, and a frontend named there would be handed the credentials of the cache. Name the file itself in the input file.`;
	const named = image === "" ? "an unknown frontend" : `the frontend ${image}`;
	const begin = `Built without ${caches.join(", ")}: ${place} asks for ${named}, which would be handed the credentials of the cache.`;
	if (isReplaced(image, contexts)) return `${begin} An entry of build-contexts stands in the place of that image: take it out, or give the frontend another name.`;
	const trust = `name ${image === "" ? "its image" : image} in the input trusted-frontends`;
	if (!isDockers(image)) return `${begin} If you trust it, ${trust}.`;
	return `${begin} Pin it to a digest (${`${image.replace(/@.*/, "")}@sha256:...`}, which docker buildx imagetools inspect ${image} prints), or take the line out, which leaves it to the frontend of the builder; or ${trust}.`;
}
// src/images/engine/environment.ts
/** Of clouds, of GitHub's services and of agents, whatever they are called besides; a docker client reads logins from one. */
const OF_CREDENTIALS = /^(?:ACTIONS_|AWS_|AZURE_|GOOGLE_|SSH_A|DOCKER_AUTH|REGISTRY_AUTH)|TOKEN|SECRET|PASSW|CREDENTIAL|(?:API|ACCESS|PRIVATE)_?KEY/i;
const OF_PROXIES = /^(?:HTTPS?|FTP|ALL)_PROXY$/i;
/**
* What is to stand in the place of the job's own variables where the files that are built may not profit from them;
* undefined takes one out. buildah hands the proxies to RUN steps, and a client may add keys of its environment to caches.
*/
function overruledVariables(env, may) {
	if (may.environment) return {};
	const names = Object.keys(env);
	const proxies = names.filter((name) => OF_PROXIES.test(name));
	const secret = names.filter((name) => OF_CREDENTIALS.test(name));
	return Object.fromEntries([...secret.map((name) => [name, void 0]), ...proxies.map((name) => [name, withoutLogin(env[name] ?? "")])]);
}
/** GitHub's token for its cache, which the engine alone is given, and only where a cache asks for one. */
function cacheToken(plan, { ACTIONS_RUNTIME_TOKEN }) {
	return cachesWithCredentials(plan).length > 0 ? { ACTIONS_RUNTIME_TOKEN } : {};
}
// src/images/engine/git-info.ts
/** buildx asks git six times for what only a provenance or these labels would say (buildx docs, BUILDX_GIT_INFO). */
const NOTHING$3 = {
	BUILDX_GIT_INFO: "false",
	BUILDX_GIT_LABELS: "false"
};
/**
* buildx starts the first `git` of PATH in the context, which would find a repository that is committed there. So the
* first one is a script that asks about the repository around it, in the way that runs nothing of it.
*/
function gitInfoOf(request) {
	const { plan, scratch } = request;
	const { BUILDX_GIT_LABELS, PATH = "" } = request.environment.variables;
	const repository = plan.withheld === void 0 && (plan.provenance !== void 0 || BUILDX_GIT_LABELS) ? Repository.around(plan.context, request) : void 0;
	const folder = repository && writeGit(repository, scratch, PATH);
	return folder === void 0 ? NOTHING$3 : {
		PATH: [folder, PATH].join(delimiter),
		BUILDX_GIT_CHECK_DIRTY: "false"
	};
}
function writeGit({ options, env }, scratch, PATH) {
	const folder = join(scratch, "bin");
	const lines = [
		"#!/bin/sh",
		...Object.entries({
			...env,
			PATH
		}).map(([name, value = ""]) => `export ${name}=${shellQuote(value)}`),
		`exec git ${options.map(shellQuote).join(" ")} "$@"`
	];
	mkdirSync(folder, {
		recursive: true,
		mode: 448
	});
	writeFileSync(join(folder, "git"), `${lines.join("\n")}\n`, { mode: 448 });
	return isProgram(join(folder, "git")) ? folder : void 0;
}
// src/images/engine/last-lines.ts
/** A build may print without end, in lines of any length: so many characters are kept of it at most. */
const MOST_CHARACTERS = 16777216;
/** Keeps the last lines, and forgets the first ones where more are kept than are wanted. */
function keepLast(wanted, most = MOST_CHARACTERS) {
	const lines = [];
	let size = 0;
	const forget = () => {
		let [first, kept] = [lines.length, 0];
		while (lines.length - first < wanted && kept + (lines[first - 1]?.length ?? most) <= most / 2) {
			first -= 1;
			kept += lines[first]?.length ?? 0;
		}
		lines.splice(0, first);
		size = kept;
	};
	return {
		lines,
		add(line) {
			lines.push(line);
			size += line.length;
			if (lines.length > 2 * wanted || size > most) forget();
		}
	};
}
// src/images/engine/secrets.ts
/** A larger file is no list of credentials, and every masked line costs the runner time. */
const MASKED_BYTES = 65536;
/** BuildKit takes 500 KiB at most (session/secrets), and buildah has no limit. */
const LARGEST_BYTES$1 = 1048576;
const FAULTS$1 = {
	missing: "cannot be read",
	irregular: "is no regular file",
	"too large": "is larger than 1 MiB"
};
/**
* Masks every secret and puts it where the engine finds it.
* @throws StepError with every file that is missing or empty.
*/
async function prepareSecrets({ secrets, secretEnvs, secretFiles }, ports) {
	await checkSecretFiles(secretFiles, ports);
	const written = await Promise.all(secrets.map(async ({ id, value }, index) => {
		ports.secrets.mask(value);
		const path = join(ports.scratch, `secret-${index}`);
		await writeFile(path, value, { mode: 384 });
		return {
			id,
			path
		};
	}));
	const { variables } = ports.environment;
	const env = Object.fromEntries(secretEnvs.map(({ variable }) => [variable, variables[variable]]));
	for (const secret of Object.values(env)) ports.secrets.mask(secret ?? "");
	return {
		args: [...[...written, ...secretFiles].map(({ id, path }) => `id=${id},${csvField(`src=${path}`)}`), ...secretEnvs.map(({ id, variable }) => `id=${id},env=${variable}`)],
		env
	};
}
/** @throws StepError with every file that is missing or empty. */
async function checkSecretFiles(files, { secrets }) {
	failOnAny((await Promise.all(files.map((file) => checkFile(file, secrets)))).flat());
}
async function checkFile({ id, path }, secrets) {
	const content = readRegular(path, LARGEST_BYTES$1);
	if (typeof content !== "string" && content.length > 0) {
		if (content.length <= MASKED_BYTES) secrets.mask(content.toString("utf8"));
		return [];
	}
	return [{
		code: "INPUT_INVALID",
		inputs: ["secret-files"],
		message: `secret-files takes ${id} from ${path}, which ${typeof content === "string" ? FAULTS$1[content] : "is empty"}`,
		hint: "Write the file before this step, or correct its path in the input secret-files (it is relative to the workspace)."
	}];
}
// src/images/engine/steps.ts
/** No build has more steps under way; a step may print lines that look like the engine's own. */
const MOST_STEPS = 100;
/** The steps of a build, or the parts of a push, that are under way, by what an engine prints. */
var Steps = class {
	#of;
	#steps = /* @__PURE__ */ new Map();
	constructor(of) {
		this.#of = of;
	}
	take(line) {
		const [, vertex, text] = /^#(\d+) (.*)/s.exec(line) ?? [];
		if (vertex !== void 0 && text !== void 0) this.#takeVertex(vertex, text);
		else this.#takeWords(line);
	}
	/** The step that has been under way for longest stands for all. */
	look() {
		const { image, hide } = this.#of;
		const [first] = this.#steps.values();
		if (!first) return { what: `the engine, at work on ${image}` };
		const { name, detail, since } = first;
		const others = this.#steps.size > 1 ? ` (and ${this.#steps.size - 1} more)` : "";
		return {
			what: `${[image, ...[name, ...detail ? [detail] : []].map((text) => oneLine(asShown(hide(text))))].join(", ")}${others}`,
			since
		};
	}
	/** Plain progress of BuildKit: a step is named first, again when it goes on behind another one, and says how it ends. */
	#takeVertex(number, text) {
		const step = this.#steps.get(number);
		if (ENDED.test(text)) this.#steps.delete(number);
		else if (!step) this.#begin(number, text);
		else if (text !== step.name && !ASIDE.test(text)) step.detail = / done$/.test(text) ? "" : text;
	}
	#takeWords(line) {
		const rule = RULES.find(({ words }) => words.test(line));
		if (!rule) return;
		const [, key = ""] = rule.words.exec(line) ?? [];
		if (rule.means === "alone") this.#steps.clear();
		if (rule.means === "ended") this.#steps.delete(key);
		else this.#begin(key, rule.name ? `${rule.name} ${key}` : line);
	}
	#begin(key, name) {
		if (this.#steps.has(key)) return;
		if (this.#steps.size >= MOST_STEPS) this.#steps.clear();
		this.#steps.set(key, {
			name,
			since: this.#of.now(),
			detail: ""
		});
	}
};
const ENDED = /^(?:DONE|CACHED|CANCELED|ERROR)\b|^building with /;
/** A line that the step prints has the time before it; dots say that another step comes between; older ones add an id. */
const ASIDE = /^(?:\d+\.\d+ |\.\.\.$|sha256:[0-9a-f]+$)/;
/** Words of classic docker and of buildah. */
const RULES = [
	{
		words: /^(?:\[\d+\/\d+\] )?(?:(?:Step|STEP) \d+\/\d+ ?: |COMMIT )/,
		means: "alone"
	},
	{
		words: /^(?:Copying config|Writing manifest) /,
		means: "alone"
	},
	{
		words: /^Copying blob (\S+)/,
		means: "begun",
		name: "copying blob"
	},
	{
		words: /^([0-9a-f]{12}): (?:Preparing|Waiting)$/,
		means: "begun",
		name: "layer"
	},
	{
		words: /^([0-9a-f]{12}): (?:Pushed|Pull complete|Layer already exists|Mounted from )/,
		means: "ended"
	}
];
/** BuildKit pushes as part of its last step, or in one of its own, and names that before it begins. */
const beginsPush = (line) => /^#\d+ pushing /.test(line);
// src/images/engine/run.ts
/** Builds and pushes in one go. */
function buildxEngine({ command, ...how }) {
	return {
		name: "buildx",
		async run(request) {
			const metadataFile = join(request.scratch, "metadata.json");
			const { file, args: first, env: ofCommand } = command;
			const { options, env } = await prepare(request);
			const args = buildxArgs(request.plan, {
				...how,
				...options,
				metadataFile
			});
			const run = {
				file,
				args: [...first, ...args],
				env: {
					...env,
					...ofCommand,
					...gitInfoOf(request)
				}
			};
			const { failure } = await runEngine(hearingOfPush(request), run);
			if (failure) return failed(isPushFailure(failure) ? "push" : "build", failure);
			return {
				ok: true,
				digest: await digestInMetadata(metadataFile)
			};
		}
	};
}
/** What buildx prints says when it pushes. */
function hearingOfPush(request) {
	const { onLine, onPush } = request;
	return {
		...request,
		onLine: (line) => {
			if (beginsPush(line)) onPush();
			onLine(line);
		}
	};
}
/** The classic builder of docker, then `docker push`. */
const dockerEngine = {
	name: "docker",
	async run(request, from) {
		const reference = request.push?.reference;
		const classic = { DOCKER_BUILDKIT: "0" };
		if (from === "build") {
			const { options, env } = await prepare(request);
			const { failure } = await runEngine(request, {
				file: "docker",
				args: dockerBuildArgs(request.plan, options),
				env: {
					...env,
					...classic
				}
			});
			if (failure) return failed("build", failure);
		}
		if (reference === void 0) return {
			ok: true,
			digest: void 0
		};
		request.onPush();
		const { failure, output } = await runEngine(request, {
			file: "docker",
			args: ["push", reference]
		});
		if (failure) return failed("push", failure);
		return {
			ok: true,
			digest: /digest: (sha256:[0-9a-f]{64}) size:/.exec(output.join("\n"))?.[1]
		};
	}
};
const buildahEngine = (version) => ({
	name: "buildah",
	version,
	async run(request, from) {
		const { authFile } = request.logins;
		if (from === "build") {
			const { options, env } = await prepare(request);
			const { failure } = await runEngine(request, {
				file: "buildah",
				args: buildahBuildArgs(request.plan, {
					...options,
					authFile
				}),
				env
			});
			if (failure) return failed("build", failure);
		}
		if (request.push === void 0) return {
			ok: true,
			digest: void 0
		};
		request.onPush();
		const digestFile = join(request.scratch, "digest");
		const { failure } = await runEngine(request, {
			file: "buildah",
			args: buildahPushArgs({
				...request.push,
				...request.plan,
				authFile,
				digestFile
			})
		});
		if (failure) return failed("push", failure);
		return {
			ok: true,
			digest: (await readFile(digestFile, "utf8").catch(() => "")).trim()
		};
	}
});
/** Secrets are laid out and masked before the engine starts. */
async function prepare(request) {
	const { plan, commitTime, environment, push } = request;
	const { args: secrets, env } = await prepareSecrets(plan, request);
	return {
		options: {
			reference: push?.reference,
			secrets,
			commitTime
		},
		env: {
			...epochOf(plan, commitTime, environment.variables),
			...env
		}
	};
}
/** What is read for the reason of a failure: it stands at the end. */
const KEPT_LINES$1 = 5e4;
async function runEngine(request, { file, args, env = {} }) {
	const { plan, environment, logins, name } = request;
	const { lines: output, add } = keepLast(KEPT_LINES$1);
	const hide = (text) => request.secrets.hide(text);
	const steps = new Steps({
		image: name,
		hide,
		now: () => performance.now()
	});
	const run = (heard) => runCommand(file, args, {
		env: environment.forChild({
			...cacheToken(plan, environment.variables),
			...env,
			...logins.env
		}),
		signal: request.signal,
		hide,
		onLine: (line) => {
			heard();
			const kept = asKept(line, hide);
			add(kept);
			steps.take(kept);
			request.onLine(line);
		}
	});
	const result = await request.watch(() => steps.look(), run);
	if (result.exitCode === 0) return {
		output,
		failure: void 0
	};
	return {
		output,
		failure: [...output, ...lastWords(result, output)]
	};
}
/** A bar of progress is one line without end, of which only the last state counts. */
function asKept(line, hide) {
	return line.length > 4e3 ? cutLine(hide(asShown(line))) : line;
}
/** What an engine cannot say itself: that it was not started, or ended before it gave a reason. */
function lastWords({ exitCode, endedBy, stderr }, output) {
	if (stderr !== "") return [stderr];
	if (endedBy) return [`ERROR: the engine was ended by ${endedBy}`];
	if (readFailure(output, "").reason !== "") return [];
	return [`ERROR: the engine ended with exit code ${exitCode}, and gave no reason`];
}
function failed(stage, output) {
	return {
		ok: false,
		stage,
		output
	};
}
/** `containerimage.digest` is what the registry has; `containerimage.config.digest` is the image ID. */
async function digestInMetadata(path) {
	const digest = jsonObject(await readFile(path, "utf8").catch(() => ""))["containerimage.digest"];
	return typeof digest === "string" ? digest : void 0;
}
// src/images/engine/detect.ts
/**
* The first engine that answers, of buildx (plugin or standalone), buildah and classic docker. A program that is not
* on PATH costs no process. Two questions are asked at most, of buildx and of docker's daemon, the second without a
* process where docker would ask it by a socket; buildah, once it is chosen, is asked for its version.
* @throws StepError ENGINE_MISSING or ENGINE_UNSUITABLE.
*/
async function detectEngine(choice, { env, environment, signal }) {
	const words = /* @__PURE__ */ new Set();
	const found = await findEngine(choice, {
		probe: probing(env, {
			environment,
			words,
			signal
		}),
		env: environment.variables,
		signal
	});
	if (!found) return missing$2(choice, words);
	const { may } = choice;
	const { problem, warning } = judgeBuilders(found.builders, may);
	const problems = [
		lacking(found.kind, choice, found.without),
		sharing(found.shared, may),
		problem
	];
	failOnAny(problems.filter((one) => one !== void 0));
	return {
		engine: found.engine,
		warning
	};
}
const wants = ({ engine }, name) => engine === void 0 || engine === name;
async function findEngine(choice, ports) {
	const { probe, env } = ports;
	const command = wants(choice, "buildx") ? buildxCommand(env) : void 0;
	const daemon = onPath("docker", env) === void 0 ? void 0 : daemonOf(command, ports);
	if (command) {
		const found = await findBuildx(command, {
			...ports,
			choice,
			daemon
		});
		if (found) return found;
	}
	if (wants(choice, "buildah") && onPath("buildah", env)) return foundBuildah(probe, choice);
	const facts = wants(choice, "docker") ? await daemon?.factsOfDocker() : void 0;
	return facts && foundDocker(facts, env);
}
/** Whoever leaves docker out for buildx leaves it out here. */
function daemonOf(command, { probe, env, signal }) {
	const socket = command?.way === "plugin" ? daemonSocket(env) : void 0;
	return new Daemon({
		probe,
		bySocket: socket === void 0 ? void 0 : () => infoBySocket(socket, { signal })
	});
}
function foundDocker({ version }, env) {
	const shared = sharedBuilder({
		driver: "docker",
		endpoints: [currentEndpoint(env)]
	}, env);
	return {
		kind: "docker (classic builder)",
		engine: dockerEngine,
		shared,
		builders: [{
			program: "Docker Engine (classic builder)",
			version
		}]
	};
}
async function foundBuildah(probe, choice) {
	const [{ stdout }, without] = await Promise.all([probe("buildah", ["--version"]), lacks(probe, choice)]);
	const version = /^buildah version (\S+)/.exec(stdout)?.[1];
	return {
		kind: "buildah",
		engine: buildahEngine(version),
		without,
		builders: [{
			program: "buildah",
			version
		}]
	};
}
/** Distributions add options to older versions, so it is asked for the option, by a step that needs it. */
async function lacks(probe, { needs }) {
	const force = "compression (force)";
	if (!needs.includes(force)) return [];
	const { stdout } = await probe("buildah", ["push", "--help"]);
	return stdout.includes("--force-compression") ? [] : [force];
}
/** Of a docker without the plugin, old and new. */
const NO_PLUGIN = /'buildx' is not a docker command|unknown command: docker buildx/;
async function findBuildx(command, ports) {
	const answer = await inspect(command, ports);
	if (command.way === "plugin" && !isOfBuildx(answer)) return findBuildx(THROUGH_DOCKER, ports);
	const found = builderIn(answer, ports);
	if (!found || !isUsable(found)) return void 0;
	const { choice, daemon, env } = ports;
	const docker = found.driver === "docker" ? await daemon?.facts() : void 0;
	const ociStore = found.driver !== "docker" || docker?.store === "containerd";
	const versions = found.versions.length === 0 ? [void 0] : found.versions;
	return {
		kind: ociStore ? "buildx" : "buildx with the docker driver",
		engine: buildxEngine({
			command,
			builder: choice.builder,
			ociStore
		}),
		shared: sharedBuilder(found, env),
		builders: docker ? [{
			program: "Docker Engine",
			version: docker.version
		}] : versions.map((version) => ({
			program: "BuildKit",
			version
		}))
	};
}
const namedBuilder = ({ choice, env }) => choice.builder ?? (env.BUILDX_BUILDER || void 0);
async function inspect({ file, args, env }, ports) {
	const { choice, probe, daemon } = ports;
	const asked = namedBuilder(ports) === void 0 ? daemon?.facts() : void 0;
	const builder = choice.builder === void 0 ? [] : [choice.builder];
	const [answer] = await Promise.all([probe(file, [
		...args,
		"inspect",
		...builder
	], env), asked]);
	return answer;
}
function builderIn(answer, ports) {
	const named = namedBuilder(ports);
	if (answer.exitCode === 0) return parseInspect(answer.stdout);
	const isAbsent = ports.choice.builder === void 0 && NO_PLUGIN.test(answer.stderr);
	return named === void 0 || isAbsent ? void 0 : noBuilder(named, answer);
}
/** What to call a builder that is not of this machine. */
function sharedBuilder(builder, env) {
	if (isOfThisMachine(builder, env)) return void 0;
	return `driver ${builder.driver} at ${builder.endpoints.join(", ") || "an unknown place"}`;
}
// src/images/kept-token.ts
const CONFIG_BYTES = 1048576;
/** As actions/checkout before v6 writes it; later ones keep it out of the checkout. */
const TOKEN = /^[ \t]*extraheader[ \t]*=[ \t]*"?authorization:/im;
/** Says once that a build can read the token of the checkout, where it can. */
async function reportKeptToken({ commits, may }, log) {
	const roots = new Set([...commits.values()].flatMap((context) => repositoryAbove(context) ?? []));
	if (!(await Promise.all([...roots].map(holdsToken))).includes(true)) return;
	const text = "actions/checkout has left its token in .git/config, where the build can read it, and COPY may put it into the image: give that step persist-credentials: false.";
	if (may.secrets) log.notice(text);
	else log.warning(text);
}
async function holdsToken(root) {
	const config = readRegular(join(root, ".git", "config"), CONFIG_BYTES);
	return typeof config !== "string" && TOKEN.test(config.toString("utf8"));
}
// src/images/open-engine.ts
const WITHOUT_PROXY_LOGINS = "The proxies of the docker configuration hold logins, which provenance would publish: the build gets their addresses alone. If it cannot reach the network so, set provenance: mode=min.";
/** What was killed ends at once; a process that the kernel cannot end must not hold the run. */
const END_MS = 1e3;
/** The engine of a run: asked when it is known that something is missing, opened when everything else is ready. */
var EngineOfRun = class {
	#choice;
	#ports;
	#ended = new AbortController();
	#config;
	#asked;
	constructor(choice, ports) {
		this.#choice = choice;
		this.#ports = ports;
	}
	/** Begins what needs no login. What is wrong is reported to whoever opens the engine. */
	ask() {
		this.#begun().catch(() => void 0);
	}
	/** @throws StepError ENGINE_MISSING or ENGINE_UNSUITABLE. */
	async open(loggedIn) {
		const { workspace, signal, environment, secrets, log, watch } = this.#ports;
		this.ask();
		const registryLogins = await loggedIn;
		if (this.#config?.proxiesOpened) log.warning(WITHOUT_PROXY_LOGINS);
		const kept = reportKeptToken(this.#choice, log);
		const [{ engine, warning, config, commitTimes }] = await watch(() => ({ what: "an engine that answers" }), () => Promise.all([this.#begun(), kept]));
		if (warning !== void 0) log.warning(warning);
		const written = config.logIn(registryLogins);
		const logins = {
			...written,
			env: this.#env(written)
		};
		let builds = 0;
		const nextFolder = () => {
			builds += 1;
			return workspace.folder(`build-${builds}`);
		};
		const portsFor = ({ name, commit = "" }, onLine) => {
			return {
				name,
				logins,
				signal,
				environment,
				secrets,
				watch,
				onLine,
				commitTime: commitTimes.get(commit),
				scratch: nextFolder()
			};
		};
		return {
			engine,
			secrets,
			signal,
			portsFor
		};
	}
	/** What still asks is ended, and has nobody to report to. */
	async end() {
		this.#ended.abort();
		const ended = this.#asked?.catch(() => void 0);
		await Promise.race([ended, setTimeout$1(END_MS, void 0, { ref: false })]);
	}
	#begun() {
		this.#asked ??= this.#ask();
		return this.#asked;
	}
	async #ask() {
		const { may, publishesArgs, commits } = this.#choice;
		const { workspace, secrets, environment } = this.#ports;
		const signal = AbortSignal.any([this.#ports.signal, this.#ended.signal]);
		const config = writeDockerConfig({
			runnerLogins: may.runnerLogins,
			publishesArgs
		}, {
			workspace,
			secrets,
			env: environment.variables
		});
		this.#config = config;
		const [detected, commitTimes] = await Promise.all([detectEngine(this.#choice, {
			env: this.#env(config),
			environment,
			signal
		}), commitTimesOf(commits, {
			scratch: workspace.folder("checkouts"),
			environment,
			signal
		})]);
		return {
			...detected,
			config,
			commitTimes
		};
	}
	#env({ env }) {
		return {
			...overruledVariables(this.#ports.environment.variables, this.#choice.may),
			...env
		};
	}
};
// src/inputs/build-secrets.ts
/**
* A quoted entry may span lines, with "" for a quotation mark in it, as docker/build-push-action takes it. No entry
* begins with a dash but as an item of a YAML list.
*/
const ENTRY = /[ \t]*(?:-[ \t]+)?"((?:[^"]|"")*)"[ \t]*\r?(?:\n|$)|[^\n]*(?:\n|$)/gy;
const SECRET = /^(?:-[ \t]+)?([A-Za-z0-9_][\w.-]*)=(.*)/s;
function entriesOf$2(text) {
	const entries = [];
	let line = 1;
	for (const { 0: whole, 1: quoted } of text.matchAll(ENTRY)) {
		const entry = {
			line,
			text: quoted?.replaceAll("\"\"", "\"") ?? whole.trim(),
			quoted: quoted !== void 0
		};
		if (entry.text !== "") entries.push(entry);
		line += whole.split("\n").length - 1;
	}
	return entries;
}
/** `ID=value` lines. A line that is no such entry may be part of a key, so it is named by its number only. */
const secretValues = (given) => {
	const parsed = entriesOf$2(given).map(secretIn);
	const mistakes = parsed.flatMap((result) => "mistake" in result ? [result.mistake] : []);
	if (mistakes.length === 0) return value(parsed.flatMap((result) => "id" in result ? [result] : []));
	const more = mistakes.length > 5 ? ` and ${mistakes.length - 5} more` : "";
	return confidential(`is refused: ${mistakes.slice(0, 5).join("; ")}${more}`, `npm_token=\${{ secrets.NPM_TOKEN }}; where the value spans lines, with quotation marks around the whole entry: "ID=value"`);
};
function secretIn({ line, text, quoted }) {
	const [, id, secret = ""] = SECRET.exec(text) ?? [];
	if (id === void 0 || isPadding(id, secret)) return { mistake: `line ${line} is not of the form ID=value` };
	if (!quoted && /^"(?!.*"$)/.test(secret)) return { mistake: `line ${line} opens a quotation mark behind the "=" and does not close it` };
	return {
		id,
		value: secret
	};
}
/** The last line of a base64 text looks like an ID without a value, and must not be called one in a message. */
const isPadding = (id, secret) => /^=?$/.test(secret) && /[a-z]/.test(id) && /[A-Z]/.test(id);
/** What must not reach the log: every value, and every line as it stands when one of them was refused. */
function secretsToMask(given) {
	const entries = entriesOf$2(given);
	const values = entries.map(secretIn).flatMap((result) => "id" in result ? [result.value] : []);
	return values.length === entries.length ? values : [...values, ...entries.map(({ text }) => text)];
}
/** `ID=VARIABLE`. What is no such entry may be the secret itself, so it is not repeated. */
const secretVariable = (given) => {
	const [, id, variable] = /^([A-Za-z0-9_][\w.-]*)=([A-Za-z_]\w*)$/.exec(given) ?? [];
	return id && variable ? value({
		id,
		variable
	}) : confidential("has a line that is not of the form ID=VARIABLE", "npm_token=NPM_TOKEN");
};
const secretFile = (given) => {
	const [, id, path = ""] = /^([A-Za-z0-9_][\w.-]*)=(.+)$/.exec(given) ?? [];
	const example = "npmrc=.npmrc";
	if (id === void 0) return confidential("has a line that is not of the form ID=path", example);
	const parsed = argument(path.trim());
	return "mistake" in parsed ? {
		mistake: `has a path that ${parsed.mistake}`,
		example
	} : value({
		id,
		path: parsed.value
	});
};
const confidential = (mistake, example) => ({
	mistake,
	example,
	confidential: true
});
// src/inputs/credential/armour.ts
/** The text between two lines of dashes (RFC 7468), which a word processor may have made longer ones of. */
const ARMOUR = /[-–—]{1,8} ?BEGIN ([A-Z0-9 ]{1,40}?) ?[-–—]{1,8}([^-–—]*)[-–—]{1,8} ?END \1 ?[-–—]{1,8}/g;
const blocksIn = (text) => [...text.matchAll(ARMOUR)].map(([, label = "", body = ""]) => ({
	label,
	body
}));
/** As ssh-keygen writes them; a longer one is no line of a file. */
const LINES = /.{1,70}/g;
const LONGEST_LINE = 80;
/** Lines stay as they are written; a key on one line gets lines again. */
function armoured({ label, body }) {
	const given = body.split(/\s+/).filter(Boolean);
	const lines = given.every(({ length }) => length <= LONGEST_LINE) ? given : given.join("").match(LINES) ?? [];
	return [
		`-----BEGIN ${label}-----`,
		...lines,
		`-----END ${label}-----`
	].join("\n");
}
/** undefined: no base64, or cut in the middle of a group. */
function decoded(body) {
	const text = body.replaceAll(/\s/g, "");
	return text !== "" && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, "base64") : void 0;
}
/** A text that is base64 of another one. */
function textInside(text) {
	const inside = text.includes("BEGIN") ? void 0 : decoded(text)?.toString("utf8");
	return inside !== void 0 && /^[\t\n\r\x20-\x7e]+$/.test(inside) ? inside : void 0;
}
/** Without what is not seen, as the mark at the beginning of a file, which comes along from editors and web pages. */
const visible = (text) => text.replaceAll(/\p{Cf}/gu, "");
/** Without what stands around it, and with line breaks that were written as two characters, or as three. */
const plain = (text) => unquoted$1(text.trim()).replaceAll(/(?<!\\)\\+r/g, "").replaceAll(/(?<!\\)\\+n/g, "\n");
const unquoted$1 = (text) => /^(["'`])[\s\S]*\1$/.test(text) ? text.slice(1, -1).trim() : text;
// src/inputs/credential/fault.ts
/** What a text is in which there is no private key; `label`: of the first block in it. */
function whatIs(text, label, { others, part, noKey }) {
	return others.find(([pattern]) => pattern.test(label === void 0 ? text : `BEGIN ${label}`))?.[1] ?? (/^[A-Za-z0-9+/=\s]{100,}$/.test(text) ? part : noKey);
}
const mistakeOf = ({ is, right }) => ({
	mistake: is,
	example: right,
	confidential: true
});
// src/inputs/credential/app-key/faults.ts
const NEW$1 = "the whole .pem file that GitHub gives on the page of the App (Settings, Developer settings, GitHub Apps, the App, Private keys, Generate a private key), with its first line (-----BEGIN RSA PRIVATE KEY-----) and its last";
const PASSPHRASE$1 = {
	is: "is a key with a passphrase, which nobody can enter in a job",
	right: `the same key without it (openssl pkey -in key.pem -out plain.pem), or ${NEW$1}`
};
const PART$1 = {
	is: "holds only a part of a private key, or a damaged one",
	right: NEW$1
};
const OTHER_KIND = {
	is: "is a private key of another kind, and GitHub signs in Apps by RSA alone",
	right: NEW$1
};
const SHORT = {
	is: "is an RSA key of fewer than 2048 bits, and no key that GitHub made for an App",
	right: NEW$1
};
const TEXTS$1 = {
	others: [
		[/Proc-Type: ?4,ENCRYPTED/, PASSPHRASE$1],
		[/^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-)\S* |BEGIN (?:RSA |SSH2 )?PUBLIC KEY/, {
			is: "is the public half of a key",
			right: NEW$1
		}],
		[/BEGIN (?:TRUSTED )?CERTIFICATE/, {
			is: "is a certificate, and no private key",
			right: NEW$1
		}],
		[/BEGIN PGP|^PuTTY-User-Key-File-/, {
			is: "is a key of another program",
			right: NEW$1
		}],
		[/^(?:gh[a-z]_|github_pat_|glpat-)/, {
			is: "is a token, and no private key",
			right: "the .pem file of the App; a token goes into config-token, without an App"
		}],
		[/^[0-9a-f]{40}$/, {
			is: "is a client secret of the App, which signs nothing here",
			right: NEW$1
		}],
		[/^(?:SHA256|MD5):/, {
			is: "is the fingerprint of a key, and not the key",
			right: NEW$1
		}],
		[/^\*{3,}$/, {
			is: "is what GitHub shows in the place of a secret",
			right: NEW$1
		}],
		[/^arn:aws/, {
			is: "is an ARN, and no private key",
			right: "the .pem file of the App, or none at all, and the ARN of the KMS key in config-app-kms-key"
		}],
		[/BEGIN|END [A-Z ]{0,40}PRIVATE KEY/, PART$1],
		[/^(?:[~.]{0,2}\/\S{1,500}|\S{0,500}(?:\.pem|\.key|\.pub))$/, {
			is: "is the path of a file, and this input takes what is in it",
			right: NEW$1
		}]
	],
	part: PART$1,
	noKey: {
		is: "is no private key",
		right: NEW$1
	}
};
// src/inputs/credential/app-key/app-key.ts
/** GitHub makes keys of 2048 bits; a shorter one is of something else. */
const SHORTEST_BITS = 2048;
/**
* The private key of a GitHub App, as people paste it: the file that GitHub gives (PKCS#1), PKCS#8, either with `\n` as
* two characters, other ends of lines, indentation or quotes, as base64 of the file, or as bare base64 of its content.
* What could sign nothing that GitHub takes is refused here, with what it is.
*/
const appKey = (given) => {
	const key = readKey$1(given);
	return "is" in key ? mistakeOf(key) : { value: pkcs8(key) };
};
/** Other forms of the key than the one that is given, of which each line is a secret, too. */
function appKeyToMask(given) {
	const blocks = blocksIn(opened$1(given)).map(armoured);
	const key = readKey$1(given);
	return "is" in key ? blocks : [
		...blocks,
		pkcs8(key),
		String(key.export({
			type: "pkcs1",
			format: "pem"
		}))
	];
}
const pkcs8 = (key) => String(key.export({
	type: "pkcs8",
	format: "pem"
})).trim();
function readKey$1(given) {
	const text = opened$1(given);
	const blocks = blocksIn(text);
	const secret = blocks.find(({ label }) => label.endsWith("PRIVATE KEY"));
	const key = secret ? keyOf(secret) : keyIn(decoded(text));
	if (!key) return whatIs(text, blocks[0]?.label, TEXTS$1);
	return "is" in key ? key : faultOf$1(key) ?? key;
}
function opened$1(given) {
	const text = plain(visible(given));
	const inside = textInside(text);
	return inside === void 0 ? text : plain(inside);
}
function keyOf({ label, body }) {
	if (label === "ENCRYPTED PRIVATE KEY") return PASSPHRASE$1;
	if (label !== "PRIVATE KEY" && label !== "RSA PRIVATE KEY") return OTHER_KIND;
	return keyIn(decoded(body)) ?? PART$1;
}
/** Content may stand under the other label: its own form says which it is. */
function keyIn(der) {
	if (!der) return void 0;
	for (const type of ["pkcs1", "pkcs8"]) try {
		return createPrivateKey({
			key: der,
			format: "der",
			type
		});
	} catch {}
}
function faultOf$1(key) {
	if (key.asymmetricKeyType !== "rsa") return OTHER_KIND;
	if ((key.asymmetricKeyDetails?.modulusLength ?? 0) < SHORTEST_BITS) return SHORT;
	return isSound(key) ? void 0 : PART$1;
}
/** One wrong character makes a key of other numbers, which signs what nobody can verify. */
function isSound(key) {
	const probe = Buffer.from("probe");
	try {
		return verify("RSA-SHA256", probe, createPublicKey(key), sign("RSA-SHA256", probe, key));
	} catch {
		return false;
	}
}
// src/inputs/credential/config-token.ts
const EXAMPLE$3 = "the token alone, or user:token";
const mistake = (is) => ({
	mistake: is,
	example: EXAMPLE$3,
	confidential: true
});
/**
* A token, or user and token with a colon between them, as they are: nothing is percent-encoded. The first colon parts
* them, because a user name cannot hold one (RFC 7617), and no token of a known host does.
*/
const configToken = (given) => {
	if (/\p{Cc}/u.test(given)) return mistake("has a line break or control character");
	if (/^https?:\/\//i.test(given)) return mistake("is an address");
	if (/^(?:bearer|basic|token) /i.test(given)) return mistake("begins with the word of a header");
	const colon = given.indexOf(":");
	const [user, token] = [given.slice(0, Math.max(0, colon)), given.slice(colon + 1)];
	if (token === "") return mistake("has nothing after its colon");
	return { value: {
		token,
		user: user === "" ? void 0 : user
	} };
};
/** What is secret of it besides the whole. */
function tokenToMask(given) {
	const parsed = configToken(given.trim());
	return "value" in parsed ? [parsed.value.token] : [];
}
// src/inputs/credential/ssh-key/faults.ts
const WHOLE = "the whole file of the private key, with its first line (-----BEGIN ...) and its last (-----END ...)";
const NEW = "a key of its own for this, made by: ssh-keygen -t ed25519 -N \"\" -f deploy-key (the file deploy-key goes into the secret, deploy-key.pub becomes the deploy key of the config repository)";
const PASSPHRASE = {
	is: "is a key with a passphrase, which nobody can enter in a job",
	right: `the same key without it (a copy, after: ssh-keygen -p -N "" -f copy), or ${NEW}`
};
const PART = {
	is: "holds only a part of a private key",
	right: WHOLE
};
const HARDWARE = {
	is: "is a key of a hardware token, which is not in this runner",
	right: NEW
};
const TEXTS = {
	others: [
		[/Proc-Type: ?4,ENCRYPTED/, PASSPHRASE],
		[/^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-|sk-(?:ssh|ecdsa)-)\S* |BEGIN (?:RSA |SSH2 )?PUBLIC KEY/, {
			is: "is the public half of a key, which belongs to the deploy keys of the config repository",
			right: "the private half: the file of the same name without .pub"
		}],
		[/^PuTTY-User-Key-File-/, {
			is: "is a key of PuTTY, which ssh cannot read",
			right: "what PuTTYgen writes under Conversions, Export OpenSSH key (puttygen key.ppk -O private-openssh -o key)"
		}],
		[/BEGIN PGP/, {
			is: "is a key of PGP, and none of SSH",
			right: NEW
		}],
		[/BEGIN (?:TRUSTED )?CERTIFICATE/, {
			is: "is a certificate, and no private key",
			right: NEW
		}],
		[/^(?:gh[a-z]_|github_pat_|glpat-)/, {
			is: "is a token, and no SSH key",
			right: "an SSH key, or none at all, and the token in the input config-token"
		}],
		[/^(?:SHA256|MD5):/, {
			is: "is the fingerprint of a key, and not the key",
			right: WHOLE
		}],
		[/^\*{3,}$/, {
			is: "is what GitHub shows in the place of a secret",
			right: WHOLE
		}],
		[/BEGIN|END [A-Z ]{0,40}PRIVATE KEY/, PART],
		[/^(?:[~.]{0,2}\/\S{1,500}|\S{0,500}(?:id_[a-z0-9_]{2,20}|\.pem|\.key|\.pub|\.ppk))$/, {
			is: "is the path of a file, and this input takes what is in it",
			right: WHOLE
		}]
	],
	part: PART,
	noKey: {
		is: "is no private SSH key",
		right: NEW
	}
};
// src/inputs/credential/ssh-key/block.ts
const OPENSSH = "OPENSSH PRIVATE KEY";
/** Why ssh would refuse a block, or could not use it here. */
function faultOf({ label, body }) {
	if (label === "ENCRYPTED PRIVATE KEY") return PASSPHRASE;
	const bytes = decoded(body);
	if (!bytes) return PART;
	if (label === "OPENSSH PRIVATE KEY") return faultOfOpenssh(bytes);
	return derIsWhole(bytes) ? void 0 : PART;
}
/** The outer element says how long it is (X.690, 8.1.3). */
function derIsWhole(bytes) {
	const [tag, first = 0] = bytes;
	const count = first > 128 ? first - 128 : 0;
	if (tag !== 48 || count > 4 || bytes.length < 2 + count) return false;
	const length = count === 0 ? first : bytes.readUIntBE(2, count);
	return bytes.length === 2 + count + length;
}
/** OpenSSH, PROTOCOL.key: cipher, KDF and its options, the number of keys, then their halves. */
function faultOfOpenssh(bytes) {
	if (bytes.toString("latin1", 0, 15) !== "openssh-key-v1\0") return PART;
	const fields = new Fields(bytes.subarray(15));
	const [cipher] = [
		fields.text(),
		fields.text(),
		fields.text()
	];
	fields.skip(4);
	const [half, secret] = [fields.text(), fields.text()];
	if (half === void 0 || secret === void 0 || fields.left !== 0) return PART;
	if (cipher !== "none") return PASSPHRASE;
	return half.startsWith("\0\0\0") && half.slice(4).startsWith("sk-") ? HARDWARE : void 0;
}
/** Texts with their length in four bytes before them (RFC 4251, "string"); undefined behind the end. */
var Fields = class {
	#rest;
	constructor(bytes) {
		this.#rest = bytes;
	}
	get left() {
		return this.#rest.length;
	}
	text() {
		const length = this.#rest.length < 4 ? Number.POSITIVE_INFINITY : this.#rest.readUInt32BE();
		if (length > this.#rest.length - 4) return void 0;
		const text = this.#rest.toString("latin1", 4, 4 + length);
		this.skip(4 + length);
		return text;
	}
	skip(count) {
		this.#rest = this.#rest.subarray(count);
	}
};
// src/inputs/credential/ssh-key/ssh-key.ts
/**
* A deploy key as people paste it. What is plainly meant is taken: quotes around it, indentation, other ends of lines,
* `\n` as two characters, one line with spaces, base64 of the file, the file without its first and last line. What ssh
* would refuse is refused here, with what it is, as to ssh a damaged key is as good as one that the server does not know.
*/
const sshKey = (given) => {
	const text = opened(given);
	const blocks = blocksIn(text);
	const secret = blocks.find(({ label }) => label.endsWith("PRIVATE KEY"));
	if (!secret) return mistakeOf(whatIs(text, blocks[0]?.label, TEXTS));
	const fault = faultOf(secret);
	return fault ? mistakeOf(fault) : { value: armoured(secret) };
};
/** Where the value is another form of the key than the file, what is to be masked besides it. */
function keyToMask(given) {
	const parsed = sshKey(given.trim());
	return "value" in parsed ? [parsed.value] : [];
}
function opened(given) {
	const text = plain(visible(given));
	if (!text.includes("BEGIN") && decoded(text)?.toString("latin1", 0, 15) === "openssh-key-v1\0") return armoured({
		label: OPENSSH,
		body: text
	});
	const inside = textInside(text);
	return inside === void 0 ? text : plain(inside);
}
// src/runner/phases.ts
/** What a run does one after the other, or side by side, in the order in which it is reported. */
const NAMES = [
	"role",
	"look-up",
	"config repository",
	"engine",
	"build",
	"push",
	"release",
	"merge",
	"commit"
];
/** How long the phases of one run take. */
var Phases = class {
	#now;
	#times = /* @__PURE__ */ new Map();
	constructor(now) {
		this.#now = now;
	}
	/** Work that is a phase, and may turn into another one on its way. */
	async during(name, work) {
		let time = this.#begin(name);
		const turn = (to) => {
			this.#end(time);
			time = this.#begin(to);
		};
		try {
			return await work(turn);
		} catch (error) {
			time.failed = true;
			throw error;
		} finally {
			this.#end(time);
		}
	}
	/** Those that took place. */
	soFar() {
		return NAMES.flatMap((name) => {
			const time = this.#times.get(name);
			if (!time) return [];
			const { ms, failed, works, since } = time;
			return [{
				name,
				ms: works > 0 ? ms + this.#now() - since : ms,
				failed
			}];
		});
	}
	#begin(name) {
		const time = this.#times.get(name) ?? {
			ms: 0,
			works: 0,
			since: 0,
			failed: false
		};
		this.#times.set(name, time);
		if (time.works === 0) time.since = this.#now();
		time.works += 1;
		return time;
	}
	#end(time) {
		time.works -= 1;
		if (time.works === 0) time.ms += this.#now() - time.since;
	}
};
// src/source/absent-paths.ts
/** Patterns whose fixed part stands for nothing, neither in the checkout nor in what a sparse one leaves out. */
async function absentIn(root, patterns, asking) {
	const missing = patterns.filter((pattern) => mayBeMissed(pattern) && !existsSync(join(root, baseOf(pattern))));
	const repository = missing.length === 0 ? void 0 : Repository.around(root, asking);
	if (!repository) return [];
	const wanted = missing.map((pattern) => `:(top,literal)${baseOf(pattern)}`);
	const { exitCode, stdout } = await repository.ask([
		"ls-files",
		"-z",
		"--",
		...wanted
	], asking);
	if (exitCode !== 0) return [];
	const known = stdout.split("\0");
	return missing.filter((pattern) => !known.some((path) => `${path}/`.startsWith(`${normal(baseOf(pattern))}/`)));
}
/** A backslash escapes what a name may hold, and what is taken away may well be absent. */
const mayBeMissed = (pattern) => !pattern.startsWith("!") && !pattern.includes("\\");
const baseOf = (pattern) => import_picomatch.default.scan(pattern).base;
const normal = (path) => join(path).replace(/\/$/, "");
// src/source/exact.ts
/** What would let git pass over a file that is there, or over how it differs. */
const STRICT = [
	"core.fileMode=true",
	"core.ignoreCase=false",
	"core.symlinks=true",
	"core.sparseCheckout=false",
	"core.splitIndex=false"
].flatMap((setting) => ["-c", setting]);
/**
* Folders as their commit has them, and nothing else: every file in the whole repository is compared with HEAD, and what
* HEAD has not counts as modified, ignored or not. undefined for what is no such folder, or in or around a repository
* within another, where git does not look.
*/
async function readExactly(folders, asking) {
	const roots = folders.map(rootOf$1);
	const read = [...new Set(roots)].map(async (root) => [root, root && await readWhole(root, asking)]);
	const checkouts = new Map(await Promise.all(read));
	return roots.map((root) => checkouts.get(root) || void 0);
}
/** undefined also for the address of something that is fetched, or for what a repository keeps of its own. */
function rootOf$1(folder) {
	const root = repositoryAbove(folder);
	const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory();
	if (root === void 0 || !isFolder || repositoryAbove(dirname(root)) !== void 0) return void 0;
	return relative(root, resolve(folder)).split(sep).some(isDotGit) ? void 0 : root;
}
const isDotGit = (name) => name.toLowerCase() === ".git";
/** The index is a new one, as that of the checkout says itself which files are not to be compared (git-update-index). */
async function readWhole(root, asking) {
	const { scratch, signal } = asking;
	const repository = Repository.around(root, asking);
	if (!repository) return void 0;
	const env = { GIT_INDEX_FILE: join(mkdtempSync(join(scratch, "index-")), "index") };
	const ask = async (...command) => answerIn(await repository.ask([...STRICT, ...command], {
		env,
		signal
	}));
	if (await ask("read-tree", "HEAD") === void 0) return void 0;
	const files = await ask("ls-files", "--stage", "-z");
	if (files === void 0 || files.split("\0").some((entry) => entry.startsWith("160000 "))) return void 0;
	const all = [
		"--no-ahead-behind",
		"--no-renames",
		"--untracked-files=all",
		"--ignored=matching",
		"-z"
	];
	const status = [
		...STRICT,
		"status",
		"--porcelain=v2",
		"--branch",
		...all
	];
	const checkout = parseStatus(answerIn(await repository.askOfFiles(status, {
		env,
		signal
	})) ?? "");
	return checkout?.modified.length === 0 && await holdsAnother(root) ? void 0 : checkout;
}
const answerIn = ({ exitCode, stdout }) => exitCode === 0 ? stdout : void 0;
/** git passes over every other `.git`, whatever is in it. */
async function holdsAnother(root) {
	const left = [root];
	for (let folder = left.pop(); folder !== void 0; folder = left.pop()) for (const entry of await readdir(folder, { withFileTypes: true })) {
		if (folder === root && entry.name === ".git") continue;
		if (isDotGit(entry.name)) return true;
		if (entry.isDirectory()) left.push(join(folder, entry.name));
	}
	return false;
}
/** `git status --porcelain=v2 --branch -z` (git-status, "Porcelain Format Version 2"). */
function parseStatus(status) {
	const records = status.split("\0");
	const head = records.find((record) => record.startsWith("# branch.oid "))?.slice(13);
	if (!head || !/^[0-9a-f]{40,64}$/.test(head)) return void 0;
	const fieldsBefore = {
		"1 ": 8,
		"2 ": 9,
		"u ": 10,
		"? ": 1,
		"! ": 1
	};
	return {
		head,
		modified: records.flatMap((record, index) => {
			const skip = records[index - 1]?.startsWith("2 ") ? void 0 : fieldsBefore[record.slice(0, 2)];
			return skip === void 0 ? [] : [record.split(" ").slice(skip).join(" ")];
		})
	};
}
// src/source/submodules.ts
/** The submodules that `.gitmodules` names and that are checked out. */
async function submodulesOf(repository, signal) {
	const found = (await namedSubmodules(repository, signal)).filter(({ path }) => isCheckedOut(repository.root, path));
	return [...new Map(found.toReversed().map((one) => [realpathSync(join(repository.root, one.path)), one])).values()];
}
/** The submodules that `.gitmodules` names. No process is started where there is none. */
async function namedSubmodules(repository, signal) {
	const file = join(repository.root, ".gitmodules");
	if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return [];
	const list = [
		"config",
		`--file=${file}`,
		"--no-includes",
		"--null",
		"--get-regexp",
		"^submodule\\."
	];
	const { stdout } = await repository.ask(list, { signal });
	return parseGitmodules(stdout);
}
/** `key\nvalue\0` over and over (git-config, `--null`); what a name holds does not matter. */
function parseGitmodules(listing) {
	const paths = /* @__PURE__ */ new Map();
	const ignored = /* @__PURE__ */ new Map();
	const updated = /* @__PURE__ */ new Map();
	for (const record of listing.split("\0")) {
		const [key = "", ...value] = record.split("\n");
		const name = key.slice(0, key.lastIndexOf("."));
		if (key.endsWith(".path")) paths.set(name, value.join("\n"));
		if (key.endsWith(".ignore")) ignored.set(name, value.join("\n"));
		if (key.endsWith(".update")) updated.set(name, value.join("\n"));
	}
	return [...paths].map(([name, path]) => ({
		path,
		ignore: ignored.get(name),
		update: updated.get(name)
	}));
}
/** Really below the root, so that no link leads round in a circle. */
function isCheckedOut(root, path) {
	const folder = join(root, path);
	return existsSync(join(folder, ".git")) && realpathSync(folder).startsWith(`${realpathSync(root)}${sep}`);
}
// src/source/dockerignore.ts
/**
* What a list leaves out of a context (Docker docs, ".dockerignore files"): the last rule that takes the path, or a folder
* above it, counts. Compared step by step, because whoever writes the list could make an expression that never ends.
*/
function dockerignore(text) {
	const rules = text.replace(/^\uFEFF/, "").split("\n").flatMap(ruleOf);
	return (path) => {
		const names = path.split("/");
		return rules.findLast(({ segments }) => names.some((_, at) => takes(segments, names.slice(0, at + 1))))?.excludes ?? false;
	};
}
function ruleOf(line) {
	const text = line.trim();
	if (text === "" || line.startsWith("#")) return [];
	const excludes = !text.startsWith("!");
	const names = cleaned(excludes ? text : text.slice(1).trim());
	return names.length === 0 ? [] : [{
		segments: names.map(segmentOf),
		excludes
	}];
}
/** As `filepath.Clean` does it, from the root of the context. */
function cleaned(pattern) {
	const names = [];
	for (const name of pattern.split("/")) if (name === "..") names.pop();
	else if (name !== "" && name !== ".") names.push(name);
	return names;
}
function segmentOf(name) {
	if (name === "**") return "**";
	const tokens = [];
	for (let at = 0; at < name.length;) {
		const { token, next } = tokenAt(name, at);
		if (token !== "*" || tokens.at(-1) !== "*") tokens.push(token);
		at = next;
	}
	return tokens;
}
function tokenAt(name, at) {
	const character = name.charAt(at);
	if (character === "*") return {
		token: "*",
		next: at + 1
	};
	if (character === "?") return {
		token: { takes: () => true },
		next: at + 1
	};
	const end = character === "[" ? name.indexOf("]", at + 2) : -1;
	if (end > 0) return {
		token: { takes: oneOf$1(name.slice(at + 1, end)) },
		next: end + 1
	};
	const literal = character === "\\" ? name.charAt(at + 1) : character;
	return {
		token: { takes: (given) => given === literal },
		next: at + (character === "\\" ? 2 : 1)
	};
}
/** `[a-z]`, `[^a]`, as `path.Match` of Go has them. */
function oneOf$1(range) {
	const isNegated = range.startsWith("^");
	const characters = isNegated ? range.slice(1) : range;
	return (character) => {
		for (let at = 0; at < characters.length; at += 1) {
			const from = characters.charAt(at);
			const isRange = characters.charAt(at + 1) === "-" && at + 2 < characters.length;
			const to = isRange ? characters.charAt(at + 2) : from;
			if (character >= from && character <= to) return !isNegated;
			if (isRange) at += 2;
		}
		return isNegated;
	};
}
const takes = (segments, names) => matches(segments, names, {
	isMany: (segment) => segment === "**",
	takesOne: takesName
});
const takesName = (segment, name) => segment !== "**" && matches(segment, name, {
	isMany: (token) => token === "*",
	takesOne: (token, character) => token !== "*" && token.takes(character)
});
/** Only the last one that stands for many is ever tried again, so that no list takes longer than its length allows. */
function matches(parts, given, { isMany, takesOne }) {
	let part = 0;
	let at = 0;
	let many;
	while (at < given.length) {
		const next = parts[part];
		if (next !== void 0 && isMany(next)) {
			many = {
				part,
				at
			};
			part += 1;
		} else if (next !== void 0 && takesOne(next, given[at] ?? "")) {
			part += 1;
			at += 1;
		} else if (many) {
			many.at += 1;
			at = many.at;
			part = many.part + 1;
		} else return false;
	}
	return parts.slice(part).every(isMany);
}
// src/source/lfs.ts
/** Any pointer is smaller (git-lfs, docs/spec.md). */
const MOST_POINTER = 1024;
/** The first line, of pre-releases too (git-lfs, docs/spec.md and lfs/pointer.go). */
const POINTER = /^version (?:https:\/\/(?:git-lfs\.github\.com|hawser\.github\.com)\/spec\/v|http:\/\/git-media\.io\/v\/)\d{1,3}\r?\n/;
const isPointer = (text) => POINTER.test(text) && /^oid sha256:[0-9a-f]{64}\r?$/m.test(text);
/** Larger than any that people write. */
const MOST_ATTRIBUTES = 1048576;
/**
* Files below the folders that git-lfs holds, and whose content was not fetched. git is only asked where a
* `.gitattributes` speaks of git-lfs.
*/
async function pointersIn(repository, folders, { indexed, signal }) {
	const { root, attributesFile } = repository;
	if (!indexed.attributes.filter((path) => folders.some((folder) => meet(folder, dirname(path)))).some((path) => speaksOfLfs(join(root, path)) ?? true) && !speaksOfLfs(attributesFile)) return [];
	const wanted = folders.map((folder) => `:(attr:filter=lfs)${allBelow(folder)}`);
	return (await repository.ask([
		"ls-files",
		"-z",
		"--",
		...wanted
	], { signal })).stdout.split("\0").filter((path) => path !== "" && holdsPointer(join(root, path)));
}
/** Attributes count in their folder and below. */
const meet = (folder, other) => other === "." || `${folder}/`.startsWith(`${other}/`) || folder === "" || `${other}/`.startsWith(`${folder}/`);
/** With an attribute to match, git takes no path as it is; a star stands for slashes, too (gitglossary, "pathspec"). */
const allBelow = (folder) => folder === "" ? "" : `${folder.replace(/[\\*?[\]]/g, "\\$&")}/*`;
/** undefined: it is not there, and git has what the index says. */
function speaksOfLfs(path) {
	const content = readRegular(path, MOST_ATTRIBUTES);
	return content === "missing" ? void 0 : typeof content !== "string" && content.includes("filter=lfs");
}
function holdsPointer(path) {
	const state = lstatSync(path, { throwIfNoEntry: false });
	if (!state?.isFile() || state.size >= MOST_POINTER) return false;
	const content = headOfRegular(path, MOST_POINTER);
	return typeof content !== "string" && isPointer(content.toString("latin1"));
}
// src/source/unfetched.ts
/** What the commit has below the folders that are copied from, and the checkout has not. */
async function readUnfetched(copied, asking) {
	const parts = copied.flatMap((one) => {
		const root = repositoryAbove(one.folder);
		return root === void 0 ? [] : [{
			root,
			part: partOf(root, one)
		}];
	});
	const all = (await Promise.all([...Map.groupBy(parts, ({ root }) => root)].map(([root, these]) => unfetchedIn(root, {
		parts: these.map(({ part }) => part),
		above: "",
		asking
	})))).flat();
	return [...new Map(all.map((one) => [`${one.by} ${one.path}`, one])).values()];
}
function partOf(root, { folder, ignoreFiles }) {
	const below = relative(root, resolve(folder)).split(sep).join("/");
	let isLeftOut;
	return {
		folder: below,
		isLeftOut: (path) => {
			isLeftOut ??= listIn(ignoreFiles);
			return isLeftOut(below === "" ? path : path.slice(below.length + 1));
		}
	};
}
/** Larger than any that people write. */
const MOST_LIST = 1048576;
/** The first that is there counts. */
function listIn(files) {
	for (const file of files) {
		const content = readRegular(file, MOST_LIST);
		if (typeof content !== "string") return dockerignore(content.toString("utf8"));
	}
	return () => false;
}
async function unfetchedIn(root, { parts, above, asking }) {
	const repository = Repository.around(root, asking);
	const indexed = await repository?.indexed(asking.signal);
	if (!repository || !indexed) return [];
	const isWanted = (path) => parts.some((part) => isBelow(path, part.folder) && !part.isLeftOut(path));
	const folders = parts.map(({ folder }) => folder);
	const pointers = await pointersIn(repository, folders, {
		indexed,
		signal: asking.signal
	});
	const missing = (by) => (path) => ({
		by,
		path: `${above}${path}`
	});
	const submodules = indexed.submodules.filter((path) => isWanted(path) || folders.some((folder) => isBelow(folder, path)));
	return [
		...pointers.filter(isWanted).map(missing("lfs")),
		...indexed.leftOut.filter(isWanted).map(missing("sparse-checkout")),
		...submodules.length === 0 ? [] : await inSubmodules(repository, submodules, {
			parts,
			above,
			asking
		})
	];
}
const isBelow = (path, folder) => folder === "" || path === folder || path.startsWith(`${folder}/`);
async function inSubmodules(repository, paths, { parts, above, asking }) {
	const named = new Map((await namedSubmodules(repository, asking.signal)).map((one) => [one.path, one]));
	const found = paths.slice(0, 100).map(async (path) => {
		const folder = join(repository.root, path);
		if (existsSync(join(folder, ".git"))) return unfetchedIn(folder, {
			parts: parts.filter((part) => isBelow(path, part.folder)).map((part) => partInside(part, path)),
			above: `${above}${path}/`,
			asking
		});
		if (named.get(path)?.update === "none" || !isEmpty(folder)) return [];
		const holds = parts.some((part) => isBelow(part.folder, path));
		return [{
			by: named.has(path) ? above === "" ? "submodules" : "submodules of submodules" : "nothing",
			path: `${above}${path}`,
			...holds ? { holdsContext: true } : {}
		}];
	});
	return (await Promise.all(found)).flat();
}
/** All of the submodule, as the list of the context above says. */
const partInside = ({ isLeftOut }, path) => ({
	folder: "",
	isLeftOut: (inside) => isLeftOut(`${path}/${inside}`)
});
const isEmpty = (folder) => lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true || readdirSync(folder).length === 0;
// src/source/checkout.ts
/** The event, and the state of the checkouts that the images are built from. */
async function readSource(env, images, asking) {
	const built = images.filter((image) => image.built);
	const [payload, checkouts, unfetched] = await Promise.all([
		readPayload(env.GITHUB_EVENT_PATH),
		readCheckouts(images.flatMap(foldersOf), asking),
		readUnfetched(built.flatMap(({ copied }) => copied), asking)
	]);
	asking.signal?.throwIfAborted();
	const absentPaths = await readAbsentPaths(images, {
		checkouts,
		asking
	});
	const folders = saysWhose(env.GITHUB_EVENT_NAME ?? "", payload) ? [] : await readFolders(images, {
		checkouts,
		asking
	});
	asking.signal?.throwIfAborted();
	return {
		...sourceOf(env, payload, {
			checkouts,
			folders
		}),
		unfetched,
		absentPaths
	};
}
const foldersOf = ({ context, besides }) => [context, ...besides];
/** Everything that is built, and nothing else than the commit of it; asked for where the event does not say whose it is. */
async function readFolders(images, { checkouts, asking }) {
	const built = images.filter((image) => image.built).flatMap(foldersOf);
	return [...images.filter((image) => !image.built).flatMap(foldersOf).flatMap((folder) => checkouts.get(folder) ?? []).map(({ head }) => ({
		head,
		modified: []
	})), ...await readExactly(built, asking)];
}
async function readAbsentPaths(images, { checkouts, asking }) {
	const asked = images.filter(({ context, paths }) => paths.length > 0 && checkouts.has(context));
	const absent = [...Map.groupBy(asked, ({ context }) => rootOf(context))].map(([root, these]) => absentIn(root, these.flatMap(({ paths }) => paths), asking));
	return [...new Set((await Promise.all(absent)).flat())];
}
/** git is asked once for each repository, however many contexts lie in it. */
async function readCheckouts(contexts, asking) {
	const asked = /* @__PURE__ */ new Map();
	const read = contexts.map(async (context) => {
		const folder = rootOf(context);
		const checkout = asked.get(folder) ?? readCheckout(folder, asking);
		asked.set(folder, checkout);
		return [context, await checkout];
	});
	return new Map((await Promise.all(read)).flatMap(([context, checkout]) => checkout ? [[context, checkout]] : []));
}
/** Where git is asked about a context: the folder itself when it lies in no repository. */
const rootOf = (context) => repositoryAbove(context) ?? resolve(context);
/**
* One `git status` gives HEAD and the modified files; undefined where there is no repository or no commit. Submodules
* are repositories of their own, with settings of their own, which git would read if it looked into them.
*/
async function readCheckout(folder, asking) {
	const repository = Repository.around(folder, asking);
	const status = [
		"status",
		"--porcelain=v2",
		"--branch",
		"--no-ahead-behind",
		"--untracked-files=no",
		"-z"
	];
	const options = ["--no-renames", "--ignore-submodules=dirty"];
	const result = await repository?.askOfFiles([...status, ...options], { signal: asking.signal });
	const checkout = result?.exitCode === 0 ? parseStatus(result.stdout) : void 0;
	return repository && checkout && withSubmodules(checkout, repository, asking);
}
/** A submodule with modified files is a modified one; what is to be ignored of it is no change. */
async function withSubmodules({ head, modified }, repository, asking) {
	const paths = new Set(modified);
	for (const [index, { path, ignore }] of (await submodulesOf(repository, asking.signal)).entries()) {
		if (ignore === "all") paths.delete(path);
		if (ignore === "all" || ignore === "dirty") continue;
		if ((index < 100 ? await readCheckout(join(repository.root, path), asking) : void 0)?.modified.length !== 0) paths.add(path);
	}
	return {
		head,
		modified: [...paths]
	};
}
// src/source/ground.ts
/** Where paths lead. Nothing is read but links: what a hostile checkout points to is not even opened. */
function readGround({ paths, trusted }, { env, privateFolder }) {
	const trailOf = follower();
	const placeOf = (path) => trailOf(path).real ?? path;
	const guarded = [
		{
			name: "HOME",
			path: env.HOME
		},
		{
			name: "RUNNER_TEMP",
			path: env.RUNNER_TEMP
		},
		{
			name: "the private folder of this step",
			path: privateFolder
		}
	];
	return {
		cwd: process.cwd(),
		workspace: placeOf(env.GITHUB_WORKSPACE || process.cwd()),
		trusted: trusted.map(placeOf),
		guarded: guarded.flatMap(({ name, path }) => path ? [{
			name,
			path: placeOf(path)
		}] : []),
		trails: new Map(paths.map((path) => [path, trailOf(path)]))
	};
}
/** As many as Linux follows (path_resolution(7)); further ones would be followed by whoever gets the rest. */
const MOST_LINKS = 40;
/** Names on the way, those of links included: a path has at most half as many (PATH_MAX). */
const MOST_NAMES = 4096;
/** Each place is looked at once, however many paths lead over it. */
function follower() {
	const known = /* @__PURE__ */ new Map();
	return (path) => follow(path, (at) => {
		const found = known.get(at) ?? lookAt(at);
		known.set(at, found);
		return found;
	});
}
/** As the kernel does: `..` behind a link is above what the link leads to. */
function follow(path, look) {
	const links = [];
	const ahead = namesOf(isAbsolute(path) ? path : `${process.cwd()}/${path}`);
	let at = "/";
	for (let names = 0; names < MOST_NAMES && links.length <= MOST_LINKS; names += 1) {
		const name = ahead.pop();
		if (name === void 0) return {
			real: at,
			links
		};
		const next = placeIn(at, name);
		const found = look(next);
		if (found === "nothing") return {
			real: join(next, ...ahead.toReversed()),
			links
		};
		if (found === "other") {
			at = next;
			continue;
		}
		const { to } = found;
		links.push({
			at: next,
			to: to ?? "a name that is no text"
		});
		if (to === void 0) break;
		if (isAbsolute(to)) at = "/";
		ahead.push(...namesOf(to));
	}
	return {
		real: void 0,
		links
	};
}
/** The folder is a real one, so that nothing but these three has to be resolved in it. */
const placeIn = (folder, name) => [
	"",
	".",
	".."
].includes(name) ? join(folder, name) : `${folder === "/" ? "" : folder}/${name}`;
/** The next one last. */
const namesOf = (path) => path.split("/").toReversed();
function lookAt(path) {
	try {
		const target = readlinkSync(path, "buffer");
		return { to: isUtf8(target) ? target.toString() : void 0 };
	} catch (error) {
		return error.code === "EINVAL" ? "other" : "nothing";
	}
}
// src/aws/registry/registry.ts
/** A registry that is opened when it is first asked: what signs requests takes long to load. */
function deferred(host, open) {
	let opened;
	const registry = () => {
		opened ??= open();
		return opened;
	};
	return {
		host,
		identify: async () => (await registry()).identify(),
		login: async () => (await registry()).login(),
		find: async (...question) => (await registry()).find(...question),
		platforms: async (...question) => (await registry()).platforms(...question),
		configuration: async (...question) => (await registry()).configuration(...question),
		tag: async (...request) => (await registry()).tag(...request),
		createRepository: async (...request) => (await registry()).createRepository(...request),
		mutableTags: async (...question) => (await registry()).mutableTags(...question),
		archived: async (...question) => (await registry()).archived(...question),
		history: async (...question) => (await registry()).history(...question)
	};
}
// src/doors/deploy/open-aws.ts
/** Loaded ahead, or by whoever asks first. */
function openAws(ports, plan, source) {
	let loaded;
	const load = () => {
		loaded ??= loadAws(ports, plan, source);
		return loaded;
	};
	if (plan.kind === "push") load().catch(() => void 0);
	return {
		connect: (access) => deferred(access.registry, async () => (await load()).connect(access)),
		credentialsOf: (access) => async (options) => (await load()).credentialsOf(access)(options)
	};
}
async function loadAws(step, plan, source) {
	const { openIdentity } = await import("./http.js").then((n) => n.t);
	const webIdentity = openIdentity(plan, source, step);
	await setImmediate();
	const { connectRegistries, openSessions } = await import("./aws.js").then((n) => n.n);
	const { signal, secrets, log, watch, onIdentity } = step;
	const ports = {
		signal,
		secrets,
		log,
		watch,
		onIdentity
	};
	const sessionOf = openSessions(webIdentity, ports);
	return {
		connect: connectRegistries(webIdentity, ports, sessionOf),
		credentialsOf: (access) => sessionOf(access).provider
	};
}
// src/config-repository/git/remote/credential.ts
/** The settings that send a token, and to this address alone. */
function tokenSettings(url, credential, secrets) {
	if (credential.kind === "app") throw new Error("git takes a token of the App, and not the App");
	if (credential.kind !== "token") return [];
	const authorization = authorizationOf(credential, secrets);
	const key = `http.${url}.extraHeader`;
	return [
		...url.startsWith("http:") ? [[`http.${url}.proxy`, ""]] : [],
		[key, ""],
		[key, `Authorization: ${authorization}`]
	];
}
/** GitHub takes a token under any user name; this one is what its documentation shows. */
const GITHUB = { user: "x-access-token" };
function authorizationOf({ token, login = GITHUB }, secrets) {
	if (login === "bearer") return `Bearer ${token}`;
	const basic = Buffer.from(`${login.user}:${token}`).toString("base64");
	secrets.mask(basic);
	secrets.mask(basic.replace(/={1,2}$/, ""));
	return `Basic ${basic}`;
}
/** Only this key, only known hosts, no agent, no configuration of the user. */
function sshEnvironment(credential, workspace) {
	workspace.file("ssh", "key", `${credential.key.replaceAll("\r", "").trimEnd()}\n`);
	const hosts = [HOST_KEYS, credential.knownHosts ?? ""].join("\n");
	workspace.file("ssh", "known_hosts", `${hosts}\n`);
	const command = [
		"ssh",
		"-F",
		"/dev/null",
		"-i",
		"key",
		...[
			"BatchMode=yes",
			"IdentitiesOnly=yes",
			"IdentityAgent=none",
			"StrictHostKeyChecking=yes",
			"UserKnownHostsFile=known_hosts",
			"GlobalKnownHostsFile=/dev/null",
			"ConnectTimeout=20",
			"ServerAliveInterval=10"
		].flatMap((option) => ["-o", option])
	];
	return {
		GIT_SSH_COMMAND: [`cd ${shellQuote(workspace.folder("ssh"))} && exec`, ...command.map(shellQuote)].join(" "),
		GIT_SSH_VARIANT: "ssh",
		SSH_AUTH_SOCK: ""
	};
}
/** The key of `sshEnvironment` is there for the one command that it was made for. */
function removeKey(workspace) {
	rmSync(join(workspace.path, "ssh", "key"), { force: true });
}
// src/config-repository/git/remote/environment.ts
/**
* Configuration for the one command, through the environment: nothing is written to a config file, the token is in no
* argument, and what the user or a hostile repository configured cannot run code or add a second credential.
*/
const SETTINGS = [
	...NO_PROGRAMS,
	["core.symlinks", "false"],
	["filter.lfs.smudge", ""],
	["filter.lfs.process", ""],
	["filter.lfs.required", "false"],
	["gc.auto", "0"],
	["core.fsync", "none"],
	["pack.threads", "1"],
	["core.bigFileThreshold", "1m"],
	["fastimport.unpackLimit", "0"],
	["maintenance.auto", "false"],
	["submodule.recurse", "false"],
	["core.preferSymlinkRefs", "false"],
	["push.gpgSign", "false"],
	["push.pushOption", ""],
	["http.lowSpeedLimit", "1000"],
	["http.lowSpeedTime", "30"]
];
/** git needs no credentials of AWS, and the config repository decides what its helpers see. */
const WITHOUT_AWS = Object.fromEntries([
	"AWS_ACCESS_KEY_ID",
	"AWS_SECRET_ACCESS_KEY",
	"AWS_SESSION_TOKEN",
	"AWS_CONTAINER_AUTHORIZATION_TOKEN",
	"AWS_CONTAINER_CREDENTIALS_FULL_URI",
	"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
	"AWS_WEB_IDENTITY_TOKEN_FILE"
].map((name) => [name, void 0]));
function gitEnvironment(url, credential, { workspace, environment, secrets }) {
	const settings = [
		...SETTINGS,
		...ownName(url),
		...ownAddress(url),
		...ownServer(url)
	];
	settings.push(...tokenSettings(url, credential, secrets));
	const pairs = settings.flatMap(([key, value], index) => [[`GIT_CONFIG_KEY_${index}`, key], [`GIT_CONFIG_VALUE_${index}`, value]]);
	return environment.forChild({
		...WITHOUT_AWS,
		...Object.fromEntries(pairs),
		GIT_CONFIG_COUNT: String(settings.length),
		...NO_PROMPTS_OR_TRACES,
		GIT_ALLOW_PROTOCOL: "file:http:https:ssh",
		GIT_NO_REPLACE_OBJECTS: "1",
		GIT_ALLOC_LIMIT: "512m",
		GIT_DEFAULT_REF_FORMAT: "files",
		LC_ALL: "C",
		...credential.kind === "ssh" ? sshEnvironment(credential, workspace) : {}
	});
}
/**
* What git calls the repository. An address is a name to it as well, and so is origin: for either the user of a runner may
* have configured other addresses, proxies, refspecs and programs (git-config, `remote.<name>.*`), for this one nobody.
*/
const REMOTE_NAME = `config-${randomBytes(8).toString("hex")}`;
const ownName = (url) => [[`remote.${REMOTE_NAME}.url`, url], ["clone.defaultRemoteName", `${REMOTE_NAME}-cloned`]];
/**
* The longest `url.<base>.insteadOf` wins (git-config), so this one keeps the user's from sending the commit elsewhere,
* or with the user's own credential.
*/
const ownAddress = (url) => [[`url.${url}.insteadOf`, url], [`url.${url}.pushInsteadOf`, url]];
/**
* git would take every header, the token too, to wherever the server points, and to whoever shows any certificate, where
* the user of a runner allows it. What is set for a URL wins over the rest (git-config, `http.<url>.*`).
*/
const ownServer = (url) => ["http", `http.${url}`].flatMap((section) => [
	[`${section}.followRedirects`, "false"],
	[`${section}.sslVerify`, "true"],
	[`${section}.saveCookies`, "false"]
]);
// src/config-repository/git/remote/fail-transfer.ts
const CODES = {
	denied: "CONFIG_DENIED",
	"key-unreadable": "CONFIG_DENIED",
	"host-key": "CONFIG_DENIED",
	certificate: "CONFIG_UNREACHABLE",
	proxy: "CONFIG_UNREACHABLE",
	"no-server": "CONFIG_NOT_FOUND",
	rejected: "CONFIG_UNREACHABLE",
	"not-asked": "CONFIG_UNREACHABLE",
	"too-large": "CONFIG_TOO_LARGE",
	"no-git": "CONFIG_UNREACHABLE",
	"no-ssh": "CONFIG_UNREACHABLE",
	"old-git": "CONFIG_UNREACHABLE",
	"not-found": "CONFIG_NOT_FOUND",
	"branch-missing": "CONFIG_BRANCH_MISSING",
	unreachable: "CONFIG_UNREACHABLE"
};
/** What git adds to these are names and commands of this step. */
const WITHOUT_GIT = /* @__PURE__ */ new Set(["no-ssh", "branch-missing"]);
function failTransfer(failure, stderr, context) {
	const said = lastLines$1(stderr);
	if (failure === "disk-full") return fail(diskFull(said));
	const { label, branch } = context;
	const what = {
		denied: `config-repository ${label} refused the credential`,
		"key-unreadable": `ssh could not read config-ssh-key, so config-repository ${label} was shown no key`,
		"host-key": `the SSH host key of config-repository ${label} is not a known one`,
		certificate: `the TLS certificate of config-repository ${label} is not trusted`,
		proxy: `the proxy of this runner lets nobody through to config-repository ${label}`,
		"no-server": `what answers for config-repository ${label} is no git server`,
		rejected: `the server of config-repository ${label} takes no such request`,
		"not-asked": `git does not ask config-repository ${label} for anything`,
		"too-large": `config-repository ${label} holds an object, or its server gives an answer, of more than 512 MiB`,
		"no-git": "git cannot be started on this runner",
		"no-ssh": `there is no ssh on this runner, which config-repository ${label} is asked by with config-ssh-key`,
		"old-git": "git on this runner is too old",
		"not-found": `config-repository ${label} was not found`,
		"branch-missing": `config-repository ${label} has no branch ${branch}`,
		unreachable: `config-repository ${label} could not be reached`
	};
	return fail({
		code: CODES[failure],
		message: `${what[failure]}${said && !WITHOUT_GIT.has(failure) ? `: ${said}` : ""}`,
		hint: hints(context, stderr)[failure]
	});
}
function hints({ label, credentialInput, host, url }, said) {
	return {
		denied: deniedHint({
			said,
			host,
			label,
			credentialInput
		}),
		"key-unreadable": "Give config-ssh-key a key that the ssh of this runner can read, for example one made by: ssh-keygen -t ed25519 -N \"\" -f deploy-key.",
		"host-key": hostKeyHint(url),
		certificate: "Check the host in config-repository: the certificate must be for it. Install the certificate authority of the server on the runner, or name it in GIT_SSL_CAINFO.",
		proxy: "Check HTTPS_PROXY on the runner, and what the proxy asks for: user and password, or leave for this host. A host that needs no proxy goes in NO_PROXY.",
		"no-server": "Check the address in config-repository: it must be the one that git clone takes, of a server that speaks the smart HTTP protocol, and not a page or a folder of files.",
		rejected: "Check the address in config-repository, and whether a proxy or firewall before the server answers in its place.",
		"not-asked": "Write config-repository as owner/name, or as the plain address that git clone takes.",
		"too-large": "Take the object out of the branch: this step only needs the small files of kustomize. Where the branch has none as large, look at what answers at the address of config-repository.",
		"no-git": "Install git on the runner, or in the container image of the job.",
		"no-ssh": "Install openssh-client on the runner, or in the container image of the job; or set config-token (on GitHub also config-app-id) in place of config-ssh-key, with config-repository as owner/name or by its https:// address: no ssh is needed then.",
		"old-git": "Install git 2.31 or newer on the runner, or in the container image of the job.",
		"not-found": `Check the spelling of config-repository; hosts also answer "not found" when ${credentialInput} may not see a private repository.`,
		"branch-missing": "Set config-branch to a branch with at least one commit, or leave it empty for the default branch, which an empty repository only has by name.",
		unreachable: "Check the host in config-repository and run the job again; if it stays, check the network of the runner and the status of the host."
	};
}
function failTooLarge(label, said) {
	return fail({
		code: "OVERLAY_INVALID",
		message: `config-repository ${label} holds too much: ${said}`,
		hint: "Take large files out of the branch that config-branch names, or keep the overlays in a repository of their own."
	});
}
// src/config-repository/git/remote/redirect.ts
/** Redirects are never followed by git itself, which says no more of them than their number. */
function redirectIn(stderr) {
	const [status] = stderr.split("\n").filter((line) => !line.startsWith("remote:")).flatMap((line) => /returned error: (3\d\d)$/.exec(line.trimEnd())?.[1] ?? []);
	return status === void 0 ? void 0 : Number(status);
}
/** Has git write on standard error what it hears from the server; the credential is left out (git, "GIT_TRACE_REDACT"). */
const TRACE = {
	GIT_TRACE_CURL: "1",
	GIT_TRACE_CURL_NO_DATA: "1",
	GIT_TRACE_REDACT: "1"
};
const HEARD = "<= Recv header: ";
/** Where the last answer in a trace sends the client. */
function locationIn(trace) {
	return trace.split("\n").flatMap((line) => {
		const at = line.indexOf(HEARD);
		return at < 0 ? [] : [line.slice(at + 16)];
	}).findLast((header) => /^location:/i.test(header))?.slice(9).trim();
}
/** What is asked for first (git, gitprotocol-http, "Discovering References"). */
const REFERENCES = "/info/refs";
/** The address of the repository behind a redirect, on the same server; undefined for any other one. */
function movedTo({ url, location = "" }) {
	const to = onSameServer(referencesOf(url), location);
	if (!to?.pathname.endsWith(REFERENCES) || to.hash !== "") return void 0;
	if (!/^\?service=git-(?:upload|receive)-pack$/.test(to.search)) return void 0;
	return `${to.origin}${to.pathname.slice(0, -10)}`;
}
const referencesOf = (url) => `${url.replace(/\/$/, "")}${REFERENCES}`;
/** The credential stays here. */
function failMoved(label, redirect) {
	const { status, url, location } = redirect;
	const shown = location ? shownAddress(referencesOf(url), location) : void 0;
	const isRepository = shown?.endsWith(REFERENCES);
	const address = isRepository ? shown?.slice(0, -10) : shown;
	const to = address ? `to ${address}` : "and does not say where to";
	return fail({
		code: "CONFIG_MOVED",
		inputs: ["config-repository"],
		message: `config-repository ${label}: its server redirects (${status}) ${to}`,
		hint: isRepository ? "No credential is sent to another server by a redirect. If you know that the repository is there now, set config-repository to that address, and config-token to a token for it." : "That is no repository. Check the spelling of config-repository, and config-token: some servers send a client that they do not know to their login page."
	});
}
function failInCircle(label, addresses) {
	return fail({
		code: "CONFIG_MOVED",
		inputs: ["config-repository"],
		message: `config-repository ${label}: its server redirects in a circle, or without end: ${addresses.join(", ")}`,
		hint: "Set config-repository to the address that the repository has now."
	});
}
// src/config-repository/git/remote/remote.ts
const TRANSFER_MS = 18e4;
/** However little time is left, a transfer that is begun at all must have a chance. */
const SHORTEST_MS = 1e3;
/** How a server answers whom it does not know, and how long it is left alone then. */
const UNKNOWN$1 = /* @__PURE__ */ new Set(["denied", "not-found"]);
const SETTLING_MS = 500;
/** Where the repository is; redirects are followed here, because git would take the credential anywhere. */
var Remote = class {
	#label;
	#access;
	/** As configured, until the server says otherwise. */
	#url;
	/** Where people think that it is. */
	#reportedUrl;
	constructor({ label, url }, access) {
		this.#label = label;
		this.#access = access;
		this.#url = url;
		this.#reportedUrl = url;
	}
	/** One transfer, where the repository is now. @throws StepError CONFIG_MOVED where no credential may follow. */
	async run(transfer, deadline) {
		for (;;) {
			const result = await this.#runThere(transfer, deadline);
			if (result.exitCode === 0 || !UNKNOWN$1.has(classifyTransfer(result.stderr))) return result;
			const { isNew, signal } = this.#access;
			if (performance.now() > deadline || !await isNew?.()) return result;
			await setTimeout$1(SETTLING_MS, void 0, { signal });
		}
	}
	async #runThere(transfer, deadline) {
		const addresses = [this.#url];
		for (;;) {
			const result = await this.#runOnce(transfer, deadline);
			if (result.exitCode === 0) this.#reportMoved();
			const status = result.exitCode === 0 ? void 0 : redirectIn(result.stderr);
			if (status === void 0) return result;
			const traced = await this.#runOnce(transfer, deadline, TRACE);
			if (traced.exitCode === 0 || redirectIn(traced.stderr) === void 0) return withoutTrace(traced);
			this.#access.signal.throwIfAborted();
			const redirect = {
				status,
				url: this.#url,
				location: locationIn(traced.stderr)
			};
			const url = movedTo(redirect) ?? failMoved(this.#label, redirect);
			if (addresses.includes(url) || addresses.push(url) > 4) failInCircle(this.#label, addresses);
			this.#url = url;
		}
	}
	#reportMoved() {
		if (this.#url !== this.#reportedUrl) this.#access.onMoved?.(this.#url);
		this.#reportedUrl = this.#url;
	}
	async #runOnce(transfer, deadline, extra = {}) {
		const { workspace, secrets, signal, credential } = this.#access;
		const env = {
			...gitEnvironment(this.#url, await credential(), this.#access),
			...extra
		};
		const left = Math.ceil(Math.min(TRANSFER_MS, deadline - performance.now()));
		const timeoutMs = Math.max(SHORTEST_MS, left);
		try {
			const result = cutLines(await runGit(transfer(this.#url), {
				env,
				signal,
				timeoutMs
			}), secrets);
			if (result.exitCode !== 124) return result;
			const late = `git did not end within ${Math.ceil(timeoutMs / 1e3)} s`;
			return {
				...result,
				stderr: `${result.stderr}\n${late}`
			};
		} finally {
			removeKey(workspace);
		}
	}
};
/** What git says besides the lines of its trace, each of which begins with the time. */
function withoutTrace(result) {
	const lines = result.stderr.split("\n").filter((line) => !/^\d\d:\d\d:\d\d\.\d/.test(line));
	return {
		...result,
		stderr: lines.join("\n")
	};
}
/** A server may say whatever it likes, on lines of any length. */
function cutLines(result, secrets) {
	const cleaned = (text) => secrets.hide(text).split("\n").map(cutLine).join("\n");
	return {
		...result,
		stdout: cleaned(result.stdout),
		stderr: cleaned(result.stderr)
	};
}
/**
* A `file://` remote is served by another git on this machine. It gets no settings of the command that starts it, but
* reads those of the user, which may name programs. Of the two an empty value is none, so each gets one that changes
* nothing: `exec` before the command that git would run (git-config, `uploadpack.packObjectsHook`), and the folder that
* the hooks of the repository itself are in.
*/
const SERVERS = {
	"upload-pack": "git -c 'uploadpack.packObjectsHook=exec ' upload-pack",
	"receive-pack": "git -c core.hooksPath=hooks receive-pack"
};
/** The option of a transfer that says what serves it; none where a server elsewhere does. */
const servedBy = (service, url) => url.startsWith("file:") ? [`--${service}=${SERVERS[service]}`] : [];
// src/config-repository/git/remote/transfers.ts
const RETRY_BUDGET_MS = 6e4;
var UnreachableError = class extends Error {};
/** Transfers with the config repository, and what it means when one fails. */
var Transfers = class {
	#config;
	#access;
	#remote;
	#clone;
	constructor(config, access, clone) {
		this.#config = config;
		this.#access = access;
		this.#remote = new Remote(config.remote, access);
		this.#clone = clone;
	}
	/** Runs a transfer again while the remote cannot be reached; every other failure is final at once. */
	async again(verb, transfer, { withinMs = Number.POSITIVE_INFINITY, nothing } = {}) {
		const deadline = performance.now() + withinMs;
		const attempt = async () => {
			const { exitCode, stderr } = await this.#remote.run(transfer, deadline);
			if (exitCode === 0) return true;
			if (nothing?.test(stderr)) return false;
			const failure = exitCode === 126 || exitCode === 127 ? "no-git" : classifyTransfer(stderr);
			if (failure === "unreachable") throw new UnreachableError(stderr);
			this.fail(failure, stderr);
		};
		try {
			const classify = (error) => error instanceof UnreachableError ? "transient" : "final";
			const budgetMs = Math.min(RETRY_BUDGET_MS, withinMs);
			const { signal } = this.#access;
			return await this.#watched(verb, () => withRetries(attempt, {
				classify,
				budgetMs,
				signal
			}));
		} catch (error) {
			await this.#failOnOldGit();
			if (error instanceof UnreachableError) this.fail("unreachable", error.message);
			throw error;
		}
	}
	/** Runs a transfer once, whatever becomes of it. */
	once(verb, transfer, withinMs = TRANSFER_MS) {
		return this.#watched(verb, () => this.#remote.run(transfer, performance.now() + withinMs));
	}
	fail(failure, stderr) {
		const { remote, branch, credential } = this.#config;
		this.#access.signal.throwIfAborted();
		failTransfer(failure, stderr, {
			label: remote.label,
			branch: branch ?? this.#clone.branch(),
			credentialInput: inputOf(credential),
			host: remote.host,
			url: remote.url
		});
	}
	/** Before git 2.31 there was no configuration in the environment, so that a credential is missing or refused. */
	async #failOnOldGit() {
		const version = await this.#clone.version();
		const [, major, minor] = /\b(\d+)\.(\d+)/.exec(version) ?? [];
		if (Number(major) < 2 || major === "2" && Number(minor) < 31) this.fail("old-git", version);
	}
	/** git is silent while it transfers, however long that takes. */
	#watched(verb, transfer) {
		const { watch = unwatched } = this.#access;
		return watch(() => ({ what: `git ${verb}, ${this.#config.remote.label}` }), transfer);
	}
};
// src/config-repository/git/clone.ts
/** The names of all files of a large repository, or the texts of all its kustomizations, many times over. */
const MOST_OUTPUT$1 = 268435456;
/** Of a server that was asked for nothing but commits which are left out (git's shallow.c, and what a client makes of it). */
const NOTHING_LEFT = /no commits selected for shallow|error processing shallow info/i;
/** A bare clone of the tip of one branch: no history, no work tree, no index. */
var Clone = class Clone {
	folder;
	#config;
	#access;
	/** For commands that stay on this machine: no credential is in it. */
	#localEnv;
	#transfers;
	/** The configured branch, or the one that HEAD of the remote names. */
	branch = "";
	constructor(config, access) {
		this.folder = join(access.workspace.folder("git"), "config.git");
		this.#config = config;
		this.#access = access;
		this.#transfers = new Transfers(config, access, {
			branch: () => this.branch,
			version: async () => (await this.git(["--version"])).stdout
		});
		this.#localEnv = gitEnvironment(config.remote.url, { kind: "none" }, access);
	}
	/** @throws StepError CONFIG_NOT_FOUND, CONFIG_MOVED, CONFIG_DENIED, CONFIG_BRANCH_MISSING or CONFIG_UNREACHABLE. */
	static async open(config, access) {
		const clone = new Clone(config, access);
		const { branch } = config;
		const shallow = [
			"--bare",
			"--depth=1",
			"--no-tags",
			"--single-branch",
			"--template=",
			...branch === void 0 ? [] : [`--branch=${branch}`]
		];
		const cloned = clone.#transfers.again("clone", (url) => {
			rmSync(clone.folder, {
				recursive: true,
				force: true
			});
			return [
				"clone",
				"--quiet",
				...[...shallow, ...servedBy("upload-pack", url)],
				"--",
				url,
				clone.folder
			];
		});
		loadSimpleGit().catch(() => {});
		await cloned;
		const head = readFileSync(join(clone.folder, "HEAD"), "utf8").trim();
		clone.branch = /^ref: refs\/heads\/(.+)$/.exec(head)?.[1] ?? clone.fail("branch-missing", "");
		return clone;
	}
	get label() {
		return this.#config.remote.label;
	}
	get ref() {
		return `refs/heads/${this.branch}`;
	}
	/** Brings a branch up to date, with so many commits of it. @returns false where the server has no commit to send. */
	async fetch({ ref = this.ref, depth = 1, without, withinMs }) {
		const quiet = [
			"--quiet",
			without === void 0 ? `--depth=${depth}` : `--shallow-exclude=${without}`,
			"--no-tags",
			"--no-write-fetch-head"
		];
		const where = [
			`--git-dir=${this.folder}`,
			"fetch",
			...quiet
		];
		const refspec = `+${ref}:${ref}`;
		const transfer = (url) => [
			...where,
			...servedBy("upload-pack", url),
			REMOTE_NAME,
			refspec
		];
		return this.#transfers.again("fetch", transfer, {
			withinMs,
			...without ? { nothing: NOTHING_LEFT } : {}
		});
	}
	/** Where a branch is now; undefined: there is none. */
	async headOf(ref, withinMs) {
		try {
			await this.fetch({
				ref,
				withinMs
			});
		} catch (error) {
			if (error instanceof StepError && error.code === "CONFIG_BRANCH_MISSING") return void 0;
			throw error;
		}
		return this.known(ref);
	}
	/** Where it was when it was fetched. */
	async known(ref) {
		const { stdout } = await this.git([
			"rev-parse",
			"--verify",
			ref
		]);
		return stdout.trim();
	}
	/** A push is run once: what a failed one means is decided with the tip. */
	push(options, refspec, withinMs) {
		const push = [
			`--git-dir=${this.folder}`,
			"push",
			...options
		];
		const transfer = (url) => [
			...push,
			...servedBy("receive-pack", url),
			REMOTE_NAME,
			refspec
		];
		return this.#transfers.once("push", transfer, withinMs);
	}
	/**
	* The attributes of the tree could set off filters that this runner has configured, change line ends and encodings,
	* and leave files out of an archive. Those of the repository itself come before them (gitattributes,
	* "$GIT_DIR/info/attributes").
	*/
	overruleAttributes() {
		const info = join(this.folder, "info");
		mkdirSync(info, { recursive: true });
		writeFileSync(join(info, "attributes"), `* ${[
			"filter",
			"text",
			"eol",
			"ident",
			"working-tree-encoding",
			"export-ignore",
			"export-subst"
		].map((name) => `-${name}`).join(" ")}\n`);
	}
	/**
	* A command that stays on this machine.
	* @throws StepError OVERLAY_INVALID where the answer is too large: a part of it must not be taken for the whole.
	*/
	async git(args, options = {}) {
		const own = {
			signal: this.#access.signal,
			mostOutput: MOST_OUTPUT$1
		};
		const env = {
			...this.#localEnv,
			...options.env
		};
		const result = await askGit([`--git-dir=${this.folder}`, ...args], {
			...own,
			...options,
			env
		});
		if (result.exitCode === 125) failTooLarge(this.#config.remote.label, result.stderr);
		return result;
	}
	/**
	* A command on this machine whose output is taken as it comes, for as long as more of it is wanted.
	* @returns false when it was stopped before its end.
	*/
	async stream(args, take, options = {}) {
		const [enough, failed] = [new AbortController(), new AbortController()];
		const signal = AbortSignal.any([
			this.#access.signal,
			enough.signal,
			failed.signal
		]);
		const onBytes = (chunk) => {
			if (signal.aborted) return;
			try {
				if (!take(chunk)) enough.abort();
			} catch (error) {
				failed.abort(error);
			}
		};
		const { exitCode, stderr } = await this.git(args, {
			...options,
			onBytes,
			signal
		});
		failed.signal.throwIfAborted();
		this.#access.signal.throwIfAborted();
		if (enough.signal.aborted) return false;
		if (exitCode !== 0) throw new Error(`git ${args.join(" ").slice(0, 80)} failed: ${stderr}`);
		return true;
	}
	fail(failure, stderr) {
		this.#transfers.fail(failure, stderr);
	}
};
// src/config-repository/git/node-reader.ts
/** Reads what stands at paths, and keeps what the last commit has. */
var NodeReader = class {
	/** The mode that a path had when it was read last. */
	modes = /* @__PURE__ */ new Map();
	/** What was read of a tip, absences too: asked for again it costs no process. */
	#known = {
		tip: "",
		nodes: /* @__PURE__ */ new Map()
	};
	#opened;
	constructor(opened) {
		this.#opened = opened;
	}
	async nodesAt(tip, paths) {
		const known = this.#known.tip === tip ? this.#known.nodes : void 0;
		const open = paths.filter((path) => !known?.has(path));
		const read = open.length > 0 ? await this.read(tip, open) : void 0;
		return nodesAmong(paths, (path) => read?.nodes.get(path) ?? known?.get(path));
	}
	/** @param at A commit, or the ref of the branch. */
	async read(at, paths) {
		const clone = await this.#opened();
		const askable = paths.filter(isAskable);
		const wanted = [...new Set(askable.flatMap((path) => [parentOf(path), path]))];
		const names = [`${at}^{commit}`, ...wanted.map((path) => `${at}:${path}`)];
		const kept = this.#known.tip === at ? keptOf(this.#known.nodes.values()) : 0;
		const [tip, ...objects] = await readObjects(clone, names, LIMITS$1.read - kept);
		if (!tip) return clone.fail("branch-missing", "");
		const found = new Map(wanted.map((path, index) => [path, objects[index]]));
		const modeOf = modesIn(found);
		const nodes = nodesAmong(askable, (path) => this.#nodeAt(path, {
			found,
			modeOf
		}));
		this.#remember(tip.id, paths, nodes);
		return {
			tip: tip.id,
			nodes
		};
	}
	#nodeAt(path, { found, modeOf }) {
		const [object, parent] = [found.get(path), found.get(parentOf(path))];
		if (object && parent?.type === "tree" && !parent.content) return nodeOf(parent, void 0);
		const mode = path === "" ? "040000" : modeOf(path);
		if (mode !== void 0) this.modes.set(path, mode);
		if (object) return nodeOf(object, mode);
		return mode === "160000" ? { kind: "submodule" } : void 0;
	}
	#remember(tip, paths, nodes) {
		if (this.#known.tip !== tip) this.#known = {
			tip,
			nodes: /* @__PURE__ */ new Map()
		};
		for (const path of paths) this.#known.nodes.set(path, nodes.get(path));
	}
};
/** What is kept of a tip, in characters. */
function keptOf(nodes) {
	let kept = 0;
	for (const node of nodes) if (node?.kind === "file") kept += node.text.length;
	return kept;
}
/** The mode of a path in its folder; each folder is read once, however many of its entries are asked for. */
function modesIn(found) {
	const folders = /* @__PURE__ */ new Map();
	return (path) => {
		const folder = parentOf(path);
		const modes = folders.get(folder) ?? entryModes(found.get(folder));
		folders.set(folder, modes);
		return modes.get(path.slice(path.lastIndexOf("/") + 1));
	};
}
/** Of two entries of one name, which only a forged tree has, the first counts. */
function entryModes(tree) {
	const entries = tree?.type === "tree" && tree.content ? parseTree(tree.content, tree.id.length / 2) : [];
	return new Map(entries.toReversed().map(({ name, mode }) => [name, mode]));
}
// src/config-repository/git/search.ts
/** Nobody waits for it for longer: a tree may hold itself over and over. */
const SEARCH_MS = 1e4;
/** The paths of some 100,000 files. */
const MOST_OUTPUT = 8388608;
/**
* The paths of files that hold all of the texts. One process, which reads the tip where it is and leaves the other
* processors of this machine to whatever is built there.
*/
async function searchPaths(clone, tip, { texts, endings }) {
	const which = [
		"--fixed-strings",
		"--text",
		"--no-textconv",
		"--no-recurse-submodules",
		"--all-match"
	];
	const how = [
		"--files-with-matches",
		"--null",
		"--no-color",
		"--full-name",
		"--threads=1"
	];
	const patterns = texts.flatMap((text) => ["-e", text]);
	const paths = endings.map((ending) => `*${ending}`);
	const chunks = [];
	let left = MOST_OUTPUT;
	const onBytes = (chunk) => {
		left -= chunk.length;
		if (left >= 0) chunks.push(chunk);
	};
	const { exitCode } = await clone.git([
		"grep",
		...which,
		...how,
		...patterns,
		tip,
		"--",
		...paths
	], {
		timeoutMs: SEARCH_MS,
		onBytes
	});
	if (exitCode !== 0 && exitCode !== 1 || left < 0) return void 0;
	return Buffer.concat(chunks).toString("utf8").split("\0").slice(0, -1).map((name) => name.slice(tip.length + 1));
}
// src/config-repository/git/git-repository.ts
/** More than a burst of writers puts on a branch while one of them waits for an answer. */
const RECENT_COMMITS = 200;
/**
* The config repository over git's own transports. Processes and requests do not grow with history or files; bytes grow
* with the files of the tip (docs/adr/0003).
*/
var GitRepository = class {
	#config;
	#access;
	#clone;
	/** The clone was just made, so it holds the newest tip. */
	#fresh = false;
	#nodes = new NodeReader(() => this.opened());
	constructor(config, access) {
		this.#config = config;
		this.#access = access;
	}
	/**
	* git is at work, in a process of its own, while whoever will read is still being loaded. Ends when git does; what is
	* wrong is reported to whoever reads.
	*/
	async begin() {
		await this.#begun().catch(() => void 0);
	}
	async read(paths, withinMs) {
		const clone = await this.#begun();
		if (!this.#fresh) await clone.fetch({ withinMs });
		this.#fresh = false;
		return this.#nodes.read(clone.ref, paths);
	}
	#begun() {
		if (!this.#clone) this.#fresh = true;
		this.#clone ??= Clone.open(this.#config, this.#access);
		return this.#clone;
	}
	async nodesAt(tip, paths) {
		return this.#nodes.nodesAt(tip, paths);
	}
	async list(tip) {
		return (await listPaths$1(await this.opened(), tip)).filter(isAskable);
	}
	async filesWith(tip, wanted) {
		return (await searchPaths(await this.opened(), tip, wanted))?.filter(isAskable);
	}
	async commit(tip, change, withinMs) {
		const clone = await this.opened();
		return pushCommit(clone, {
			commit: await this.makeCommit(tip, change),
			ref: clone.ref,
			expected: tip,
			withinMs
		});
	}
	/** Commits are made here before they are sent, so that each of them has its id. */
	async landed(sent, withinMs) {
		const clone = await this.opened();
		await clone.fetch({
			depth: RECENT_COMMITS,
			withinMs
		});
		const { stdout } = await clone.git([
			"rev-list",
			`--max-count=${RECENT_COMMITS}`,
			clone.ref
		]);
		const recent = new Set(stdout.split("\n"));
		return sent.flatMap((one) => one.id !== void 0 && recent.has(one.id) ? {
			...one,
			id: one.id
		} : [])[0];
	}
	async materialise(tip, paths) {
		const folder = this.#access.workspace.folder(`tree-${tip}`);
		return materialise(await this.opened(), {
			tip,
			paths,
			folder
		});
	}
	/** A commit that is nowhere yet but here. Modes are those of what was read last. */
	async makeCommit(tip, change) {
		const clone = await this.opened();
		const files = [...change.files].map(([path, text]) => [path, {
			text,
			mode: fileMode(this.#nodes.modes.get(path))
		}]);
		const stream = fastImportStream("refs/deploy/next", {
			parent: tip,
			message: change.message,
			author: await this.#access.author?.() ?? change.author,
			files: new Map(files),
			time: /* @__PURE__ */ new Date()
		});
		const result = await clone.git([
			"fast-import",
			"--quiet",
			"--force",
			"--done"
		], { input: stream });
		const commit = result.stdout.trim();
		if (result.exitCode !== 0 || !/^[0-9a-f]{40,64}$/.test(commit)) throw new Error(`git fast-import made no commit: ${result.stderr}`);
		return commit;
	}
	/** @throws Error before it was read. */
	async opened() {
		if (!this.#clone) throw new Error("the config repository is used before it was read");
		return this.#clone;
	}
};
/** Of the modes that trees may hold (100664 in old ones), git itself takes only these two. */
const fileMode = (mode) => mode === "100755" ? mode : "100644";
// src/doors/deploy/credential/open-credential.ts
/** A credential as it is, or tokens of an App: nothing of one is loaded or asked for before the first transfer. */
function openCredential(given, ports) {
	if (given.kind !== "app") return { credential: async () => given };
	let opened;
	const tokens = () => {
		opened ??= openTokens(given, ports);
		return opened;
	};
	ports.atEnd(async () => (await opened?.catch(() => void 0))?.revoke());
	return {
		credential: async () => ({
			kind: "token",
			token: await (await tokens()).token()
		}),
		isNew: async () => (await tokens()).isNew(),
		...given.isAuthor ? { author: async () => (await tokens()).author() } : {}
	};
}
async function openTokens(app, ports) {
	const { AppTokens } = await import("./app.js").then((n) => n.t);
	const { serverUrl, apiUrl, signal, secrets, log, watch } = ports;
	const { id, repository, key, permissions, wished } = app;
	const keyInput = key.kind === "pem" ? "config-app-private-key" : "config-app-kms-key";
	const place = {
		id,
		serverUrl,
		...repository,
		keyInput
	};
	const sign = await signerOf(app, ports);
	return new AppTokens({
		place,
		permissions: { ...permissions },
		wished: { ...wished }
	}, {
		apiUrl,
		signal,
		secrets,
		log,
		watch,
		sign
	});
}
async function signerOf({ key }, ports) {
	if (key.kind === "pem") {
		const { signWithPem } = await import("./app.js").then((n) => n.t);
		return signWithPem(key.pem);
	}
	const { credentialsOf } = ports;
	if (!key.access || !credentialsOf) throw new Error("a key in KMS is used by a run that has a session");
	const { signWithKms } = await import("./kms.js").then((n) => n.t);
	return signWithKms({
		key: key.key,
		access: key.access
	}, credentialsOf(key.access), ports);
}
// src/doors/deploy/open-repository.ts
/** The config repository by git or through GitHub's API, as planned; what only one of them needs is loaded for it alone. */
async function openRepository(step, config, { serverUrl, apiUrl, aws }) {
	const { workspace, environment, secrets, signal, log, watch } = step;
	const { via } = config;
	const where = {
		serverUrl,
		apiUrl,
		credentialsOf: aws?.credentialsOf
	};
	const credential = openCredential(config.credential, {
		...step,
		...where
	});
	const onMoved = (address) => log.notice(`The config repository ${config.remote.label} has moved to ${address}: set config-repository to it. Its server redirects there still.`);
	const access = {
		workspace,
		environment,
		secrets,
		signal,
		watch,
		onMoved,
		...credential
	};
	const git = () => new GitRepository(config, access);
	const opened = { access: credential };
	if (config.credential.kind !== "none") log.info(wayOf(via));
	if (via.kind === "git") {
		const repository = git();
		return {
			...opened,
			repository,
			branches: () => gitBranches(repository)
		};
	}
	const { ApiRepository } = await import("./config-api.js").then((n) => n.t);
	const repository = new ApiRepository(config, via, {
		...access,
		log,
		git
	});
	return {
		...opened,
		repository,
		branches: () => apiBranches(repository)
	};
}
async function gitBranches(repository) {
	const { GitBranches } = await import("./git-branches.js").then((n) => n.t);
	return new GitBranches(repository);
}
async function apiBranches(repository) {
	const { ApiBranches } = await import("./api-branches.js").then((n) => n.n);
	return new ApiBranches(repository);
}
function wayOf(via) {
	if (via.kind === "git") return `The config repository is written by git: ${via.reason}.`;
	return `The config repository is written through GitHub's API, which ${via.unsigned ? "does not sign what a person's token puts on the branch of a pull request" : "signs the commit (Verified)"}: ${via.reason}.`;
}
// src/plan/image.ts
const isPushed = (image) => "access" in image;
const taggedReference = ({ repositoryUrl, tag }) => `${repositoryUrl}:${tag}`;
// src/plan/plan.ts
/** The config repository that this run writes to, if it deploys. */
function configOf(plan) {
	return plan?.kind === "push" ? plan.config : void 0;
}
// src/doors/deploy/record.ts
/** In the order in which they decide the result of the step. */
const RESULTS = [
	"failed",
	"deployed",
	"proposed",
	"held",
	"superseded",
	"built",
	"checked",
	"dry-run",
	"unchanged"
];
function strongest(results) {
	return RESULTS.find((result) => results.includes(result)) ?? "unchanged";
}
/** Result per target of one image, by what it is called; once the config repository was read, its globs are the paths that they stand for. */
function overlayResults(record, image) {
	const verdicts = record.proposal?.verdicts.filter((verdict) => verdict.image === image.name);
	const found = verdicts?.map(({ overlay }) => overlay) ?? [];
	const named = (record.error === void 0 && record.plan?.inspection === void 0 && verdicts ? [] : image.targets).filter(({ path }) => !isGlob(path) || found.length === 0).map(targetName);
	const overlays = /* @__PURE__ */ new Set([...found, ...named]);
	return new Map([...overlays].map((overlay) => [overlay, overlayResult(record, image, overlay)]));
}
/** Whether a run that does not deploy has looked at an overlay, and what it found. */
function inspectionOf(record, image, overlay) {
	const { plan, error, mistakes = [] } = record;
	const isAsked = plan?.inspection !== void 0 || (plan?.unchecked.length ?? 0) > 0;
	if (error || !isAsked) return void 0;
	if (!record.proposal) return "not checked";
	const verdict = verdictOf(record, image, overlay);
	const isOwn = (place) => place?.file === verdict?.place.file && place?.line === verdict?.place.line;
	const isAt = ({ configPlace, alsoAt = [] }) => [configPlace, ...alsoAt].some(isOwn);
	return verdict && !mistakes.some(isAt) ? void 0 : "mistake";
}
function overlayResult(record, image, overlay) {
	const whole = undeployedResult(record);
	if (whole !== void 0) return whole;
	const outcome = verdictOf(record, image, overlay)?.outcome ?? "failed";
	if (outcome === "write") return writtenResult(record);
	return outcome === "untouched" ? "unchanged" : outcome;
}
function writtenResult({ commit, isProposed = false }) {
	if (isProposed) return "proposed";
	return commit === void 0 ? "failed" : "deployed";
}
/** What was proposed for one image in one overlay. */
function verdictOf({ proposal }, image, overlay) {
	return proposal?.verdicts.find((verdict) => verdict.image === image.name && verdict.overlay === overlay);
}
/** The result of a run that never came to write overlays. */
function undeployedResult({ error, plan, idle }) {
	if (idle && !error) return "unchanged";
	if (error || !plan) return "failed";
	if (plan.dryRun) return "dry-run";
	if (plan.kind === "check") return "checked";
	return configOf(plan) ? void 0 : "built";
}
function stepResult(record) {
	const images = record.plan?.images ?? [];
	return undeployedResult(record) ?? strongest(images.flatMap((image) => [...overlayResults(record, image).values()]));
}
/** The tag to speak of: that of an image which stays as it is deployed is the deployed one. */
function tagOf$1(record, image) {
	const { how, deployedTag } = record.images.get(image.name) ?? {};
	if (how !== "unchanged") return image.tag;
	return (record.proposal?.verdicts.find((one) => one.image === image.name))?.previous ?? deployedTag ?? image.tag;
}
// src/doors/deploy/outputs.ts
function outputsOf(record) {
	return {
		...imageOutputs(record),
		images: JSON.stringify(imagesJson(record)),
		result: stepResult(record),
		"config-commit": record.commit ?? "",
		"config-commit-url": configCommitUrl(record) ?? "",
		"changed-files": changedFiles(record),
		"pull-request-url": record.pullRequest?.url ?? "",
		"pull-request-number": String(record.pullRequest?.number ?? ""),
		"deployment-id": String(record.deployment?.id ?? "")
	};
}
/** Of the commit, or of the pull request. */
function changedFiles({ commit, isProposed, proposal }) {
	return proposal && (commit !== void 0 || isProposed) ? [...proposal.files.keys()].join("\n") : "";
}
/** The flat outputs are those of the first image; `images` has all. */
function imageOutputs(record) {
	const image = record.plan?.images[0];
	const digest = (image && record.images.get(image.name)?.found?.digest) ?? "";
	const tag = image ? tagOf$1(record, image) : "";
	if (!image || !isPushed(image)) return {
		image: "",
		"image-by-digest": "",
		tag,
		digest,
		registry: "",
		"account-id": "",
		"repository-url": ""
	};
	const url = image.repositoryUrl;
	const { host, account } = image.access.registry;
	return {
		image: `${url}:${tag}`,
		"image-by-digest": digest && `${url}@${digest}`,
		tag,
		digest,
		registry: host,
		"account-id": account,
		"repository-url": url
	};
}
function imagesJson(record) {
	const images = record.plan?.images ?? [];
	return Object.fromEntries(images.map((image) => {
		const { how, found } = record.images.get(image.name) ?? {};
		const value = {
			repository: image.repository,
			repositoryUrl: repositoryUrl(image) ?? null,
			tag: tagOf$1(record, image),
			digest: found?.digest ?? null,
			reused: how === "reused" || how === "released",
			platforms: found?.platforms ?? [],
			overlays: Object.fromEntries(overlayResults(record, image))
		};
		return [image.name, value];
	}));
}
function repositoryUrl(image) {
	return isPushed(image) ? image.repositoryUrl : void 0;
}
function configCommitUrl({ plan, commit }) {
	const config = configOf(plan);
	return config && commit ? commitUrl(config.remote, commit) : void 0;
}
// src/images/dockerfile/look-around.ts
/** `Dockerfile` in any case, `Dockerfile.prod`, `api.Dockerfile`; not the lists of what is left out, nor policies. */
const isDockerfileName = (name) => /^(?:docker|container)file(?:[.-][\w.-]{1,100})?$|^[\w.-]{1,100}[.-](?:docker|container)file$/i.test(name) && !/(?:ignore|\.rego)$/i.test(name);
/** As deep as people put them, and as many entries as are looked at in a moment. */
const MOST_DEPTH = 4;
const MOST_ENTRIES = 2e4;
/** Dockerfiles below a folder, the nearest first. No link is followed. */
function dockerfilesBelow(root) {
	const found = [];
	let seen = 0;
	let level = [""];
	for (let depth = 0; depth < MOST_DEPTH && level.length > 0 && seen < MOST_ENTRIES; depth += 1) {
		const next = [];
		for (const folder of level) {
			const entries = seen < MOST_ENTRIES ? entriesOf$1(join(root, folder)) : [];
			seen += entries.length;
			const files = entries.filter((entry) => entry.isFile() && isDockerfileName(entry.name));
			found.push(...files.map(({ name }) => join(folder, name)));
			next.push(...entries.filter(isOwnFolder).map(({ name }) => join(folder, name)));
		}
		level = next;
	}
	return found;
}
/** What packages bring is not what is meant. */
const isOwnFolder = (entry) => entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules";
const foldersIn = (folder) => entriesOf$1(folder).filter((entry) => entry.isDirectory() && entry.name !== ".git").map(({ name }) => name);
function entriesOf$1(folder) {
	try {
		return readdirSync(folder, { withFileTypes: true }).toSorted((left, right) => left.name < right.name ? -1 : 1);
	} catch {
		return [];
	}
}
// src/images/dockerfile/missing.ts
/** Says what is there in its place, because a wrong name, a wrong folder and a missing checkout look the same. */
function failWithoutDockerfile(plan, tried, cwd = process.cwd()) {
	const what = `there is no Dockerfile at ${tried.join(" or ")}`;
	return fail(problem$2(what, plan, cwd, () => dockerfileHint(plan, tried, cwd)));
}
function failWithoutContext(plan, cwd = process.cwd()) {
	const { context } = plan;
	const isFile = existsSync(resolve(cwd, context)) && statSync(resolve(cwd, context)).isFile();
	const what = `the build context ${context} is ${isFile ? "a file, and no" : "not a"} folder of the checkout`;
	const folder = dirname(context);
	return fail(problem$2(what, plan, cwd, () => isFile ? `Set the input context to ${folder}, and the input file to ${context}.` : contextHint(context, cwd)));
}
const CHECK_OUT = "Run actions/checkout before this step";
function problem$2(what, { context }, cwd, hint) {
	const code = "DOCKERFILE_MISSING";
	if (!relative(cwd, resolve(cwd, context)).startsWith("..") && readdirSync(cwd).length === 0) return {
		code,
		message: `${what}: the workspace is empty, so nothing was checked out in this job`,
		hint: `${CHECK_OUT}: every job begins with an empty workspace.`
	};
	const isCheckedOut = repositoryAbove(resolve(cwd, context)) !== void 0;
	const said = oneLine(hint());
	return {
		code,
		message: what,
		hint: isCheckedOut ? said : `${said} ${NO_REPOSITORY}`
	};
}
const NO_REPOSITORY = `No repository is checked out there: ${CHECK_OUT.toLowerCase()} where its files are meant.`;
function dockerfileHint({ context, file }, tried, cwd) {
	const exists = (path) => existsSync(resolve(cwd, path));
	const below = file === void 0 || isAbsolute(file) ? void 0 : join(context, file);
	if (below !== void 0 && exists(below)) return `Set the input file to ${below}: it is relative to the workspace, not to context.`;
	const [first = context] = tried;
	const deeper = tried.flatMap((path) => checkouts(cwd).filter((folder) => exists(join(folder, path))))[0];
	if (deeper !== void 0) return deeperHint(deeper, {
		context,
		file
	});
	const folder = dirname(first);
	const beside = namesIn$1(resolve(cwd, folder)).filter(isDockerfileName).map((name) => join(folder, name));
	if (beside.length > 0) return `Set the input file to ${oneOf(beside)}.`;
	const shown = dockerfilesBelow(isAbsolute(context) ? context : cwd).map((path) => isAbsolute(context) ? join(context, path) : path);
	if (shown.length === 0) return ELSEWHERE$1;
	return `Set the input file to ${oneOf(shown)} (relative to the workspace, not to context), and the input context to the folder that its COPY instructions begin at.`;
}
const ELSEWHERE$1 = "Set the input file to its path (relative to the workspace, not to context), or correct context.";
function contextHint(context, cwd) {
	const deeper = checkouts(cwd).find((folder) => existsSync(resolve(cwd, folder, context)));
	if (deeper !== void 0) return deeperHint(deeper, {
		context,
		file: void 0
	});
	const parent = dirname(context);
	const close = closeTo(basename(context), foldersIn(resolve(cwd, parent)));
	if (close !== void 0) return `Did you mean ${join(parent, close)}? Then set the input context to it.`;
	const folders = isAbsolute(context) ? [] : [...new Set(dockerfilesBelow(cwd).map((path) => dirname(path)))];
	const alike = folders.filter((folder) => basename(folder) === basename(context));
	const meant = alike.length > 0 ? alike : folders;
	if (meant.length === 0) return `Correct the input context, and run actions/checkout before this step.`;
	return `Set the input context to ${oneOf(meant)}.`;
}
/** Short names are near to others of another meaning. */
const SHORTEST_TYPO = 6;
const closeTo = (name, candidates) => candidates.find((candidate) => candidate.toLowerCase() === name.toLowerCase()) ?? (name.length < SHORTEST_TYPO ? void 0 : nearest(name, candidates));
/** Folders of the workspace that actions/checkout was pointed to; none where the workspace itself is one. */
const checkouts = (cwd) => existsSync(join(cwd, ".git")) ? [] : foldersIn(cwd).filter((folder) => existsSync(join(cwd, folder, ".git")));
function deeperHint(folder, { context, file }) {
	const withFile = file === void 0 ? "" : `, and the input file to ${join(folder, file)}`;
	return `The checkout is in ${folder} (the input path of actions/checkout): set the input context to ${normalize(join(folder, context)).replace(/\/$/, "")}${withFile}.`;
}
function namesIn$1(folder) {
	return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder).toSorted() : [];
}
const MOST_NAMED$1 = 5;
function oneOf(paths) {
	const [only = "", ...others] = paths;
	if (others.length === 0) return only;
	const more = paths.length > MOST_NAMED$1 ? `, or one of ${paths.length - MOST_NAMED$1} more` : "";
	return `the one that is meant: ${paths.slice(0, MOST_NAMED$1).join(", ")}${more}`;
}
// src/images/dockerfile/dockerfile.ts
/** The text of the Dockerfile, looked for before the engine is started, so that the message can name what was tried. */
async function readDockerfile(plan, engine) {
	if (!(await stat(plan.context).catch(() => void 0))?.isDirectory()) return failWithoutContext(plan);
	const tried = plan.file === void 0 ? DOCKERFILES[engine.name].map((name) => join(plan.context, name)) : [plan.file];
	for (const path of tried) {
		const text = await readText(path);
		if (text === void 0) continue;
		await Promise.all([...ignoreFilesIn(plan.context), ...besideDockerfile(path)].map(readText));
		if (engine.name === "buildah" && plan.withheld && path.endsWith(".in")) return preprocessed(path);
		return {
			path,
			text,
			isLink: (await lstat(path)).isSymbolicLink()
		};
	}
	return failWithoutDockerfile(plan, tried);
}
/** buildah-build, "-f": a file of such a name goes through cpp(1), which includes whatever it names. */
function preprocessed(path) {
	return fail({
		code: "ENGINE_UNSUITABLE",
		inputs: ["file", "engine"],
		message: `buildah puts ${path} through the C preprocessor, by which it can read any file of this runner, and this run builds files that may be anybody's`,
		hint: "Let such runs build with buildx: run docker/setup-buildx-action before this step and leave the input engine empty. Or give the file a name that does not end in .in."
	});
}
/** Many times what people write, and what BuildKit takes in one message is but four times as much. */
const LARGEST_BYTES = 4194304;
const FAULTS = {
	irregular: "is no regular file",
	"too large": "is larger than 4 MiB"
};
/** undefined: there is none. */
async function readText(path) {
	const content = readRegular(path, LARGEST_BYTES);
	if (content === "missing") return void 0;
	if (typeof content !== "string") return content.toString("utf8");
	return fail({
		code: "INPUT_INVALID",
		inputs: ["context", "file"],
		message: `the build reads ${path}, which ${FAULTS[content]}`,
		hint: `Put a file of ordinary size at ${path}, or correct the inputs context and file.`
	});
}
// src/images/failure/kind.ts
/** How far a kind is worth another attempt: `wait` is a builder that may be starting yet. */
function worthAnother(kind) {
	if (kind === "builder-unreachable") return "wait";
	return kind === "unavailable" || kind === "busy" || kind === "damaged" ? "attempts" : "no";
}
const rules = (...list) => list;
/** Words of the system, which an engine repeats and a failed step prints; no reason to run the step again. */
const ANYWHERE_RULES = rules({
	kind: "emulation-missing",
	words: /exec format error/i
}, {
	kind: "disk-full",
	words: /no space left on device|disk quota exceeded/i
});
/** 137 is 128 and the number of SIGKILL, which the kernel sends when memory ends; BuildKit may say so behind it. */
const KILLED = /(?:exit code: 137|exit status 137|non-zero code: 137)(?:: .*)?$|^ERROR: the engine was ended by SIG|: context canceled$/m;
/** gRPC's and buildx's words for a connection that was not made, or broke (gRPC status codes 4 and 14). */
const BUILDER = /failed to dial|listing workers|failed to list workers|error reading server preface|error dialing backend|connection error: desc|no active session|rpc error: code = (?:Unavailable|DeadlineExceeded)|Cannot connect to the Docker daemon|^waiting for connection|^booting buildkit/m;
const COMMON_RULES = rules({
	kind: "dockerfile-newer",
	words: /dockerfile parse error (?:on )?line \d{1,9}: unknown flag|unexpected key '[^'\n]{0,200}' in '|(?:unsupported|invalid) mount type "|\b(?:COPY|ADD) only supports the --ch|secret should have syntax id=id/i
}, {
	kind: "builder-untrusted",
	words: BUILDER,
	also: /x509: |tls: (?!internal error)|certificate (?:required|signed|has expired)/
}, {
	kind: "builder-unreachable",
	words: BUILDER
}, {
	kind: "feature-missing",
	words: /not supported (?:for|by) the docker driver|feature is currently not supported for docker driver|requires? BuildKit/i
}, {
	kind: "entitlement-missing",
	words: /entitlement \S+ is not allowed/
}, {
	kind: "flag-unknown",
	words: /unknown (?:shorthand )?flag/
});
const ANSWER_RULES = rules({
	kind: "quota-used",
	words: /pull rate limit|Data limit exceeded/i
}, {
	kind: "busy",
	words: /too ?many ?requests|status\S{0,40}\s+(?:code:?\s+)?429\b/i
}, {
	kind: "unavailable",
	words: /status\S{0,40}(?:\s+from \S{1,20} request to \S{1,500})?\s+(?:code:?\s+)?5\d\d\b|\b50[0234] (?:internal|bad|service|gateway)|internal server error|bad gateway|service unavailable|gateway timeout|connection re(?:set|fused)|broken pipe|\bEOF$|TLS handshake timeout|i\/o timeout|network is unreachable|server misbehaving|Temporary failure in name resolution|push is on-?going/im
}, {
	kind: "registry-untrusted",
	words: /x509: |server gave HTTP response to HTTPS client/
}, {
	kind: "host-unknown",
	words: /no such host/
});
const DAMAGED_RULES = rules({
	kind: "damaged",
	words: /provided digest did not match|digest invalid|DIGEST_INVALID|blob (?:unknown|upload (?:unknown|invalid))|BLOB_(?:UNKNOWN|UPLOAD_UNKNOWN|UPLOAD_INVALID)|provided length did not match|SIZE_INVALID|RANGE_INVALID|InvalidLayer(?:Part)?Exception|LayersNotFoundException|UploadNotFoundException|ImageDigestDoesNotMatchException|layer digest calculation|unexpected commit (?:digest|size)|failed size validation/i
});
const BUILD_RULES = rules({
	kind: "syntax",
	words: /dockerfile parse error|unknown instruction|no FROM statement|no build stage in current context|Dockerfile\S{0,200} cannot be empty/i
}, {
	kind: "target-missing",
	words: /target \S.{0,100}(?:not be|not) found|failed to reach build target/i
}, {
	kind: "file-missing",
	words: /"\/[^"]*":? not found|COPY failed: (?:file not found|stat|no source files)|ADD failed: (?:file not found|stat|no source files)|copier: (?:stat|get)|no items matching glob|forbidden path outside/
}, ...ANSWER_RULES, ...DAMAGED_RULES, {
	kind: "base-private",
	words: /pull access denied|no basic auth credentials|insufficient_scope|unauthorized|authorization failed|\b40[13] (?:forbidden|unauthorized)|(?:^|: )denied: /im
}, {
	kind: "base-platform",
	words: /no match for platform|no matching manifest for/i
}, {
	kind: "base-missing",
	words: /failed to resolve source metadata[\s\S]{0,2000}not found|manifest unknown|manifest for .{0,500} not found|no such image|name unknown|no stage or image found|invalid from flag value/i
});
/** The registry's own answer first: an engine may print a bare status behind it. */
const PUSH_RULES = rules({
	kind: "tag-taken",
	words: /tag invalid|cannot be overwritten|ImageTagAlreadyExists/i
}, {
	kind: "repository-missing",
	words: /name unknown|NAME_UNKNOWN|RepositoryNotFound/i
}, {
	kind: "token-expired",
	words: /authorization token has expired/i
}, {
	kind: "action-denied",
	words: /not authorized to perform: \S+/
}, ...ANSWER_RULES, ...DAMAGED_RULES, {
	kind: "login-refused",
	words: /no basic auth credentials|authentication required|unauthorized/i
}, {
	kind: "push-denied",
	words: /(?:^|: )denied\b|403 Forbidden/im
}, {
	kind: "refused-silently",
	words: /400 Bad Request|StatusCode: 400|^(?:ERROR: )?unknown: ?$/m
});
/** The first rule whose words the engine used. */
function kindOf$1(failure, stage) {
	const killed = KILLED.test(failure.reason) ? "killed" : void 0;
	if (isStepFailure(failure)) return firstOf(ANYWHERE_RULES, failure.stepLog.join("\n")) ?? killed ?? "step-failed";
	const step = (failure.step ?? "").replace(/^\[internal\] /, "");
	return killed ?? firstOf([...ANYWHERE_RULES, ...COMMON_RULES], `${step}\n${failure.reason}`) ?? firstOf(stage === "build" ? BUILD_RULES : PUSH_RULES, failure.reason) ?? "other";
}
function firstOf(list, text) {
	return list.find(({ words, also }) => words.test(text) && (also?.test(text) ?? true))?.kind;
}
// src/images/missing-image.ts
const referenceOf = ({ repositoryUrl }, tag) => `${repositoryUrl}:${tag}`;
/** Those of the images that are archived, under whichever of their tags, and of what they are to be put together of. */
async function archivedAmong(images) {
	const known = await Promise.all(images.map(async ({ image, registry, content }) => {
		const { tag, tested, parts } = image;
		const absent = parts.filter((part) => !content?.has(part));
		return [...await registry.archived(image.repository, [
			tag,
			...tested,
			...absent
		])].map(([name, status]) => [referenceOf(image, name), status]);
	}));
	return new Map(known.flat());
}
/** A tag that is taken, though it is not there: an image that is archived keeps its tags. */
async function refuseArchived({ repository, tag, access }, registry) {
	const status = (await registry.archived(repository, [tag])).get(tag);
	if (status) throw new StepError([archivedProblem({
		host: access.registry,
		repository,
		tag
	}, status)]);
}
function archivedUnder(image, tags, archived) {
	const { repository, access } = image;
	for (const tag of tags) {
		const status = archived.get(referenceOf(image, tag));
		if (status) return archivedProblem({
			host: access.registry,
			repository,
			tag
		}, status);
	}
}
/** An image that others are to be put together with. */
function missingPart(image, tag, archived) {
	const { account, region } = image.access.registry;
	return archivedUnder(image, [tag], archived) ?? {
		code: "IMAGE_MISSING",
		inputs: ["merge-tags"],
		message: `${referenceOf(image, tag)} is not in the registry (account ${account}, ${region}), and merge-tags names it`,
		hint: `Let the job that pushes it run before this one (needs), with the input tag at ${tag}; or correct the input merge-tags.`
	};
}
function missingImage(image, archived) {
	const { registry } = image.access;
	const hidden = archivedUnder(image, [image.tag, ...image.tested], archived);
	if (hidden) return hidden;
	const also = image.tested.length > 0 ? ` (nor under ${image.tested.join(" or ")})` : "";
	return {
		code: "IMAGE_MISSING",
		inputs: Object.values(image.stated),
		message: `${taggedReference(image)} is not in the registry${also} (account ${registry.account}, ${registry.region}), and build is never`,
		hint: "Correct the input tag, let the job that builds it run first, or set build: auto."
	};
}
// src/images/build/confirm.ts
/**
* Asks the registry what a run of the engine has left there: a step after the push, as a cache export, may fail and hide
* that the image is there (moby/buildkit#2492).
*/
async function confirm(outcome, image, ports) {
	const found = await findTag(image, ports).catch((error) => {
		ports.signal.throwIfAborted();
		return asStepError(error);
	});
	if (found instanceof StepError) {
		if (outcome.ok || outcome.stage === "push" && found.code === "REPOSITORY_MISSING") throw found;
		return { trouble: found };
	}
	if (!found) {
		if (!outcome.ok && isTaken(outcome)) await refuseArchived(image, ports.registry);
		return {};
	}
	const isOwn = outcome.ok && outcome.digest === found.digest;
	const accepted = await ports.accept(found, isOwn);
	noteHow(found, outcome, ports);
	return { result: accepted };
}
/** Older BuildKits keep the registry's reason to themselves. */
const TAKEN = ["tag-taken", "refused-silently"];
const isTaken = ({ output, stage }) => stage === "push" && TAKEN.includes(kindOf$1(readFailure(output, ""), stage));
async function findTag({ repository, tag, access, stated }, { registry, createRepository }) {
	const images = await registry.find(repository, [tag]);
	const problem = createRepository === "on-push" ? noTemplate : missingRepository;
	if (!images) throw new StepError([problem(access.registry, repository, stated)]);
	return images.get(tag);
}
/** Two runs of one commit may race to push: the registry keeps one, and that one is deployed by both. */
function noteHow(found, outcome, { onLine }) {
	if (!outcome.ok) onLine("The engine reported a failure, but the registry has the image: going on.");
	else if (outcome.digest && outcome.digest !== found.digest) onLine(`The registry has ${found.digest} under this tag, not ${outcome.digest}: another run pushed it.`);
}
// src/images/build/attempts.ts
/** A pool of builders takes up to a minute to start one, while BuildKit's client gives up after 20 s. */
const WAITS = {
	firstMs: 1e3,
	builderMs: 3e3,
	builderBudgetMs: 6e4
};
const ATTEMPTS = 3;
/** Counts the attempts to make one image, and decides whether there is to be another. */
var Attempts = class {
	#ports;
	#waits;
	#count = 1;
	/** Of those that a registry failed; a builder that starts slowly must not use them up. */
	#failedByRegistry = 0;
	#builderLost;
	/** How often a build had begun when its builder was lost: the build itself may be what ends it. */
	#lostAtWork = 0;
	constructor(ports) {
		this.#ports = ports;
		this.#waits = ports.waits ?? WAITS;
	}
	get count() {
		return this.#count;
	}
	/** Waits and says so when another attempt is worth it; false: give up. `begun`: a builder had taken the build. */
	async another(kind, begun) {
		const plan = worthAnother(kind) === "wait" ? this.#planWait(begun) : this.#plan(kind);
		if (!plan) return false;
		this.#ports.onLine(plan.why);
		this.#count += 1;
		await setTimeout$1(plan.waitMs, void 0, { signal: this.#ports.signal });
		return true;
	}
	#planWait(begun) {
		const { builderMs, builderBudgetMs } = this.#waits;
		if (begun) {
			this.#lostAtWork += 1;
			if (this.#lostAtWork >= ATTEMPTS) return void 0;
			this.#builderLost = void 0;
		}
		this.#builderLost ??= performance.now();
		const waited = performance.now() - this.#builderLost;
		const waitMs = builderMs + fullJitter(0, builderMs);
		if (waited + waitMs > builderBudgetMs) return void 0;
		return {
			waitMs,
			why: `The builder cannot be reached; trying again for up to ${Math.round((builderBudgetMs - waited) / 1e3)} s.`
		};
	}
	#plan(kind) {
		const { firstMs } = this.#waits;
		if (worthAnother(kind) === "no") return void 0;
		this.#failedByRegistry += 1;
		if (this.#failedByRegistry >= ATTEMPTS) return void 0;
		return {
			waitMs: firstMs + fullJitter(this.#failedByRegistry, firstMs),
			why: `${kind === "damaged" ? "What was sent did not arrive whole" : "The engine failed for a reason that may pass"} (attempt ${this.#failedByRegistry} of ${ATTEMPTS}); trying again.`
		};
	}
};
// src/images/build/until-settled.ts
/** Runs the engine until there is a result, or a failure that another attempt would not change. */
async function untilSettled({ attempted, run, judge, ports }) {
	const attempts = new Attempts(ports);
	const hide = (text) => ports.secrets.hide(text);
	let from = "build";
	for (;;) {
		const outcome = await run(from);
		ports.signal.throwIfAborted();
		const { result, trouble } = await judge(outcome);
		if (result !== void 0) return result;
		if (outcome.ok) return vanished(attempted);
		const failure = readFailure(outcome.output, attempted.dockerfile.text, hide);
		const stage = attempted.target === void 0 ? "build" : outcome.stage;
		const kind = kindOf$1(failure, stage);
		if (!await attempts.another(kind, hasBegun(outcome.output))) {
			const { explainFailure } = await import("./build-failure.js").then((n) => n.t);
			const problem = explainFailure({
				...failure,
				kind,
				stage,
				attempts: attempts.count
			}, attempted);
			const others = stage === "push" && trouble ? trouble.problems : [];
			throw new StepError([problem, ...others], trouble);
		}
		from = stage;
	}
}
function vanished({ image, target }) {
	return fail({
		code: "PUSH_FAILED",
		message: `the engine pushed ${target}, but the registry does not have it`,
		hint: `Look at the repository ${image.repository} in the ECR console: a lifecycle policy or another job may have deleted the image. Else check that no mirror or proxy answers in the place of the registry.`
	});
}
// src/images/build/build-image.ts
/** Builds without pushing. */
async function checkBuild(image, engine, ports) {
	const { plan, dockerfile } = await usable(image, engine);
	const request = {
		...ports,
		plan,
		push: void 0,
		onPush: () => {}
	};
	await ports.phases.during("build", () => untilSettled({
		attempted: {
			image,
			target: void 0,
			dockerfile,
			engine
		},
		run: (from) => engine.run(request, from),
		judge: async (outcome) => outcome.ok ? { result: true } : {},
		ports
	}));
}
/**
* Builds, pushes and confirms: the digest is the registry's own answer. Whatever the engine says, the registry is
* asked what happened, because a push can land and still be reported as failed.
*/
async function buildAndPush(image, engine, ports) {
	const { plan, dockerfile } = await usable(image, engine);
	const { pushHost, insecure } = ports.login;
	const reference = `${pushHost}/${image.repository}:${image.tag}`;
	return ports.phases.during("build", (turn) => {
		const request = {
			...ports,
			plan,
			push: {
				reference,
				insecure
			},
			onPush: () => turn("push")
		};
		return untilSettled({
			attempted: {
				image,
				target: taggedReference(image),
				dockerfile,
				engine
			},
			run: (from) => {
				turn(from);
				return engine.run(request, from);
			},
			judge: (outcome) => confirm(outcome, image, ports),
			ports
		});
	});
}
/** The Dockerfile, and the plan as that may have it. */
async function usable(image, engine) {
	const plan = planOf(image);
	const dockerfile = await readDockerfile(plan, engine);
	return {
		plan: guardCaches(plan, dockerfile).plan,
		dockerfile
	};
}
function planOf({ name, build }) {
	if (!build) throw new Error(`the image ${name}, which must exist already, was handed to the builder`);
	return build;
}
// src/images/dockerfile/check-files.ts
/**
* What every build reads, looked for before the first one begins: the last of many must not fail for a typing error.
* @throws StepError with everything that is missing.
*/
async function checkFiles(images, opened, log) {
	const warnings = await allOrProblems(images.flatMap(({ build }) => build ?? []).map((plan) => checkFilesOf(plan, opened)));
	for (const warning of new Set(warnings)) if (warning !== void 0) log.warning(warning);
}
async function checkFilesOf(plan, opened) {
	const [dockerfile] = await allOrProblems([readDockerfile(plan, opened.engine), checkSecretFiles(plan.secretFiles, opened)]);
	if (opened.engine.name === "docker") refuseHeredocs(dockerfile);
	return guardCaches(plan, dockerfile).warning;
}
/** The classic builder runs such a RUN without its lines, and ends well. */
function refuseHeredocs({ path, text }) {
	const [first] = heredocsIn(text);
	if (!first) return;
	fail({
		code: "ENGINE_UNSUITABLE",
		inputs: ["engine"],
		message: `line ${first.first} of ${path} has a here-document (<<), and the classic builder of docker knows none: it would leave out what stands in it`,
		hint: "Set engine: buildx (docker/setup-buildx-action installs it), or do without << there: join commands by &&, and copy a file of the checkout.",
		checkoutPlace: {
			file: path,
			line: first.first
		}
	});
}
// src/images/in-parallel.ts
/** Builds up to `maxParallel` images at once, in one group of the log. A failure ends no other build. */
async function buildInParallel(images, how, work) {
	const { log, verb, engine, maxParallel, signal } = how;
	const [first, ...rest] = images;
	if (!first) return {
		values: [],
		failure: void 0
	};
	if (rest.length === 0) {
		const only = () => settle$1([work(first, (line) => log.info(line))]);
		return log.group(`${verb} ${first.name} with ${engine}`, only);
	}
	const failed = /* @__PURE__ */ new Map();
	const gate = atMost(maxParallel);
	const atOnce = Math.min(maxParallel, images.length);
	const title = `${verb} ${images.length} images with ${engine}, ${atOnce} at once`;
	const settled = await log.group(title, () => settle$1(images.map((image) => gate(() => withName(image, {
		work,
		log,
		failed,
		signal
	})))));
	for (const [name, lines] of failed) await repeatLog(name, lines, log);
	return settled;
}
/** Lines kept of a build, to be shown again if it fails. */
const KEPT_LINES = 5e3;
/** Lines of builds at once are mixed, so each begins with the name of its image. */
async function withName(image, { work, log, failed, signal }) {
	signal.throwIfAborted();
	const { lines, add } = keepLast(KEPT_LINES);
	const started = performance.now();
	const show = (line) => log.info(`[${image.name}] ${line}`);
	try {
		const result = await work(image, (line) => {
			add(line);
			show(line);
		});
		show(`done in ${((performance.now() - started) / 1e3).toFixed(1)} s`);
		return result;
	} catch (error) {
		if (signal.aborted) throw error;
		show("failed");
		failed.set(image.name, lines.slice(-5e3));
		throw error;
	}
}
/** The log of a failed build in one piece, which nobody has to pick out of the others'. */
async function repeatLog(name, lines, log) {
	await log.group(`Log of ${name}, which failed`, async () => {
		for (const line of lines) log.info(line);
	});
}
// src/aws/registry/suitable.ts
/** Why an image that has the tag is not the one that is wanted; undefined when it is. */
function unsuitable(found, wanted) {
	return (wanted.origin === "built" ? void 0 : otherCommit$2(found, wanted)) ?? missingPlatform(found, wanted);
}
/** An immutable tag cannot be pushed twice, so the way out is another tag of the same commit. */
const anotherTag = (behind) => `An immutable tag cannot be pushed again: set the input tag to \${{ github.sha }}-${behind}, which names the same commit and a new image`;
const OF_RUN = `\${{ github.run_id }}`;
const ANOTHER_TAG = anotherTag(`r${OF_RUN}`);
function otherCommit$2({ revision, digest }, wanted) {
	const { repositoryUrl, tag, commit } = wanted;
	if (revision === void 0 || commit === void 0 || isCommit(revision, commit)) return void 0;
	return {
		code: "IMAGE_OTHER_COMMIT",
		inputs: ["tag"],
		message: `${repositoryUrl}:${tag} (${digest}) says that it was built from ${oneLine(revision)}, not from ${commit}`,
		hint: `${ANOTHER_TAG}. Find out who pushed this one: its annotation org.opencontainers.image.revision names the other commit.`
	};
}
/** An abbreviated commit is one, too; a text that is no commit at all (a branch, a version) says nothing. */
function isCommit(revision, commit) {
	const stated = revision.trim().toLowerCase();
	return !/^[0-9a-f]{7,64}$/.test(stated) || commit.toLowerCase().startsWith(stated);
}
/** What is known of no platform can be the only one that is wanted, but not several. */
function missingPlatform(found, wanted) {
	const platforms = [...new Set(wanted.platforms.map(normalPlatform))];
	if (found.platforms.length === 0 && platforms.length <= 1) return void 0;
	const missing = platforms.filter((platform) => !found.platforms.some((there) => serves(there, platform, found)));
	if (missing.length === 0) return void 0;
	const has = found.platforms.length > 0 ? found.platforms.map(normalPlatform).join(", ") : "a single platform";
	return {
		code: "IMAGE_PLATFORM_MISSING",
		inputs: ["platforms", "tag"],
		message: `${wanted.repositoryUrl}:${wanted.tag} ${VERBS[wanted.origin]}, but without ${missing.join(", ")}: it has ${has}`,
		hint: platformHint(wanted, platforms)
	};
}
const VERBS = {
	found: "exists",
	required: "exists",
	built: "was built and pushed",
	merged: "would be put together"
};
/**
* An index is chosen from by what it says, the variant that goes without saying included. A configuration without a
* variant says nothing of it: builders have left it out for years.
*/
function serves(there, platform, { isIndex }) {
	if (normalPlatform(there) === platform) return true;
	return !isIndex && there.split("/").length < 3 && withoutVariant(normalPlatform(there)) === withoutVariant(platform);
}
const withoutVariant = (platform) => platform.split("/").slice(0, 2).join("/");
function platformHint({ origin, release, tag }, platforms) {
	if (release !== void 0) return `Set the input platforms to what this image has, which ${release} is to be put on; or have the run of the commit build all of them.`;
	if (origin === "required") return "Set the input platforms to what this image has, or the input tag to that of an image which has them all.";
	if (origin === "merged") return "Add the tag of the image for it to the input merge-tags, or correct the input platforms.";
	const own = platforms.map((platform) => platform.replace(/^linux\//, "").replaceAll("/", "-")).join("-");
	const another = anotherTag(tag.endsWith(`-${own}`) ? `${own}-r${OF_RUN}` : own);
	return origin === "built" ? `Give FROM an image that has the platform: the engine took one of another. ${another}.` : `${another}; or set the input platforms to what this image has. For one image of several jobs, each with a platform of its own, give each such a tag and a last job the input merge-tags.`;
}
/**
* Other names of architectures and the variants that go without saying, as containerd and so BuildKit read them
* (containerd/platforms, `Normalize`).
*/
const ARCHITECTURES = {
	x86_64: ["amd64"],
	"x86-64": ["amd64"],
	i386: ["386"],
	aarch64: ["arm64"],
	armhf: ["arm"],
	armel: ["arm", "v6"]
};
const IMPLIED = {
	amd64: "v1",
	arm64: "v8"
};
const DEFAULT_ARM = "v7";
/** One spelling for each platform: `linux/arm64/v8` and `linux/aarch64` are `linux/arm64`. */
function normalPlatform(text) {
	const parts = text.trim().toLowerCase().split("/");
	const [os = "", named = "", given = ""] = parts.length === 1 ? ["linux", ...parts] : parts;
	const [architecture, implied] = ARCHITECTURES[named] ?? [named];
	const variant = normalVariant(architecture, given || implied || "");
	return [
		os === "macos" ? "darwin" : os,
		architecture,
		variant
	].filter(Boolean).join("/");
}
function normalVariant(architecture, given) {
	const variant = /^\d/.test(given) ? `v${given}` : given;
	if (architecture === "arm") return variant || DEFAULT_ARM;
	return variant === IMPLIED[architecture] ? "" : variant;
}
// src/images/merge/read.ts
/** The descriptor of a manifest that stands by itself. @throws StepError where it is not what its digest says. */
function describe$2({ manifest, mediaType, digest }) {
	const has = `sha256:${createHash("sha256").update(manifest).digest("hex")}`;
	if (has === digest) return {
		mediaType,
		digest,
		size: Buffer.byteLength(manifest)
	};
	return fail({
		code: "ECR_FAILED",
		message: `ECR handed over a manifest whose digest is ${has}, and named it ${digest}`,
		hint: "Run the job again; check AWS_ENDPOINT_URL_ECR on this runner if it stays."
	});
}
function entriesOf(index) {
	const { manifests } = jsonObject(index);
	const all = (Array.isArray(manifests) ? manifests : []).flatMap((entry) => descriptorIn(entry) ?? []);
	const images = all.filter((one) => subjectOf(one) === void 0);
	const digests = new Set(images.map(({ digest }) => digest));
	return {
		images,
		attestations: all.filter((one) => digests.has(subjectOf(one) ?? ""))
	};
}
/** What an attestation is about (BuildKit, "Image attestation storage"). */
function subjectOf({ annotations = {} }) {
	if (annotations["vnd.docker.reference.type"] !== "attestation-manifest") return void 0;
	return annotations["vnd.docker.reference.digest"] ?? "";
}
function descriptorIn(entry) {
	if (!isRecord(entry)) return void 0;
	const { mediaType, digest, size, annotations, artifactType } = entry;
	if (typeof mediaType !== "string" || typeof size !== "number") return void 0;
	if (typeof digest !== "string" || !isDigest(digest)) return void 0;
	return {
		mediaType,
		digest,
		size,
		...isRecord(annotations) ? { annotations: textsIn(annotations) } : {},
		...typeof artifactType === "string" ? { artifactType } : {}
	};
}
/** The images that a tag stands for: itself, or those of its index. */
function imagesIn({ manifest, digest, isIndex }) {
	return new Set(isIndex ? entriesOf(manifest).images.map((one) => one.digest) : [digest]);
}
/** undefined: the configuration is none of an image. */
function imageOf(descriptor, manifest, configuration) {
	const platform = platformIn(configuration ?? "");
	if (!platform) return void 0;
	const { config } = jsonObject(configuration ?? "");
	const labels = textsIn(isRecord(config) ? config.Labels : void 0);
	return {
		descriptor,
		platform,
		annotations: annotationsOf(manifest),
		labels
	};
}
const annotationsOf = (manifest) => textsIn(jsonObject(manifest).annotations);
function textsIn(value) {
	const entries = isRecord(value) ? Object.entries(value) : [];
	return Object.fromEntries(entries.flatMap(([key, text]) => typeof text === "string" ? [[key, text]] : []));
}
// src/images/read-parts.ts
/** Far more than there are platforms. */
const MOST_IMAGES = 50;
/** Everything that has to be known of images before they are put together. */
async function readParts(tagged, place) {
	const parts = tagged.map((one) => ({
		...one,
		entries: entriesIn(one.found)
	}));
	const inner = parts.filter(({ found }) => found.isIndex).flatMap(({ entries }) => entries.images);
	if (inner.length > MOST_IMAGES) return tooMany$1(inner.length);
	const manifests = await manifestsOf(inner, place);
	return together(parts.map(async ({ tag, found, entries }) => {
		const read = await together(entries.images.map((one) => readImage(one, found.isIndex ? manifests.get(one.digest) : found, place)));
		return {
			tag,
			digest: found.digest,
			annotations: annotationsOf(found.manifest),
			images: read.flatMap((one) => one ?? []),
			attestations: entries.attestations,
			others: entries.images.filter((_, index) => !read[index]).map(({ digest }) => digest)
		};
	}));
}
/** All of it; what fails for one cause, as a permission that is missing, is reported once. */
async function together(work) {
	const { values, failure } = await settle$1(work);
	failOnAny(failure?.problems ?? []);
	return values;
}
function entriesIn(found) {
	const descriptor = describe$2(found);
	return found.isIndex ? entriesOf(found.manifest) : {
		images: [descriptor],
		attestations: []
	};
}
async function manifestsOf(inner, { registry, repository }) {
	const found = inner.length === 0 ? void 0 : await registry.find(repository, inner.map(({ digest }) => digest));
	for (const image of found?.values() ?? []) describe$2(image);
	return found ?? /* @__PURE__ */ new Map();
}
async function readImage(descriptor, found, { registry, repository }) {
	if (!found) return void 0;
	return imageOf(descriptor, found.manifest, await registry.configuration(repository, found));
}
function tooMany$1(count) {
	return fail({
		code: "MERGE_IMPOSSIBLE",
		inputs: ["merge-tags"],
		message: `the images of merge-tags are indexes of ${count} images together, and at most ${MOST_IMAGES} are put together`,
		hint: "Name in merge-tags one image for each platform."
	});
}
// src/images/read-platforms.ts
/** An image with its platforms, where the inputs name some; other runs make no request for them. */
async function readPlatforms(image, found, registry) {
	if (image.platforms.length === 0) return {
		found,
		unread: void 0
	};
	try {
		const platforms = await registry.platforms(image.repository, found);
		return {
			found: {
				...found,
				platforms
			},
			unread: void 0
		};
	} catch (error) {
		if (!(error instanceof StepError)) throw error;
		return {
			found,
			unread: unreadText(image, error)
		};
	}
}
function unreadText(image, { problems: [{ message, hint }] }) {
	return `Whether ${taggedReference(image)} is for ${image.platforms.join(", ")} is not known: ${message}. ${hint}`;
}
// src/images/read-contents.ts
/** What has to be read besides the manifests: of the image that stands under the tag, or of those that become one. */
async function readContents({ image, registry, content }, tag) {
	const there = tag === void 0 ? void 0 : content?.get(tag);
	if (tag !== void 0 && there && image.platforms.length > 0) {
		const { found, unread } = await readPlatforms(image, there, registry);
		return {
			content: new Map([...content ?? [], [tag, found]]),
			unread
		};
	}
	if (there || image.parts.length === 0) return { content };
	return {
		content,
		parts: await readParts(image.parts.flatMap((name) => {
			const found = content?.get(name);
			return found ? [{
				tag: name,
				found
			}] : [];
		}), {
			registry,
			repository: image.repository
		})
	};
}
// src/images/look-up.ts
/** Asks every repository once for all tags of its images; the login, asked for beside it, also proves the account. */
async function lookUp(images, connect, phases) {
	const repositories = Map.groupBy(images, ({ repositoryUrl }) => repositoryUrl);
	const seen = /* @__PURE__ */ new Map();
	const found = await allOrProblems([...repositories.values()].map((group) => lookUpGroup(group, connect, {
		phases,
		seen
	})));
	const known = new Map(found.flat().map((looked) => [looked.image, looked]));
	return images.flatMap((image) => known.get(image) ?? []);
}
async function lookUpGroup(group, connect, { phases, seen }) {
	const [first] = group;
	if (!first) return [];
	const registry = connect(first.access);
	const tags = new Set(group.flatMap(({ tag, tested, parts }) => [
		tag,
		...tested,
		...parts
	]));
	await phases.during("role", () => registry.identify());
	const [login, content] = await phases.during("look-up", () => allOrProblems([registry.login(), registry.find(first.repository, [...tags])])).catch((error) => elsewhere$2(error, first, seen));
	const looked = group.map((image) => ({
		image,
		registry,
		login,
		content
	}));
	return phases.during("look-up", () => allOrProblems(looked.map(withContents)));
}
const withContents = async (looked) => ({
	...looked,
	...await readContents(looked, tagOf(looked))
});
/**
* What a registry has not, or does not give, may be in another one: a wrong input of the address is at fault then. An
* error of several groups, as of the one login that they share, stays one.
*/
function elsewhere$2(error, { stated }, seen) {
	if (!(error instanceof StepError)) throw error;
	const own = seen.get(error) ?? withEach(error, (problem) => addressed(problem, stated));
	seen.set(error, own);
	throw own;
}
/** With the inputs of the image's address: one of them is at fault as well as any other. */
const addressed = (problem, stated) => ({
	...problem,
	inputs: [...problem.inputs ?? [], ...Object.values(stated)]
});
/** The tag under which the registry has the image. */
const tagOf = ({ image, content }) => [image.tag, ...image.tested].find((tag) => content?.has(tag));
/** Whether it will be built, unless the overlays say that nothing of it has changed. */
const mayBeBuilt = (looked) => looked.image.build !== void 0 && tagOf(looked) === void 0;
// src/images/merge/compose.ts
/** The keys of the OCI image-spec that this step gives every image as labels, where an engine has no annotations. */
const ORIGIN = [
	"revision",
	"source",
	"version"
].map((key) => `org.opencontainers.image.${key}`);
/**
* One index of all images, each for the platform that its configuration says, and their attestations. It depends on
* the parts alone: whoever puts them together, and however often, it is the same.
*/
function compose(parts) {
	const images = parts.flatMap((part) => part.images);
	const attestations = parts.flatMap((part) => part.attestations);
	const mediaType = images.every(({ descriptor }) => descriptor.mediaType === "application/vnd.docker.distribution.manifest.v2+json") && attestations.length === 0 ? DOCKER_LIST : OCI_INDEX;
	const annotations = mediaType === "application/vnd.oci.image.index.v1+json" ? saidByAll(parts) : {};
	const manifest = JSON.stringify({
		schemaVersion: 2,
		mediaType,
		manifests: distinct$1([...images.map(({ descriptor, platform }) => entry(descriptor, platform)), ...attestations.map((descriptor) => entry(descriptor, UNKNOWN))]),
		...Object.keys(annotations).length > 0 ? { annotations } : {}
	});
	return foundImage({
		digest: `sha256:${createHash("sha256").update(manifest).digest("hex")}`,
		manifest,
		mediaType
	});
}
/** What marks an attestation for runtimes, which take it for no image of theirs (BuildKit, attestation storage). */
const UNKNOWN = {
	os: "unknown",
	architecture: "unknown"
};
const entry = (descriptor, platform) => ({
	...descriptor,
	platform
});
/** Two tags may be indexes with one attestation. */
function distinct$1(entries) {
	return [...new Map(entries.map((one) => [one.digest, one])).values()];
}
/** The annotations of the parts that are the same in all of them; what differs stays with each image. */
function saidByAll(parts) {
	const [first = {}, ...others] = parts.flatMap((part) => part.images.map(({ annotations, labels }) => ({
		...originIn(labels),
		...annotations,
		...part.annotations
	})));
	const common = Object.entries(first).filter(([key, text]) => others.every((other) => other[key] === text));
	return Object.fromEntries(common.toSorted(([one], [other]) => one < other ? -1 : 1));
}
function originIn(labels) {
	return Object.fromEntries(ORIGIN.flatMap((key) => labels[key] ? [[key, labels[key]]] : []));
}
// src/images/merge/judge.ts
/** Why images cannot be one image; nothing where they can. */
function judgeParts(parts, wanted) {
	const filled = parts.filter(({ images }) => images.length > 0);
	return [
		...parts.flatMap(noImage),
		...samePlatform(parts),
		...otherRevisions(filled, wanted)
	];
}
function impossible$1(message, hint) {
	return {
		code: "MERGE_IMPOSSIBLE",
		inputs: ["merge-tags"],
		message,
		hint
	};
}
function noImage({ tag, images, others }) {
	if (others.length === 0 && images.length > 0) return [];
	return [impossible$1(`merge-tags names ${tag}, which is not for a platform: ${others.length > 0 ? `${others.join(", ")} in it has no configuration that says one` : "it is empty"}`, "Name in merge-tags container images alone, or indexes of them; charts and signatures have no platform.")];
}
/** A node takes the first image of an index that fits, and nobody would see the other one. */
function samePlatform(parts) {
	const images = parts.flatMap((part) => part.images.map((image) => ({
		tag: part.tag,
		image
	})));
	return [...Map.groupBy(images, ({ image }) => platformKey(image))].flatMap(([platform, group]) => {
		if (group.length < 2) return [];
		const tags = [...new Set(group.map(({ tag }) => tag))];
		return [impossible$1(`merge-tags names ${group.length} images for ${platform}: ${tags.join(", ")}`, "Take all but one of them out of merge-tags. If one was to be for another platform, have its job build it there (runs-on, or the input platforms) and push it under a new tag: an immutable one cannot be pushed again.")];
	});
}
/** Images of Windows differ by the version of the system, too. */
function platformKey({ platform }) {
	const version = platform["os.version"];
	return [normalPlatform(platformText(platform)), ...version === void 0 ? [] : [version]].join(" ");
}
const REVISION = "org.opencontainers.image.revision";
function revisionOf({ annotations, images }) {
	return [
		annotations,
		...images.map((image) => image.annotations),
		...images.map(({ labels }) => labels)
	].map((texts) => texts[REVISION]?.trim()).find((text) => text !== void 0 && text !== "");
}
function otherRevisions(parts, { repositoryUrl, commit }) {
	const said = parts.map((part) => ({
		...part,
		revision: revisionOf(part)
	}));
	const others = said.filter(({ revision }) => revision && commit && !isCommit(revision, commit));
	if (others.length === 0) return severalRevisions(said);
	return others.map(({ tag, digest, revision = "" }) => ({
		code: "IMAGE_OTHER_COMMIT",
		inputs: ["merge-tags", "tag"],
		message: `${repositoryUrl}:${tag} (${digest}) says that it was built from ${oneLine(revision)}, not from ${commit}`,
		hint: "Name in merge-tags the images of the commit that the input tag names. If a job has pushed this one under the tag of another commit, find out why, and give it a new tag: an immutable one cannot be pushed again."
	}));
}
/** Also those of which it is not known what they were to be built from: all of one, or none says it. */
function severalRevisions(said) {
	const known = said.map(({ revision }) => revision?.toLowerCase()).filter((text) => text !== void 0);
	const [first] = known;
	if (known.every((text) => first !== void 0 && (text.startsWith(first) || first.startsWith(text))) && (known.length === 0 || known.length === said.length)) return [];
	return [impossible$1(`the images of merge-tags are not of one commit: ${said.map(({ tag, revision }) => `${tag} of ${revision === void 0 ? "no known commit" : oneLine(revision)}`).join(", ")}`, `Name in merge-tags images that were built from one commit; each says it by the annotation or label ${REVISION}, which this step writes.`)];
}
/** An image under the tag that is none of these parts, as one that an earlier workflow has built for one platform. */
function otherParts(found, parts, { repositoryUrl, tag }) {
	const held = imagesIn(found);
	const isHeld = (part) => [...imagesIn(part)].every((digest) => held.has(digest));
	const there = [...parts].flatMap(([name, part]) => part ? [{
		name,
		part
	}] : []);
	const absent = there.filter(({ part }) => !isHeld(part)).map(({ name }) => name);
	const wanted = new Set(there.flatMap(({ part }) => [...imagesIn(part)]));
	const isWhole = there.length === parts.size;
	if (absent.length === 0 && (!isWhole || held.size === wanted.size)) return void 0;
	const what = absent.length > 0 ? `without ${absent.join(", ")}` : "with others besides";
	return {
		code: "IMAGE_OTHER_PARTS",
		inputs: ["merge-tags", "tag"],
		message: `${repositoryUrl}:${tag} exists (${found.digest}), and is not made of the images of merge-tags: ${what}`,
		hint: `${ANOTHER_TAG}; or name in merge-tags what this one is made of. Jobs that push parts need tags of their own, such as \${{ github.sha }}-arm64.`
	};
}
// src/images/merge/merge.ts
/** What the images that are there become, or everything that stands in the way. */
function mergeOf({ image, content, parts = [] }, archived) {
	const problems = [...image.parts.filter((tag) => !content?.has(tag)).map((tag) => missingPart(image, tag, archived)), ...judgeParts(parts, image)];
	return {
		value: problems.length > 0 ? void 0 : compose(parts),
		problems
	};
}
/** Why an image that is there is not what this run would put together; undefined for one that it would not, too. */
function notMergeOf({ parts, repositoryUrl, tag }, found, content) {
	if (parts.length === 0) return void 0;
	return otherParts(found, new Map(parts.map((name) => [name, content?.get(name)])), {
		repositoryUrl,
		tag
	});
}
// src/images/decide.ts
/**
* As `decideAll`; where an image is refused because it is missing, its registry is asked whether it is archived, which
* looks the same. A run that is not refused asks nothing.
*/
async function decideOrExplain(images, options) {
	try {
		return decideAll(images, options);
	} catch (error) {
		const archived = await archivedAmong(images.filter(isRefused$1));
		if (archived.size === 0) throw error;
		return decideAll(images, {
			...options,
			archived
		});
	}
}
/** Nothing may build it, and it is not there. */
const isRefused$1 = (looked) => looked.image.build === void 0 && tagOf(looked) === void 0;
/**
* What to do for every image, from what its registry holds.
* @throws StepError with what stands in the way, of all images together.
*/
function decideAll(images, options) {
	const judged = images.map((looked) => decide$1(looked, options));
	failOnAny(judged.flatMap((one) => "problems" in one ? one.problems : []));
	return judged.flatMap((one) => "problems" in one ? [] : [one]);
}
function decide$1(looked, options) {
	const { unchanged, createRepository } = options;
	const { image, content } = looked;
	if (unchanged.has(image.name)) {
		const deployedTag = unchanged.get(image.name);
		const found = deployedTag === image.tag ? content?.get(image.tag) : void 0;
		return {
			...looked,
			how: "unchanged",
			found,
			deployedTag
		};
	}
	if (!content && !(createRepository && image.build)) {
		const { access, repository, stated } = image;
		return { problems: [addressed(missingRepository(access.registry, repository, stated), stated)] };
	}
	const tag = tagOf(looked);
	const found = tag === void 0 ? void 0 : content?.get(tag);
	return tag !== void 0 && found ? decideFound(looked, tag, found) : decideAbsent(looked, options);
}
function decideFound(looked, tag, found) {
	const { image, content } = looked;
	const problem = judgeFound(image, found, { tag }) ?? notMergeOf({
		...image,
		tag
	}, found, content);
	if (problem) return { problems: [problem] };
	return {
		...looked,
		found,
		how: tag === image.tag ? "reused" : "released"
	};
}
function decideAbsent(looked, { archived = /* @__PURE__ */ new Map() }) {
	const { image } = looked;
	if (image.parts.length > 0) return decideMerge(looked, archived);
	return image.build ? {
		...looked,
		how: "built",
		found: void 0
	} : { problems: [missingImage(image, archived)] };
}
function decideMerge(looked, archived) {
	const { image } = looked;
	const { value: found, problems } = mergeOf(looked, archived);
	if (!found) return { problems };
	const problem = judgeFound(image, found, { origin: "merged" });
	return problem ? { problems: [problem] } : {
		...looked,
		how: "merged",
		found
	};
}
/** Whether an image that stands under a tag is the one that this run would have made, or has. */
function judgeFound(image, found, { tag = image.tag, origin = image.build ? "found" : "required" } = {}) {
	const { repositoryUrl, commit, platforms } = image;
	return unsuitable(found, {
		repositoryUrl,
		tag,
		commit,
		release: tag === image.tag ? void 0 : image.tag,
		platforms,
		origin
	});
}
// src/images/accept.ts
/** The image with its platforms, where they are asked for. @throws StepError when it must not be deployed. */
async function accept(pushed, { image, registry, log, isOwn = false }) {
	const { found, unread } = await readPlatforms(image, pushed, registry);
	const problem = judgeFound(image, found, isOwn ? { origin: "built" } : {});
	if (problem) throw new StepError([problem]);
	if (unread !== void 0) log.warning(unread);
	return found;
}
// src/aws/registry/attestations.ts
/** Whether an index holds attestations of its images (BuildKit, docs/attestations/attestation-storage.md). */
function isAttested({ manifest }) {
	const { manifests } = jsonObject(manifest);
	if (!Array.isArray(manifests)) return false;
	return manifests.some((entry) => {
		const { [REFERENCE_TYPE]: type } = entry?.annotations ?? {};
		return type === "attestation-manifest";
	});
}
const REFERENCE_TYPE = "vnd.docker.reference.type";
// src/images/doubts.ts
/**
* Nothing else shows that a git tag was moved where an image has no annotation: then the version is still that of its
* old commit. Images of one commit that were built apart look the same.
*/
function doubtAbout({ image, content }, found) {
	if (found.revision !== void 0) return void 0;
	const tested = image.tested.flatMap((tag) => {
		const digest = content?.get(tag)?.digest;
		return digest === void 0 ? [] : [{
			tag,
			digest
		}];
	});
	const [other] = tested;
	return other === void 0 || tested.some(({ digest }) => digest === found.digest) ? void 0 : `${taggedReference(image)} is another image (${found.digest}) than ${other.tag} (${other.digest}). If the git tag was moved, it is the image of the old commit: give the release a version of its own.`;
}
/** An image that is there is taken as it is: what an input asks for besides is not added to it. */
function unattested({ image, how }, found) {
	const { provenance, sbom } = image.build ?? {};
	const asked = Object.entries({
		provenance,
		sbom
	}).flatMap(([name, value]) => value === void 0 ? [] : [name]);
	if (asked.length === 0 || isAttested(found)) return void 0;
	const taken = `${taggedReference(image)} (${found.digest}) is taken as it is, without what ${asked.join(" and ")} ${asked.length > 1 ? "ask" : "asks"} for`;
	return how === "released" ? `${taken}: it is the image of its commit. Let the run that builds the commit have ${asked.join(" and ")}, too.` : `${taken}: it was built without attestations, and its tag cannot be pushed again. For an image that has them, set the input tag to \${{ github.sha }}-r\${{ github.run_id }}, which names the same commit and a new image.`;
}
// src/images/put.ts
const PHASES = {
	released: "release",
	merged: "merge"
};
/**
* Puts a manifest under the tag: the release gets what was tested, whatever it holds, and images that were built apart
* get their index. @throws StepError when what the tag holds then must not be deployed.
*/
async function put(decision, log) {
	const { image, registry, found, how } = decision;
	const outcome = await registry.tag(image.repository, image.tag, found);
	const tagged = (await registry.find(image.repository, [image.tag]))?.get(image.tag);
	if (!tagged) {
		await refuseArchived(image, registry);
		return fail({
			code: "ECR_FAILED",
			message: `ECR took the tag of ${taggedReference(image)}, and does not know it`,
			hint: "Run the job again; check AWS_ENDPOINT_URL_ECR on this runner if it stays."
		});
	}
	const accepted = tagged.digest === found.digest ? found : await acceptOther(decision, tagged, log);
	const done = outcome === "tagged" ? DONE[how] : "another run was first";
	const what = how === "merged" ? `is one image of ${image.parts.join(", ")}` : `is the image of commit ${image.commit}`;
	log.info(`${taggedReference(image)} ${what} (${tagged.digest}): ${done}, nothing is built.`);
	const lack = unattested(decision, accepted);
	if (lack !== void 0) log.warning(lack);
	return accepted;
}
const DONE = {
	released: "tagged",
	merged: "put together"
};
async function acceptOther({ image, registry, content }, tagged, log) {
	const problem = notMergeOf(image, tagged, content);
	if (problem) throw new StepError([problem]);
	return accept(tagged, {
		image,
		registry,
		log
	});
}
// src/images/repositories.ts
/** Creates the repositories of images that are about to be built and have none, each once. */
async function createRepositories(builds, create, log) {
	if (typeof create !== "object") return;
	const missing = builds.filter(({ content }) => content === void 0);
	await allOrProblems([...new Map(missing.map((looked) => [looked.image.repositoryUrl, looked])).values()].map(async ({ image, registry }) => {
		if (await registry.createRepository(image.repository, create) === "existed") return;
		log.notice(`Created the ECR repository ${image.repositoryUrl}: ${describe$1(create)}.`);
	}));
}
function describe$1({ exclude, kmsKey, tags }) {
	return [
		`immutable tags${exclude.length > 0 ? ` but for ${exclude.join(", ")}` : ""}`,
		"scan on push",
		"untagged images expire",
		...kmsKey === void 0 ? [] : [`encrypted with ${kmsKey}`],
		...tags.size === 0 ? [] : [`the tags ${[...tags.keys()].join(", ")}`]
	].join(", ");
}
/** Says once of every repository that gets a tag which of them others could overwrite; a run that sets none asks nothing. */
async function warnOfMutableTags(decisions, log) {
	await warnOfTags(decisions.filter(({ how }) => [
		"built",
		"released",
		"merged"
	].includes(how)).filter(({ content }) => content !== void 0), log);
}
/** The same of repositories that a template has made: they are mutable unless it says otherwise (ECR user guide). */
async function warnOfTemplates(builds, create, log) {
	if (create !== "on-push") return;
	await warnOfTags(builds.filter(({ content }) => content === void 0), log);
}
async function warnOfTags(images, log) {
	const groups = Map.groupBy(images, ({ image }) => image.repositoryUrl);
	await Promise.all([...groups.values()].map((group) => warnOfRepository(group, log)));
}
async function warnOfRepository(group, log) {
	const [first] = group;
	if (!first) return;
	const { repository } = first.image;
	const mutable = await first.registry.mutableTags(repository, group.map(({ image }) => image.tag));
	if (mutable.tags.length === 0) return;
	const open = `so somebody else can overwrite ${mutable.tags.join(", ")}`;
	log.warning(mutable.filters.length === 0 ? `ECR repository ${repository} has mutable tags, ${open}. Set its tag immutability to IMMUTABLE.` : `ECR repository ${repository} excludes ${mutable.filters.join(", ")} from its immutable tags, ${open}. Narrow that exclusion filter until it matches no tag that is deployed.`);
}
// src/images/obtain.ts
/**
* Sees to it that every image is in its registry: what is not there yet is tagged or built. A failure ends no other
* build, because what is pushed now need not be built by the next run; with it comes what was obtained all the same.
*/
async function obtainAll(decisions, options, ports) {
	const { log, phases } = ports;
	const builds = decisions.filter(({ how }) => how === "built");
	const puts = decisions.filter((decision) => decision.how === "released" || decision.how === "merged");
	reportReused(decisions, log);
	const [warned, done, built] = await Promise.all([
		settle$1([warnOfMutableTags(decisions, log)]),
		settle$1(puts.map((decision) => phases.during(PHASES[decision.how], () => putTimed(decision, log)))),
		buildAll(builds, options, ports)
	]);
	const failures = [
		warned,
		done,
		built
	].flatMap(({ failure }) => failure ?? []);
	return {
		values: [...done.values, ...built.values],
		failure: oneFailure(failures)
	};
}
/** The images that a run leaves as the registry has them, and what is not certain about those that it takes. */
function reportReused(decisions, log) {
	for (const decision of decisions) {
		const { image, how, found, unread } = decision;
		if (how === "reused") {
			log.info(`${taggedReference(image)} exists (${found.digest}): reused, nothing is built.`);
			warnOf([doubtAbout(decision, found), unattested(decision, found)], log);
		}
		if (how !== "unchanged") warnOf([unread], log);
	}
}
function warnOf(warnings, log) {
	for (const warning of warnings) if (warning !== void 0) log.warning(warning);
}
async function putTimed(decision, log) {
	const started = performance.now();
	const found = await put(decision, log);
	return {
		name: decision.image.name,
		how: decision.how,
		found,
		seconds: secondsSince(started)
	};
}
const secondsSince = (started) => (performance.now() - started) / 1e3;
async function buildAll(builds, options, ports) {
	if (builds.length === 0) return {
		values: [],
		failure: void 0
	};
	try {
		const obtained = await build(builds, await prepared(builds, options, ports), {
			...options,
			...ports
		});
		await warnOfTemplates(builds.filter(({ image }) => obtained.values.some(({ name }) => name === image.name)), options.createRepository, ports.log);
		return obtained;
	} catch (error) {
		return {
			values: [],
			failure: asStepError(error)
		};
	}
}
/** The engine, with everything at hand that a build needs besides. */
async function prepared(builds, { createRepository }, { openEngine, log }) {
	const opened = await openEngine();
	await checkFiles(builds.map(({ image }) => image), opened, log);
	await createRepositories(builds, createRepository, log);
	return opened;
}
async function build(builds, { engine, signal, portsFor }, { createRepository, maxParallel, log, phases }) {
	return buildInParallel(builds.map((looked) => ({
		...looked,
		name: looked.image.name
	})), {
		verb: "Build and push",
		engine: engine.name,
		maxParallel,
		log,
		signal
	}, async ({ image, registry, login }, onLine) => {
		const started = performance.now();
		const found = await buildAndPush(image, engine, {
			...portsFor(image, onLine),
			phases,
			registry,
			login,
			createRepository,
			accept: (pushed, isOwn) => accept(pushed, {
				image,
				registry,
				log,
				isOwn
			})
		});
		onLine(`${taggedReference(image)} is in the registry (${found.digest}).`);
		return {
			name: image.name,
			how: "built",
			found,
			seconds: secondsSince(started)
		};
	});
}
// src/images/check.ts
const NOTHING$2 = {
	values: [],
	failure: void 0
};
/**
* Builds every image without pushing it, or in a dry run looks whether it could; an image that must exist already is no
* business of such a run.
*/
async function checkAll({ images, maxParallel, dryRun }, { openEngine, log, phases }) {
	const builds = images.filter(({ build }) => build !== void 0);
	if (builds.length === 0) return NOTHING$2;
	const opened = await openEngine();
	const { engine, signal, portsFor } = opened;
	await checkFiles(builds, opened, log);
	if (dryRun) return NOTHING$2;
	return buildInParallel(builds, {
		verb: "Build",
		engine: engine.name,
		maxParallel,
		log,
		signal
	}, async (image, onLine) => {
		const started = performance.now();
		await checkBuild(image, engine, {
			...portsFor(image, onLine),
			phases
		});
		return {
			name: image.name,
			seconds: (performance.now() - started) / 1e3
		};
	});
}
/**
* Says what a run would do for every image, and looks whether it could: an engine must answer, be able to do what is
* asked for, and find its files.
* @throws StepError with what a build would fail for before it begins.
*/
async function rehearse(decisions, { openEngine, log }) {
	reportReused(decisions, log);
	await warnOfMutableTags(decisions, log);
	const imagesTo = (how) => decisions.filter((decision) => decision.how === how).map(({ image }) => image);
	for (const image of imagesTo("released")) log.info(`${taggedReference(image)} is not in the registry: a real run tags the image of commit ${image.commit}.`);
	for (const image of imagesTo("merged")) log.info(`${taggedReference(image)} is not in the registry: a real run puts it together of ${image.parts.join(", ")}.`);
	const builds = imagesTo("built");
	if (builds.length === 0) return;
	const opened = await openEngine();
	await checkFiles(builds, opened, log);
	for (const image of builds) log.info(`${taggedReference(image)} is not in the registry: a real run builds it with ${opened.engine.name}.`);
}
// src/doors/deploy/announce.ts
/** Says first what this run is about to do, and why. */
function announcePlan(plan, log) {
	for (const warning of plan.warnings) log.warning(warning);
	for (const notice of plan.notices) log.notice(notice);
	for (const line of plan.unchecked) plan.dryRun ? log.notice(line) : log.info(line);
	for (const image of plan.images) announceImage(image, log);
	const config = configOf(plan);
	const intent = intentOf(plan);
	config ? log.info(intent) : log.notice(intent);
}
/** What the plan is about to do, in one line. */
function intentOf(plan) {
	const config = configOf(plan);
	const verb = config?.pullRequest ? "Proposes a deploy to" : "Deploys to";
	return `${config ? `${verb} ${config.remote.label}` : withoutDeploy(plan)}: ${plan.reason}.${plan.dryRun ? " This is a dry run." : ""}`;
}
function withoutDeploy({ kind, images }) {
	if (kind === "check") return "Builds only";
	const [{ build, parts }] = images;
	const what = parts.length > 0 ? "Puts the image together" : "Looks for the images";
	return `${build ? "Builds and pushes" : what}, but does not deploy`;
}
const NOUNS = {
	kustomize: "overlay",
	"helm-values": "values",
	manifest: "manifest",
	argocd: "application"
};
function announceImage(image, log) {
	log.info(`Image ${image.name}: ${isPushed(image) ? image.repositoryUrl : image.repository}:${image.tag}`);
	for (const part of image.parts) log.info(`  of ${part}`);
	for (const target of image.targets) log.info(`  ${NOUNS[target.kind]} ${targetName(target) || "."}`);
}
const OUTCOMES = {
	write: "changes",
	unchanged: "has every wanted value already",
	untouched: "stays as it is",
	superseded: "stays as it is",
	held: "is held"
};
/** What is to be known of the overlays, where nothing else is said of them. */
function announceNotices({ proposal }, say) {
	const verdicts = proposal?.verdicts.filter(({ outcome }) => outcome !== "untouched") ?? [];
	for (const notice of new Set(verdicts.flatMap(({ notices }) => notices))) say(notice);
}
/** The verdict on every overlay, and what changes. */
function announceVerdicts(record, log) {
	const { proposal, diff, note, commit } = record;
	for (const { image, kind, file, key, previous, outcome, rollback, notices } of proposal?.verdicts ?? []) {
		for (const notice of notices) outcome === "untouched" ? log.info(notice) : log.notice(notice);
		const before = previous === void 0 ? "" : ` (was ${shortTag(previous)})`;
		const place = targetName({
			kind,
			path: file,
			key
		});
		log.info(`${image} in ${place}: ${rollback ? "is rolled back" : OUTCOMES[outcome]}${before}`);
	}
	if (diff) log.info(diff);
	if (note) log.notice(note);
	if (commit !== void 0) log.info(`Committed ${commit} to the config repository.`);
	announcePull(record, log);
}
function announcePull({ pullRequest, isProposed, plan }, log) {
	if (pullRequest) log.info(`Pull request #${pullRequest.number}: ${pullRequest.url}`);
	if (isProposed) log.info(nextStep(configOf(plan)?.pullRequest));
}
/** What becomes of a pull request that is open, and what of it a person does. */
function nextStep(options) {
	if (options?.draft) return "Mark the draft ready for review, and merge it: that deploys.";
	return options?.autoMerge ? "GitHub merges it as soon as everything is there that the branch demands (reviews, checks), unless a warning says otherwise: that deploys." : "Review and merge it: that deploys.";
}
// src/doors/deploy/decide.ts
/** The registries are asked while the config repository is read; what is wrong with either is reported together. */
async function decide(plan, { connect, bump, engine, phases }) {
	const preflight = bump ? phases.during("config repository", () => bump.preflight()) : Promise.resolve(none());
	const [decisions] = await allOrProblems([unexplained(lookUp(plan.images, connect, phases).then(async (images) => {
		if (images.some(mayBeBuilt)) engine.ask();
		const unchanged = await preflight.catch(none);
		return decideOrExplain(images, {
			createRepository: plan.createRepository,
			unchanged
		});
	}), preflight), preflight]);
	return decisions;
}
const none = () => /* @__PURE__ */ new Map();
/** An overlay that names another registry says why this one has not what is looked for. */
function unexplained(decided, preflight) {
	return decided.catch(async (error) => {
		if (!(error instanceof StepError)) throw error;
		const shown = await preflight.then(() => [], (cause) => asStepError(cause).problems);
		const [first, ...rest] = withoutEchoes(error.problems, shown);
		if (!first) return [];
		throw rest.length + 1 === error.problems.length ? error : new StepError([first, ...rest], error.cause);
	});
}
// src/doors/deploy/engine.ts
/** Opens the engine when something is to be built, and may be: it can push to the step's own registries. */
const engineOpener = ({ logins }, { engine, connect, phases, quiet, own = [] }) => async () => {
	const logIn = async () => {
		return [...await allOrProblems(logins.map((access) => connect(access).login())), ...own];
	};
	const [opened] = await allOrProblems([phases.during("engine", () => engine.open(logIn())), quiet()]);
	return opened;
};
// src/doors/deploy/github-deployment/track.ts
/**
* Keeps a deployment while its commit is made. None begins where the first look has nothing to write; what another attempt of
* the same commit has left open ends all the same.
*/
async function tracked(tracker, first, work) {
	if (!tracker) return work();
	if (first && writtenBy(first).length > 0) await tracker.begin();
	try {
		const delivered = await work();
		await tracker.end(endOf(delivered));
		return delivered;
	} catch (error) {
		await tracker.end({
			state: "failure",
			isNews: false
		});
		throw error;
	}
}
/**
* A commit on the base branch is the end of what this run does; where something waits for Argo CD, that will say `success`.
* What a pull request proposes is `queued`: a person decides how long, and `in_progress` would say that something is at work.
*/
function endOf(delivered) {
	const { kind, proposal, pullRequest } = delivered;
	if (kind === "pushed") return {
		state: "success",
		isNews: true
	};
	if (kind === "proposed") return {
		state: "queued",
		logUrl: pullRequest?.url,
		isNews: true
	};
	return {
		state: proposal.verdicts.every(({ outcome }) => outcome === "unchanged" || outcome === "untouched") ? "success" : "inactive",
		isNews: false
	};
}
// src/inputs/build-fields.ts
/** `default`, `ID` or `ID=path[,path]`: an agent's socket, or keys (docker buildx build, `--ssh`). */
const ssh = (given) => /^[A-Za-z0-9_][\w.-]*(?:=[^\s\p{Cc},][^\p{Cc}]*)?$/u.test(given) ? value(given) : {
	mistake: "is not of the form default, ID or ID=path",
	example: "default"
};
/** docker/build-push-action takes a repository for a context; here the tag is the commit of the checkout. */
const context = (given) => /^[a-z][a-z+]*:\/\/|^[\w.-]+@[\w.-]+:|^\{\{/i.test(given) ? {
	mistake: "is no folder: what is built is what actions/checkout has checked out",
	example: "."
} : argument(given);
/** A folder of this machine, wherever the step runs. */
const absolutePath = (given) => given.startsWith("/") ? text(given) : {
	mistake: "is not an absolute path",
	example: "/opt/shared"
};
const URL_CREDENTIAL = /=https?:\/\/[^/]*@/i;
const buildContext = (given) => {
	if (URL_CREDENTIAL.test(given)) return {
		mistake: "holds a credential, which every process could read; BuildKit takes it from the secret GIT_AUTH_TOKEN (input secret-envs)",
		example: "lib=https://github.com/acme/lib.git#main",
		confidential: true
	};
	return /^[A-Za-z0-9][^\s=]*=[^\s\p{Cc}]\P{Cc}*$/u.test(given) ? value(given) : {
		mistake: "is not of the form name=value",
		example: "shared=libs/shared"
	};
};
const cache = (given) => {
	if (given === "gha") return value({ kind: "gha" });
	const repository = given.replace(/^ecr:/, "");
	return repository !== given && isRepositoryName(repository) ? value({
		kind: "ecr",
		repository
	}) : {
		mistake: "is neither gha nor ecr:<repository>",
		example: "ecr:kubeadm_ec2_cluster/build-cache"
	};
};
const frontend = (given) => parseReference(given) ? value(given) : {
	mistake: "is not the reference of an image",
	example: "docker/dockerfile:1"
};
/** What `--provenance` and `--sbom` take; undefined when it is switched off (docker buildx build, `--attest`). */
const attestation = (example) => (given) => {
	if (/^false$/i.test(given)) return value(void 0);
	if (/^true$/i.test(given)) return value("true");
	return /^[a-z][\w-]*=[^,\s\p{Cc}]+(?:,[a-z][\w-]*=[^,\s\p{Cc}]+)*$/u.test(given) ? value(given) : {
		mistake: "is neither a boolean nor attributes",
		example
	};
};
/** BuildKit, README, "Output", `compression-level`. */
const HIGHEST_LEVEL = {
	gzip: 9,
	estargz: 9,
	zstd: 22
};
const COMPRESSION_EXAMPLE = "zstd,level=3,force";
const isCompression = (text) => Object.hasOwn(HIGHEST_LEVEL, text);
/** `zstd`, `zstd,level=3`, `zstd,level=3,force`. */
const compression = (given) => {
	const [type = "", ...attributes] = given.split(/[\s,]+/);
	const refused = (mistake) => ({
		mistake,
		example: COMPRESSION_EXAMPLE
	});
	if (!isCompression(type)) return refused("begins with none of gzip, zstd and estargz");
	const pairs = attributes.map((attribute) => attribute.split("="));
	const keys = pairs.map(([key = ""]) => key);
	const unknown = keys.find((key) => key !== "level" && key !== "force");
	if (unknown !== void 0) return refused(`has "${unknown}", which is neither level= nor force`);
	if (new Set(keys).size < keys.length) return refused("says one thing twice");
	const { level, force = "false" } = Object.fromEntries(pairs.map(([key = "", text = "true"]) => [key, text]));
	if (level !== void 0 && !(/^\d{1,2}$/.test(level) && Number(level) <= HIGHEST_LEVEL[type])) return refused(`has a level that is not a whole number from 0 to ${HIGHEST_LEVEL[type]}`);
	if (force !== "true" && force !== "false") return refused("has a force that is not a boolean");
	return value({
		type,
		level: level === void 0 ? void 0 : Number(level),
		force: force === "true"
	});
};
// src/inputs/build-inputs.ts
function parseBuildInputs(reader) {
	return {
		context: reader.one("context", context) ?? ".",
		file: reader.one("file", argument),
		target: reader.one("target", text),
		platforms: reader.list("platforms", platform$1),
		buildArgs: reader.list("build-args", buildArg, "values"),
		labels: reader.list("labels", label$1, "values"),
		noCache: reader.one("no-cache", flag) ?? false,
		network: reader.one("network", text),
		secrets: reader.one("secrets", secretValues) ?? [],
		secretEnvs: reader.list("secret-envs", secretVariable),
		secretFiles: reader.list("secret-files", secretFile, "values"),
		ssh: reader.list("ssh", ssh, "values"),
		contexts: reader.list("build-contexts", buildContext, "values"),
		cache: reader.one("cache", cache),
		cacheFrom: reader.list("cache-from", cacheEntry, "attributes"),
		cacheTo: reader.list("cache-to", cacheEntry, "attributes"),
		provenance: reader.one("provenance", attestation("mode=max")),
		sbom: reader.one("sbom", attestation("true")),
		compression: reader.one("compression", compression)
	};
}
const DEFAULT_MAX_PARALLEL = 12;
function parseEngineInputs(reader) {
	return {
		engine: reader.one("engine", oneOf$2("buildx", "buildah", "docker")),
		builder: reader.one("builder", argument),
		maxParallel: reader.one("max-parallel", integer(1, 100)) ?? DEFAULT_MAX_PARALLEL,
		trustedFrontends: reader.list("trusted-frontends", frontend),
		shareBuilder: reader.one("share-builder", flag) ?? false,
		trustedPaths: reader.list("trusted-paths", absolutePath, "patterns")
	};
}
// src/inputs/credential/app-fields.ts
const APP_ID = "123456, or the client id Iv23liAbCdEfGhIjKlMn (both are on the page of the App)";
/** The number of a GitHub App, or its client id (GitHub docs, "Generating a JSON Web Token for a GitHub App", `iss`). */
const appId = (given) => {
	if (/^(?:[1-9]\d{0,14}|Iv[A-Za-z0-9.]{8,60})$/.test(given)) return value(given);
	if (/^Ov[A-Za-z0-9]{8,60}$/.test(given)) return {
		mistake: "is the client id of an OAuth app, and not of a GitHub App",
		example: APP_ID
	};
	if (/^[0-9a-f]{40}$|BEGIN|^gh[a-z]_/.test(given)) return {
		mistake: "holds a secret, and neither",
		example: APP_ID,
		confidential: true
	};
	return {
		mistake: "is neither the id nor the client id of a GitHub App",
		example: APP_ID
	};
};
const KMS_ARN = /^arn:(aws(?:-[a-z]+)*):kms:([a-z0-9-]+):(\d*):(key\/(?:mrk-)?[A-Za-z0-9-]{1,64}|alias\/[\w/-]{1,250})$/;
const KMS_EXAMPLE = "arn:aws:kms:ap-southeast-2:465002806239:key/1234abcd-12ab-34cd-56ef-1234567890ab";
/** The full ARN: an id or an alias alone would be of whichever account and region asks. */
const kmsKeyArn = (given) => {
	const [, partition = "", region = "", account = "", resource = ""] = KMS_ARN.exec(given) ?? [];
	if (/BEGIN|^gh[a-z]_/.test(given)) return {
		mistake: "holds a secret, and no ARN",
		example: KMS_EXAMPLE,
		confidential: true
	};
	if (resource === "") return {
		mistake: "is not the full ARN of a KMS key or of its alias",
		example: KMS_EXAMPLE
	};
	if (!isAccountId(account)) return {
		mistake: `has the account "${account}", which is not 12 digits${lostZero(account)}`,
		example: KMS_EXAMPLE
	};
	if (!isRegion(region) || partitionOfRegion(region) !== partition) return {
		mistake: `names no region of the partition ${partition}: "${region}"`,
		example: KMS_EXAMPLE
	};
	const alias = resource.startsWith("alias/") ? resource : void 0;
	return value({
		arn: given,
		partition,
		region,
		account,
		alias
	});
};
// src/inputs/pull-request.ts
const PLAIN_PULL_REQUEST = {
	title: void 0,
	labels: [],
	reviewers: [],
	teamReviewers: [],
	assignees: [],
	draft: false,
	autoMerge: void 0,
	branch: void 0,
	cleanup: false
};
const INPUT$2 = {
	input: "pull-request",
	where: "pull-request",
	keys: [
		"title",
		"labels",
		"reviewers",
		"team-reviewers",
		"assignees",
		"draft",
		"auto-merge",
		"branch",
		"cleanup"
	],
	lists: /* @__PURE__ */ new Set([
		"labels",
		"reviewers",
		"team-reviewers",
		"assignees"
	]),
	example: "{ title: \"{name} to production\", labels: [deploy], team-reviewers: [platform], auto-merge: squash }"
};
/** The YAML of `pull-request`. */
function parsePullRequest(given, readYaml) {
	const read = yamlValue(given, INPUT$2, readYaml);
	if (read.problems.length > 0) return {
		...read,
		value: PLAIN_PULL_REQUEST
	};
	const { value, problems } = readKeys(textsOf(read.value, INPUT$2), INPUT$2, optionsIn);
	return {
		value,
		problems: [
			...problems,
			...mergedDraft(value),
			...tooMany(value)
		]
	};
}
const optionsIn = (keys) => ({
	title: keys.one("title", title),
	labels: distinct(keys.list("labels", label)),
	reviewers: distinct(keys.list("reviewers", login)),
	teamReviewers: keys.list("team-reviewers", team),
	assignees: distinct(keys.list("assignees", login)),
	draft: keys.one("draft", flag) ?? false,
	autoMerge: keys.one("auto-merge", autoMerge),
	branch: keys.one("branch", branch),
	cleanup: keys.one("cleanup", flag) ?? false
});
/** GitHub takes names whatever their case, and one twice as one. */
const distinct = (names) => [...new Map(names.toReversed().map((name) => [name.toLowerCase(), name])).values()].toReversed();
function mergedDraft({ draft, autoMerge: method }) {
	if (!draft || method === void 0) return [];
	return [yamlProblem("pull-request", "pull-request has both draft and auto-merge, and GitHub merges no draft", "Keep one of draft and auto-merge in pull-request.")];
}
/** GitHub REST API, "Add assignees to an issue". */
const MOST_ASSIGNEES = 10;
function tooMany({ assignees }) {
	if (assignees.length <= MOST_ASSIGNEES) return [];
	const message = `pull-request.assignees has ${assignees.length} people, and GitHub takes ${MOST_ASSIGNEES}`;
	return [yamlProblem("pull-request", message, `Leave at most ${MOST_ASSIGNEES} in pull-request.assignees.`)];
}
/** One for the pull request alone: what it is merged into would be refused. */
const branch = (given) => {
	const parsed = branchName(given);
	return "mistake" in parsed ? {
		...parsed,
		example: "deploys/web"
	} : parsed;
};
/** GitHub refuses a longer one: "title is too long (maximum is 256 characters)". */
const LONGEST_TITLE = 256;
const title = (given) => given.length > LONGEST_TITLE ? {
	mistake: `has more than ${LONGEST_TITLE} characters`,
	example: "{name} {tag}"
} : text(given);
/** GitHub refuses a longer one: "name is too long (maximum is 50 characters)". A comma parts two. */
const label = (given) => {
	if (given.includes(",")) return {
		mistake: "has a comma",
		example: "deploy"
	};
	return [...given].length > 50 ? {
		mistake: "has more than 50 characters, as no label of GitHub has",
		example: "deploy"
	} : text(given);
};
/** GitHub docs, "Username considerations"; managed users end in `_SHORTCODE`, Apps in `[bot]`. */
const LOGIN = /^[A-Za-z\d](?:-?[A-Za-z\d]){0,98}-?(?:_[A-Za-z\d]{1,40})?(?:\[bot\])?$/;
const login = (given) => {
	const name = given.replace(/^@/, "");
	if (LOGIN.test(name)) return value(name);
	return /^[\w.-]+\/[\w.-]+$/.test(name) ? {
		mistake: "is a team, which goes in team-reviewers",
		example: "octocat"
	} : {
		mistake: "is no login of GitHub",
		example: "octocat"
	};
};
const team = (given) => {
	const [, organisation, slug = ""] = /^@?(?:([A-Za-z\d-]+)\/)?([\w.-]{1,100})$/.exec(given) ?? [];
	return slug === "" ? {
		mistake: "is no slug of a team, as the address of its page ends in",
		example: "platform-team"
	} : value({
		slug,
		organisation
	});
};
const METHODS = new Map([
	"merge",
	"squash",
	"rebase"
].map((method) => [method, method]));
const autoMerge = (given) => {
	const flag$1 = flag(given);
	if ("value" in flag$1) return value(flag$1.value ? "default" : void 0);
	const method = METHODS.get(given);
	return method ? value(method) : {
		mistake: "is neither a boolean nor one of merge, squash and rebase",
		example: "squash"
	};
};
// src/inputs/replicas.ts
const NO_REPLICAS = {
	patterns: [],
	timeoutSeconds: 300
};
const INPUT$1 = {
	input: "replicas",
	where: "replicas",
	keys: [
		"hosts",
		"regions",
		"timeout"
	],
	example: "{ hosts: [465002806239.dkr.ecr.eu-west-1.amazonaws.com], regions: [\"us-*\"], timeout: 5m }"
};
/** Replication mostly takes less than 30 minutes (Amazon ECR user guide, "Private image replication"). */
const LONGEST_SECONDS = 3600;
/** The YAML of `replicas`: a mapping, or hosts and regions alone. */
function parseReplicas(given, readYaml) {
	const read = yamlValue(given, INPUT$1, readYaml);
	if (read.problems.length > 0) return {
		value: NO_REPLICAS,
		problems: read.problems
	};
	const map = isRecord(read.value) ? read.value : { hosts: read.value };
	const unknown = unknownKeys(map, INPUT$1);
	const { hosts, regions, timeout } = map;
	const patterns = judgedTogether([...itemsOf("hosts", hosts, placePattern), ...itemsOf("regions", regions, regionPattern)]);
	const time = timeOf(timeout);
	const problems = [
		...unknown,
		...patterns.problems,
		...time.problems
	];
	const found = patterns.value.flat();
	if (found.length + problems.length === 0) return {
		value: NO_REPLICAS,
		problems: [EMPTY]
	};
	return {
		value: {
			patterns: found,
			timeoutSeconds: time.value
		},
		problems
	};
}
const problem$1 = (message, hint) => yamlProblem("replicas", message, hint);
const EMPTY = problem$1("replicas names neither a host nor a region", `Write replicas as in: ${INPUT$1.example}`);
/** A list, or several in one text: neither hosts nor regions hold a space or a comma. */
function itemsOf(key, given, parse) {
	if (given === void 0) return [];
	return (typeof given === "string" ? given.split(/[\s,]+/).filter(Boolean) : list(given)).map((item, index) => {
		const where = `replicas.${key}[${index}]`;
		const parsed = typeof item === "string" ? parse(item) : {
			mistake: "is no text",
			example: EXAMPLE_HOST
		};
		if ("value" in parsed) return sound([parsed.value]);
		const shown = typeof item === "string" && !parsed.confidential ? `is "${item.slice(0, 120)}", which ` : "";
		const hint = `Give ${where} a value such as: ${parsed.example}`;
		return {
			value: [],
			problems: [problem$1(`${where} ${shown}${parsed.mistake}`, hint)]
		};
	});
}
const list = (given) => Array.isArray(given) ? given : [given];
const EXAMPLE_HOST = "465002806239.dkr.ecr.eu-west-1.amazonaws.com";
const regionPattern = (written) => /^[a-z\d-]*\*[a-z\d*-]*$/.test(written) || isRegion(written) ? { value: {
	written,
	account: void 0,
	region: written
} } : {
	mistake: "is neither an AWS region nor a pattern over regions",
	example: "eu-*"
};
/** A host, one with a pattern in the place of its region, or a region: what is meant is plain. */
const placePattern = (written) => {
	if (!written.includes(".")) return regionPattern(written);
	const host = parseEcrHost(written);
	if (host) return { value: {
		written,
		account: host.account,
		region: host.region
	} };
	const [, account = "", region = ""] = HOST_OF_REGIONS.exec(written) ?? [];
	return isAccountId(account) && region.includes("*") && hasEcrSuffix(written) ? { value: {
		written,
		account,
		region
	} } : hostMistake(written);
};
const HOST_OF_REGIONS = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z\d*-]+)\./;
const UNITS = {
	s: 1,
	m: 60,
	min: 60,
	h: 3600
};
function timeOf(given) {
	if (given === void 0) return sound(NO_REPLICAS.timeoutSeconds);
	const [, count, unit = ""] = typeof given === "string" && /^(\d{1,4}) ?(s|m|min|h)$/.exec(given.trim()) || [];
	const seconds = Number(count) * (UNITS[unit] ?? NaN);
	if (seconds <= LONGEST_SECONDS) return sound(seconds);
	const mistake = /^\d+$/.test(String(given)) ? "has no unit" : "is no time of at most 1h";
	return {
		value: NO_REPLICAS.timeoutSeconds,
		problems: [problem$1(`replicas.timeout is "${String(given).slice(0, 120)}", which ${mistake}`, "Give replicas.timeout a value such as: 5m")]
	};
}
// src/inputs/config-inputs.ts
function parseConfigInputs(reader, readYaml) {
	const replicas = reader.one("replicas", value);
	const pullRequest = reader.one("pull-request", value);
	const given = reader.one("config-token", configToken);
	return {
		repository: reader.one("config-repository", gitRemote),
		branch: reader.one("config-branch", branchName),
		token: given?.token,
		tokenUser: given?.user,
		sshKey: reader.one("config-ssh-key", sshKey),
		sshKnownHosts: reader.one("config-ssh-known-hosts", secret),
		app: {
			id: reader.one("config-app-id", appId),
			privateKey: reader.one("config-app-private-key", appKey),
			kmsKey: reader.one("config-app-kms-key", kmsKeyArn)
		},
		deployRefs: reader.list("deploy-refs", refPattern, "patterns"),
		pin: reader.one("pin", oneOf$2("tag", "digest", "both")) ?? "tag",
		retarget: reader.one("retarget", flag) ?? false,
		replicas: replicas === void 0 ? NO_REPLICAS : reader.keep(parseReplicas(replicas, readYaml)),
		delivery: reader.one("delivery", oneOf$2("pull-request", "push")) ?? "push",
		pullRequest: pullRequest === void 0 ? void 0 : reader.keep(parsePullRequest(pullRequest, readYaml)),
		onStale: reader.one("on-stale", oneOf$2("skip", "fail", "write")) ?? "skip",
		onDiverged: reader.one("on-diverged", oneOf$2("default-branch", "write", "skip", "fail")) ?? "default-branch",
		createMissing: reader.one("create-missing", flag) ?? false,
		renderCheck: reader.one("render-check", oneOf$2("auto", "require", "off")) ?? "auto",
		chartVersion: reader.one("chart-version", oneOf$2("patch", "off")) ?? "off",
		commitMessage: reader.one("commit-message", text),
		commitVia: reader.one("commit-via", oneOf$2("auto", "git", "api")) ?? "auto",
		commitAuthor: reader.one("commit-author", author)
	};
}
const EXAMPLE$2 = "acme/platform-config";
/** Two segments and no more: a group of groups is not `owner/name`, and a link made from its end would be wrong. */
const PATH_SLUG = /^\/?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/;
function slugOf(path) {
	const slug = PATH_SLUG.exec(path)?.[1];
	return slug ? { slug } : {};
}
function fromUrl(given) {
	const url = URL.canParse(given) ? new URL(given) : void 0;
	if (!url) return {
		mistake: "is not a URL that git understands",
		example: EXAMPLE$2
	};
	if (url.password || url.username && url.protocol !== "ssh:") return {
		mistake: "holds a credential: that goes in config-token",
		example: EXAMPLE$2,
		confidential: true
	};
	if (/^-/.test(url.hostname) || /^(?:-|%2d)/i.test(url.username)) return {
		mistake: "names a host that begins with \"-\"",
		example: EXAMPLE$2
	};
	if (url.hostname.includes("%")) return {
		mistake: "names a host with a \"%\"",
		example: EXAMPLE$2
	};
	switch (url.protocol) {
		case "https:":
		case "http:": return { value: {
			url: given,
			transport: "https",
			...slugOf(url.pathname)
		} };
		case "ssh:": return { value: {
			url: given,
			transport: "ssh",
			...slugOf(url.pathname)
		} };
		case "file:": return { value: {
			url: given,
			transport: "file"
		} };
		default: return {
			mistake: `has the transport "${url.protocol}", which is not supported`,
			example: EXAMPLE$2
		};
	}
}
/** `owner/name`, `https://`, `ssh://`, `file://`, or `user@host:path` as git's scp-like form. */
const gitRemote = (given) => {
	if (/[\s\p{Cc}]/u.test(given)) return {
		mistake: "has white space",
		example: EXAMPLE$2
	};
	if (given.includes("\\")) return {
		mistake: "has a backslash",
		example: EXAMPLE$2
	};
	if (given.includes("://")) return fromUrl(given);
	const scp = /^\w[\w.-]*@\w[\w.-]*:(?!-)(.+)/.exec(given)?.[1];
	if (scp) return { value: {
		url: given,
		transport: "ssh",
		...slugOf(scp)
	} };
	return /^[A-Za-z0-9][\w.-]*\/[\w.-]+$/.test(given) ? { value: {
		slug: given.replace(/\.git$/, ""),
		transport: "slug"
	} } : {
		mistake: "is neither owner/name nor a git URL",
		example: EXAMPLE$2
	};
};
// src/inputs/create-repository.ts
const PLAIN = {
	kmsKey: void 0,
	tags: /* @__PURE__ */ new Map(),
	exclude: []
};
const INPUT = {
	input: "create-repository",
	where: "create-repository",
	keys: [
		"kms-key",
		"tags",
		"exclude"
	],
	example: "{ kms-key: alias/ecr, tags: { team: payments }, exclude: [sha256-*] }"
};
const WORDS = /* @__PURE__ */ new Map([["", void 0], ["on-push", "on-push"]]);
/** Whether only a parser of YAML can say what it is. */
const isRepositoryMap = (given) => !("value" in flag(given)) && !WORDS.has(given);
/** `true`, `false`, `on-push`, or a map of what CreateRepository is to be given (ECR API reference). */
function parseCreateRepository(given, readYaml) {
	const switched = flag(given);
	if ("value" in switched) return sound(switched.value ? PLAIN : void 0);
	if (WORDS.has(given)) return sound(WORDS.get(given));
	const { value: map, problems } = yamlValue(given, INPUT, readYaml);
	if (problems.length > 0) return {
		value: void 0,
		problems
	};
	if (!isRecord(map)) return {
		value: void 0,
		problems: [mistaken(noMap(given))]
	};
	const read = {
		kmsKey: readKey(map["kms-key"]),
		tags: readTags(map.tags),
		exclude: readFilters(map.exclude)
	};
	const mistakes = [
		read.kmsKey,
		read.tags,
		read.exclude
	].flatMap(({ mistake }) => mistake ?? []);
	const wrong = [...unknownKeys(map, INPUT), ...mistakes.map(mistaken)];
	if (wrong.length > 0) return {
		value: void 0,
		problems: wrong
	};
	return sound({
		kmsKey: read.kmsKey.value,
		tags: read.tags.value,
		exclude: read.exclude.value
	});
}
const noMap = (given) => `is "${given}", which is neither a boolean, on-push nor a map`;
const mistaken = (mistake) => yamlProblem(INPUT.input, `create-repository ${mistake}`, `Write create-repository as in: ${INPUT.example}`);
/** KMS API reference, "Key identifiers"; a multi-Region key has the prefix `mrk-`. */
const KMS_KEY = /^(?:arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(?:key\/[A-Za-z0-9-]{1,64}|alias\/[\w/-]{1,250})|alias\/[\w/-]{1,250}|(?:mrk-)?[0-9a-f-]{32,36})$/;
function readKey(given) {
	if (given === void 0 || given === "") return { value: void 0 };
	if (typeof given === "string" && KMS_KEY.test(given)) return { value: given };
	return {
		value: void 0,
		mistake: `has the kms-key "${shown(given)}", which is no ID, ARN or alias (alias/name) of a KMS key`
	};
}
/** ECR API reference, Tag; AWS keeps `aws:` for itself. */
const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u;
const MOST_TAGS = 50;
function readTags(given) {
	if (given === void 0 || given === "") return { value: /* @__PURE__ */ new Map() };
	const pairs = isRecord(given) ? Object.entries(given) : void 0;
	const tags = pairs?.flatMap(([key, value]) => typeof value === "string" ? [[key, value]] : []);
	if (tags === void 0 || tags.length !== pairs?.length) return {
		value: /* @__PURE__ */ new Map(),
		mistake: "has tags that are no map of texts"
	};
	const bad = tags.find(([key, value]) => !isTagPair(key, value));
	if (bad) return {
		value: /* @__PURE__ */ new Map(),
		mistake: `has the tag "${shown(bad[0])}", which AWS does not take with its value (a key of 1 to 128 characters that does not begin with aws:, a value of at most 256)`
	};
	if (tags.length > MOST_TAGS) return {
		value: /* @__PURE__ */ new Map(),
		mistake: `has more than ${MOST_TAGS} tags`
	};
	return { value: new Map(tags) };
}
function isTagPair(key, value) {
	return key.length >= 1 && key.length <= 128 && !/^aws:/i.test(key) && TAG_TEXT.test(key) && value.length <= 256 && TAG_TEXT.test(value);
}
/** ECR API reference, ImageTagMutabilityExclusionFilter: at most five, with at most two stars each. */
const FILTER = /^[0-9A-Za-z._*-]{1,128}$/;
const MOST_FILTERS = 5;
const MOST_STARS = 2;
function readFilters(given) {
	if (given === void 0 || given === "") return { value: [] };
	const list = typeof given === "string" ? given.split(/[\s,]+/) : asList(given);
	const filters = list.filter((one) => typeof one === "string").filter((one) => one !== "");
	const bad = list.find((one) => typeof one !== "string" || one !== "" && !isFilter(one));
	if (bad !== void 0) return {
		value: [],
		mistake: `has the exclude filter "${shown(bad)}", which ECR does not take (letters, digits, . _ - and at most two *)`
	};
	if (filters.length > MOST_FILTERS) return {
		value: [],
		mistake: `has more than ${MOST_FILTERS} exclude filters`
	};
	return { value: [...new Set(filters)] };
}
const asList = (given) => Array.isArray(given) ? given : [given];
const isFilter = (filter) => FILTER.test(filter) && filter.split("*").length - 1 <= MOST_STARS;
const shown = (given) => typeof given === "string" ? given.slice(0, 120) : typeof given;
// src/inputs/image-list.ts
/** What an item of `images` may say: the inputs of the same names, for this image alone. */
const IMAGE_KEYS = [
	"name",
	"repository",
	"registry",
	"tag",
	"source-repository",
	"context",
	"file",
	"target",
	"platforms",
	"build-args",
	"build-contexts",
	"labels",
	"no-cache",
	"network",
	"secret-envs",
	"secret-files",
	"ssh",
	"cache",
	"cache-from",
	"cache-to",
	"provenance",
	"sbom",
	"compression",
	"paths",
	"overlays",
	"helm-values",
	"manifests"
];
/** Lists of `name=value`, which YAML has a form of its own for. */
const PAIRS = /* @__PURE__ */ new Set([
	"build-args",
	"build-contexts",
	"labels",
	"secret-envs",
	"secret-files"
]);
/** Further lists. An item of one in YAML is that item, whatever is in it. */
const LISTS$1 = /* @__PURE__ */ new Set([
	...PAIRS,
	"platforms",
	"ssh",
	"cache-from",
	"cache-to",
	"paths",
	"overlays",
	"helm-values",
	"manifests"
]);
const EXAMPLE$1 = "- { repository: team/api, context: services/api, overlays: apps/api/overlays/prod }";
const ITEM$1 = {
	input: "images",
	where: "images",
	keys: IMAGE_KEYS,
	lists: LISTS$1,
	pairs: PAIRS,
	example: EXAMPLE$1,
	unknown: (key) => key === "secrets" ? "Move it to the input secrets, which every image can use and whose values are masked; or name variables in secret-envs." : `The keys of an image are ${IMAGE_KEYS.join(", ")}; everything else is an input of the step.`
};
/** The YAML list of `images`. Every scalar is text: `1.10` stays a tag, `012345678901` an account. */
function parseImageList(given, readYaml) {
	const { value: list, problems } = yamlValue(given, ITEM$1, readYaml);
	if (problems.length > 0) return {
		value: [],
		problems
	};
	if (!Array.isArray(list) || list.length === 0) return {
		value: [],
		problems: [NO_LIST]
	};
	return judgedTogether(list.map((item, index) => textsOf(item, {
		...ITEM$1,
		where: `images[${index}]`
	})));
}
const NO_LIST = yamlProblem("images", "images is not a YAML list of images", `Give the input images one item for each image, for example: ${EXAMPLE$1}`);
/** Reads an image's own value where its item has one, else the input of that name, which every image shares. */
function itemReader(item, read) {
	return (name) => item.get(name) ?? read(name);
}
// src/names/paths/path-mistake.ts
const EXAMPLE = "web.image";
const FIRST$1 = [
	{
		from: /^\.+Values\./,
		to: "",
		mistake: "begins with .Values",
		correction: "Leave out .Values"
	},
	{
		from: /^\.+/,
		to: "",
		mistake: "begins with a dot",
		correction: "Leave out the first dot"
	},
	{
		from: /^\[("[^"]+"|'[^']+')\]/,
		to: "$1",
		mistake: "has a key in brackets",
		correction: "Write it without them"
	}
];
const LATER$1 = [
	{
		from: /^\.(\[)/,
		to: "$1",
		mistake: "has a dot before a bracket",
		correction: "Leave out that dot"
	},
	{
		from: /^\.{2,}/,
		to: ".",
		mistake: "has two dots in a row",
		correction: "Write one dot"
	},
	{
		from: /^\[("[^"]+"|'[^']+')\]/,
		to: ".$1",
		mistake: "has a key in brackets",
		correction: "Write it behind a dot"
	},
	{
		from: /^(?=[A-Za-z_])/,
		to: ".",
		mistake: "has no dot behind a bracket",
		correction: "Write one there"
	}
];
const NEITHER = "has brackets that are neither a number nor name=value";
const ANYWHERE = [{
	from: /^\[([A-Za-z][\w-]*)\]/,
	to: "[name=$1]",
	mistake: NEITHER,
	correction: "Name a field of the item in them"
}];
/** What a path becomes where it is written as elsewhere; undefined where the place that is none has no such habit. */
function repaired(text, at) {
	const rest = text.slice(at);
	const habit = [...at === 0 ? FIRST$1 : LATER$1, ...ANYWHERE].find(({ from }) => from.test(rest));
	return habit && {
		...habit,
		text: text.slice(0, at) + rest.replace(habit.from, habit.to)
	};
}
/** More habits than that in one path are none. */
const MOST_HABITS = 10;
/** @param failsAt Where a text stops to be a path; undefined for one that is a path. */
function pathMistake(text, at, failsAt) {
	const first = repaired(text, at);
	let next = first;
	for (let habits = 1; next && habits <= MOST_HABITS; habits++) {
		const fails = failsAt(next.text);
		if (first && fails === void 0) return {
			mistake: first.mistake,
			correction: first.correction,
			example: next.text
		};
		next = fails === void 0 ? void 0 : repaired(next.text, fails);
	}
	return plainMistake(text, text.slice(at));
}
function plainMistake(text, rest) {
	if (text === "") return {
		mistake: "has no path",
		example: EXAMPLE
	};
	if (rest.startsWith("[")) return {
		mistake: NEITHER,
		example: "containers[name=web].image"
	};
	if (/^\.*$/.test(rest)) return {
		mistake: "ends in a dot",
		example: EXAMPLE
	};
	if (/^\.?["']/.test(rest)) return {
		mistake: "has a quotation mark that does not close",
		example: "\"my.key\".image"
	};
	return {
		mistake: `is no path of keys from "${rest.slice(0, 20)}" on`,
		example: EXAMPLE
	};
}
// src/names/yaml-path.ts
/** Deeper than anything that a parser of this step follows. */
const DEEPEST = 100;
const KEY = /()()()("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:\\.|[^.[\]\\"'\s])(?:\\.|[^.[\]\\])*)/y;
const ITEM = /\[(?:(\d{1,9})|((?:\\.|[^=\]\\"'[\s])+)=("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:\\.|[^\]\\"'])(?:\\.|[^\]\\])*))\]/y;
/**
* `a.b[name=web].c[0]`: keys between dots, items in brackets. A key with a dot in it stands in quotation marks, or has a
* backslash before the dot, as `helm --set` has it.
*/
function parsePath(text) {
	const { steps, fails } = walk(text);
	if (steps.length > DEEPEST) return {
		mistake: `is deeper than ${DEEPEST} steps`,
		example: "web.image"
	};
	return fails === void 0 ? steps : pathMistake(text, fails, (one) => walk(one).fails);
}
/** The steps of a text as far as it is a path, and where it stops to be one. */
function walk(text) {
	const steps = [];
	let at = 0;
	do {
		const dot = at > 0 && text[at] === "." ? 1 : 0;
		const found = (dot === 0 ? matchAt(ITEM, text, at) : void 0) ?? (at === 0 || dot === 1 ? matchAt(KEY, text, at + dot) : void 0);
		if (!found) return {
			steps,
			fails: at
		};
		at += dot + found[0].length;
		steps.push(stepOf(found));
	} while (at < text.length && steps.length <= DEEPEST);
	return { steps };
}
function matchAt(pattern, text, at) {
	pattern.lastIndex = at;
	return pattern.exec(text) ?? void 0;
}
const isMistaken = (path) => "mistake" in path;
function stepOf([, index, field, value = "", key]) {
	if (key !== void 0) return {
		kind: "key",
		key: unquoted(key)
	};
	if (field === void 0) return {
		kind: "index",
		index: Number(index)
	};
	return {
		kind: "match",
		field: unquoted(field),
		value: unquoted(value)
	};
}
function unquoted(text) {
	if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
	return (text.startsWith("\"") ? text.slice(1, -1) : text).replaceAll(/\\(.)/gs, "$1");
}
/** One spelling for one path. */
const formatPath = (steps) => steps.map(formatStep).join("").replace(/^\./, "");
function formatStep(step) {
	if (step.kind === "index") return `[${step.index}]`;
	if (step.kind === "match") return `[${escaped(step.field, /[=\]\\"'[\s]/g)}=${quotedWhereNeeded(step.value, /[\]\\"']|^$/)}]`;
	return `.${quotedWhereNeeded(step.key, /[.[\]\\"'\s]|^$/)}`;
}
const escaped = (text, special) => text.replaceAll(special, String.raw`\$&`);
const quotedWhereNeeded = (text, special) => special.test(text) ? `"${escaped(text, /["\\]/g)}"` : text;
// src/inputs/target-fields.ts
const VALUES_EXAMPLE = "apps/web/values-prod.yaml#image";
const MANIFEST_EXAMPLE = "apps/web/deployment.yaml#Deployment/web/web";
/** `path/values.yaml#dotted.path` */
const helmValues = (given) => fileIn(given, VALUES_EXAMPLE, valuesPlace);
function valuesPlace({ path, key }) {
	const steps = parsePath(key);
	if (!isMistaken(steps)) return value({
		path,
		key: formatPath(steps)
	});
	const { mistake, correction, example } = steps;
	return {
		mistake: `names a place in the file that ${mistake}`,
		correction,
		example: `${path}#${example}`
	};
}
/** `path/deployment.yaml#kind/name/container` */
const manifest = (given) => fileIn(given, MANIFEST_EXAMPLE, containerPlace);
function containerPlace({ path, key }) {
	const [kind = "", name = "", container = "", ...more] = key.split("/");
	if (/^[A-Za-z][A-Za-z0-9]*$/.test(kind) && isName(name) && isName(container) && more.length === 0) return value({
		path,
		key
	});
	const example = `${path}#${exampleOf(MANIFEST_EXAMPLE)}`;
	return key.includes("/") || !/[.[]/.test(key) ? {
		mistake: "has no kind, name and container behind the #, parted by /",
		example
	} : {
		mistake: "has a path of keys behind the #, not kind/name/container",
		...keysOf({
			path,
			key
		}, example)
	};
}
/** A path of keys leads to what helm-values takes, unless it is one into a pod. */
function keysOf({ path, key }, example) {
	if (/containers\b/i.test(key)) return {
		correction: "Name kind, object and container",
		example
	};
	const read = valuesPlace({
		path,
		key
	});
	return {
		correction: "A path of keys belongs in the input helm-values",
		example: "value" in read ? `${path}#${read.value.key}` : read.example
	};
}
/** Names of objects are DNS names for the most part; those of some kinds may have a colon. */
const isName = (text) => /^[A-Za-z0-9](?:[\w.:-]*[A-Za-z0-9])?$/.test(text);
/** The place in the file of an example. */
const exampleOf = (example) => example.slice(example.indexOf("#") + 1);
function fileIn(given, example, placeIn) {
	if (/\p{Cc}/u.test(given)) return {
		mistake: "has a line break or control character",
		example
	};
	const hash = given.indexOf("#");
	if (hash < 0) return withoutHash(given, example, placeIn);
	const path = overlayPath(given.slice(0, hash));
	const key = given.slice(hash + 1).trim();
	if (path === void 0 || path === "") return {
		mistake: "names no file inside the config repository, from its root, in front of the #",
		example
	};
	return key === "" ? {
		mistake: "has nothing behind the #",
		example
	} : placeIn({
		path,
		key
	});
}
/** Where the name of a file ends, and what may part a place in it from there instead of a #. */
const FILE_END = /\.(?:ya?ml|json)(?=$|[\s:=@|,;!/])/i;
const GAP = /^[\s:=@|,;!/]*/;
function withoutHash(given, example, placeIn) {
	const mistake = "has no #, and behind it where in the file the image is";
	const { path, sign, key } = partedAt(given);
	if (!path) return {
		mistake,
		example
	};
	if (key === "") return {
		mistake,
		correction: "Write behind a # where in the file the image is",
		example: `${path}#${exampleOf(example)}`
	};
	const place = placeIn({
		path,
		key
	});
	if (!("value" in place)) return place.correction === void 0 ? {
		mistake,
		example
	} : place;
	return {
		mistake,
		correction: `Write # for the ${SIGNS[sign] ?? `"${sign}"`}`,
		example: `${path}#${place.value.key}`
	};
}
function partedAt(given) {
	const end = FILE_END.exec(given);
	const at = end ? end.index + end[0].length : 0;
	const [gap = ""] = GAP.exec(given.slice(at)) ?? [];
	return {
		path: overlayPath(given.slice(0, at)),
		sign: gap.trim().charAt(0) || " ",
		key: given.slice(at + gap.length)
	};
}
const SIGNS = {
	":": "colon",
	" ": "space"
};
// src/inputs/images.ts
/** The images of the step: those of `images`, each with the flat inputs as defaults, or the one of the flat inputs. */
function parseImages(reader, read, readYaml) {
	const flat = parseImage(reader);
	const given = read("images").trim();
	if (given === "") return [flat];
	const [first = flat, ...rest] = reader.keep(parseImageList(given, readYaml)).map((item, index) => {
		const where = `images[${index}].`;
		const own = new InputReader(itemReader(item, read), where);
		const value = parseImage(own, (input) => item.has(input) ? `${where}${input}` : input);
		const problems = own.problems.filter(({ inputs = [] }) => inputs.some((input) => item.has(input)));
		return reader.keep({
			value,
			problems
		});
	});
	return [first, ...rest];
}
function parseImage(reader, named = (input) => input) {
	return {
		name: reader.one("name", text),
		repository: reader.one("repository", repositoryName),
		registry: reader.one("registry", ecrHost),
		tag: reader.one("tag", text),
		tagInput: named("tag"),
		repositoryInput: named("repository"),
		registryInput: named("registry"),
		sourceRepository: reader.one("source-repository", repositorySlug),
		paths: reader.list("paths", pathPattern, "patterns"),
		overlays: reader.list("overlays", text, "patterns"),
		helmValues: reader.list("helm-values", helmValues, "patterns"),
		manifests: reader.list("manifests", manifest, "patterns"),
		build: parseBuildInputs(reader)
	};
}
// src/inputs/merge-inputs.ts
/** Inputs of a build, with the value that says nothing; a step that puts an image together has no use for them. */
const OF_BUILDS = {
	context: ".",
	file: "",
	target: "",
	"build-args": "",
	"build-contexts": "",
	labels: "",
	"no-cache": "false",
	network: "",
	secrets: "",
	"secret-envs": "",
	"secret-files": "",
	ssh: "",
	cache: "",
	"cache-from": "",
	"cache-to": "",
	provenance: "false",
	sbom: "false",
	compression: "",
	engine: "",
	builder: "",
	"login-registries": "",
	"trusted-frontends": "",
	"share-builder": "false",
	"trusted-paths": "",
	"create-repository": "false",
	"require-clean": "false"
};
const tag = (given) => isTag(given) ? value(given) : {
	mistake: "is not the tag of an image",
	example: `\${{ github.sha }}-arm64`
};
/** Tags of the images that the step puts together, and everything that it would leave aside. */
function parseMergeTags(reader, read) {
	const tags = reader.list("merge-tags", tag);
	const problems = tags.length === 0 ? [] : [
		...twice(tags),
		...besideImages(read),
		...besideBuild(read)
	];
	return reader.keep({
		value: [...new Set(tags)],
		problems
	});
}
function invalid(inputs, message, hint) {
	return {
		code: "INPUT_INVALID",
		inputs,
		message,
		hint
	};
}
function twice(tags) {
	return [...new Set(tags.filter((tag, index) => tags.indexOf(tag) !== index))].map((tag) => invalid(["merge-tags"], `merge-tags names ${tag} twice`, "Name each image once, the one of each platform by the tag that its job has pushed it under."));
}
function besideImages(read) {
	if (read("images").trim() === "") return [];
	return [invalid(["merge-tags", "images"], "merge-tags is set beside images, and does not say which of them is put together", "Use a step of its own for each image that is put together, with repository, tag and merge-tags instead of images. One step with images and build: never can deploy them all then.")];
}
function besideBuild(read) {
	const given = Object.entries(OF_BUILDS).filter(([input, nothing]) => !["", nothing].includes(read(input).trim().toLowerCase())).map(([input]) => input);
	if (given.length === 0) return [];
	const names = given.join(", ");
	return [invalid(["merge-tags", ...given], `merge-tags is set, so this step builds nothing, and ${names} would have no effect`, `Move ${names} to the jobs that build the images which merge-tags names.`)];
}
// src/doors/deploy/inputs.ts
/** Inputs that are YAML, whatever they hold. */
const YAML_INPUTS = [
	"images",
	"replicas",
	"pull-request"
];
/** Whether an input is a text of YAML: its parser takes long to load. */
const holdsYaml = (given) => YAML_INPUTS.some((name) => given(name).trim() !== "") || isRepositoryMap(given("create-repository").trim());
function parseInputs(given, readYaml) {
	const read = readOnce(given);
	const reader = new InputReader(read);
	const mergeTags = parseMergeTags(reader, read);
	const build = reader.one("build", oneOf$2("auto", "never")) ?? "auto";
	return {
		inputs: {
			roleToAssume: reader.one("role-to-assume", roleArn),
			awsRegion: reader.one("aws-region", region),
			allowedAccountIds: reader.list("allowed-account-ids", accountId),
			loginRegistries: reader.list("login-registries", loginRegistry, "values"),
			roleSessionName: reader.one("role-session-name", sessionName$1),
			roleDurationSeconds: reader.one("role-duration-seconds", integer(900, 43200)) ?? 3600,
			audience: reader.one("audience", text),
			awsCredentials: reader.one("aws-credentials", oneOf$2("oidc", "ambient")) ?? "oidc",
			trustedEndpoints: reader.list("trusted-endpoints", endpointHost),
			images: parseImages(reader, read, readYaml),
			mergeTags,
			build: mergeTags.length > 0 ? "never" : build,
			push: reader.one("push", oneOf$2("auto", "true", "false")) ?? "auto",
			engine: parseEngineInputs(reader),
			createRepository: reader.keep(parseCreateRepository(read("create-repository").trim(), readYaml)),
			pullAccounts: reader.list("pull-accounts", accountId),
			requireClean: reader.one("require-clean", flag) ?? false,
			config: parseConfigInputs(reader, readYaml),
			githubToken: reader.one("github-token", secret),
			githubDeployment: reader.one("github-deployment", environmentName),
			dryRun: reader.one("dry-run", flag) ?? false
		},
		problems: reader.problems
	};
}
/** What the images are made of, as far as inputs say it. */
function ingredientsOf({ images, build }) {
	return images.map(({ paths, build: { context, file, contexts } }) => ({
		context,
		paths,
		besides: [...file === void 0 ? [] : [dirname(file)], ...contexts.map(valueIn).filter(isPlace)],
		copied: [{
			folder: context,
			ignoreFiles: ignoreFilesOf(context, file)
		}, ...contexts.map(valueIn).filter(isPlace).map((folder) => ({
			folder,
			ignoreFiles: ignoreFilesIn(folder)
		}))],
		built: build === "auto"
	}));
}
const valueIn = (pair) => pair.slice(pair.indexOf("=") + 1);
/** All but images and other stages. What is fetched is no folder of a checkout, and as such nobody knows whose it is. */
const isPlace = (value) => !/^(?:docker-image:\/\/|target:)/.test(value);
// src/doors/deploy/plan/mode.ts
/** The events that stand for trusted code of this repository; every other one builds without pushing. */
const PUSHING_EVENTS = /* @__PURE__ */ new Set([
	"push",
	"release",
	"workflow_dispatch",
	"schedule",
	"repository_dispatch",
	"workflow_run"
]);
function decideMode(inputs, source) {
	if (inputs.push === "false") return {
		push: false,
		deploy: false,
		reason: "push is false"
	};
	if (inputs.push === "auto" && !PUSHING_EVENTS.has(source.event)) return {
		push: false,
		deploy: false,
		reason: `a run on ${source.event || "this event"} builds without pushing`
	};
	if (source.fromPullRequest) {
		const { push } = inputs;
		return {
			push: push === "true",
			deploy: false,
			reason: "a run for a pull request never deploys"
		};
	}
	if (!inputs.config.repository) return {
		push: true,
		deploy: false,
		reason: "config-repository is empty"
	};
	if (isDeployRef(source, inputs.config.deployRefs)) return {
		push: true,
		deploy: true,
		reason: `${source.ref} is a deploy ref`
	};
	const refs = inputs.config.deployRefs;
	const allowed = refs.length > 0 ? refs.join(", ") : `${source.defaultBranch ?? "the default branch, which the event does not name"}, version tags`;
	return {
		push: true,
		deploy: false,
		reason: `${source.ref} is not one of deploy-refs (${allowed})`
	};
}
/** A run of commits that may be deployed, whether or not this one does: `config-repository` may be another step's. */
function isOfDeployRef(source, patterns) {
	return !source.fromFork && !source.fromPullRequest && isDeployRef(source, patterns);
}
function isDeployRef(source, patterns) {
	const isVersionTag = versionOfGitTag(source.ref) !== void 0;
	if (patterns.length === 0) return source.defaultBranch !== void 0 && source.ref === `refs/heads/${source.defaultBranch}` || isVersionTag;
	const isNamedShort = isVersionTag || source.ref.startsWith("refs/heads/");
	const short = source.ref.split("/").slice(2).join("/");
	return patterns.some((pattern) => {
		const matches = (0, import_picomatch.default)(pattern);
		return pattern.startsWith("refs/") ? matches(source.ref) : isNamedShort && matches(short);
	});
}
// src/doors/deploy/plan/build/cache.ts
const OF_DEPLOY_REFS = "deploy";
/**
* Deploy refs share a cache that no other run writes: what they build from is theirs alone. Every other ref has one of
* its own, and so has each other commit that is checked out by hand, as on a slash command. The name of a ref is
* anybody's text, and a run for a pull request may stand on the ref of the default branch.
*/
function cacheScope({ config: { deployRefs } }, source) {
	const heads = new Set([...source.checkouts.values()].map(({ head }) => head));
	heads.delete(source.sha);
	if (heads.size === 0 && isOfDeployRef(source, deployRefs)) return OF_DEPLOY_REFS;
	return digestOf([
		source.ref,
		source.fromPullRequest || source.fromFork,
		...[...heads].toSorted()
	]);
}
/** undefined also where this run could neither read nor write it. */
function planCache(cache, options) {
	const { push, scope, readableHost } = options;
	if (!cache || cache.kind === "ecr" && !push && readableHost === void 0) return void 0;
	const key = (of) => `${imageKey(options)}-${of}`;
	const reads = /* @__PURE__ */ new Set([...push ? [key(scope)] : [], key(OF_DEPLOY_REFS)]);
	return {
		...cache,
		reads: [...reads],
		writes: push ? key(scope) : void 0,
		readableHost
	};
}
/** The repositories of a registry that the session must be able to write the caches of a build to. */
function cacheRepositories(build, registry) {
	const named = (build?.cacheTo ?? []).map(({ attributes }) => attributes.get("ref") ?? "").map((reference) => repositoryIn(reference, registry));
	return [cacheRepository(build), ...named].filter((repository) => repository !== void 0);
}
function repositoryIn(reference, registry) {
	const host = registryOf(reference) ?? "";
	const found = parseEcrHost(host);
	const repository = reference.slice(host.length + 1).replace(/[:@].*/, "");
	return found && isSameRegistry(found, registry) && isRepositoryName(repository) ? repository : void 0;
}
/** The repository of the input cache, where this run writes it. */
function cacheRepository(build) {
	const cache = build?.cache;
	return cache?.kind === "ecr" && cache.writes !== void 0 ? cache.repository : void 0;
}
/** A tag has at most 128 of `[\w.-]`; behind this one come a "-" and a scope. */
const LONGEST$1 = 111;
/**
* Images and sets of platforms that are built side by side would overwrite each other's cache under one name
* (docker/bake-action#329). Nothing behind the last "-" holds another.
*/
function imageKey({ name, repository, platforms }) {
	const sorted = platforms.toSorted();
	const built = sorted.length === 0 ? "native" : sorted.join("_").replaceAll("/", ".");
	const key = `${repository.replaceAll("/", ".")}-${built}`;
	return name === lastSegment(repository) && !repository.includes(".") && !sorted.some((platform) => platform.includes("_")) && key.length <= LONGEST$1 ? key : `${key.slice(0, 94)}-${digestOf([
		repository,
		name,
		sorted
	])}`;
}
function digestOf(parts) {
	return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 16);
}
/** A cache is written over in every run, which is what an immutable repository of images refuses. */
function cacheWarnings(images) {
	const repositories = new Set(images.map(({ repository }) => repository));
	return images.flatMap(({ build }) => {
		const cache = cacheRepository(build);
		if (!repositories.has(cache)) return [];
		return [`cache is ecr:${cache}, which is the repository of an image: tags of a cache have to move, so give it a repository of its own, with mutable tags.`];
	});
}
// src/doors/deploy/plan/aws/creation.ts
const planCreation = ({ createRepository, pullAccounts }) => typeof createRepository === "object" ? {
	...createRepository,
	pullAccounts
} : createRepository;
/** What the session must be allowed so that a repository can be made. */
function grantsOf(create, registry, repositoryArn) {
	if (create === void 0) return sound({});
	if (create === "on-push") return sound({ onDemand: [repositoryArn] });
	const { kmsKey, tags } = create;
	const key = kmsKey === void 0 ? void 0 : keyArn(kmsKey, registry);
	return {
		value: {
			creates: [repositoryArn],
			tags: tags.size > 0 ? [repositoryArn] : [],
			keys: key === void 0 ? [] : [key.replace(/:alias\/.*/, ":key/*")]
		},
		problems: key !== void 0 && !key.startsWith(`arn:${registry.partition}:kms:${registry.region}:`) ? [keyElsewhere(key, registry)] : []
	};
}
function keyArn(given, { partition, region, account }) {
	if (given.startsWith("arn:")) return given;
	return `arn:${partition}:kms:${region}:${account}:${given.startsWith("alias/") ? given : `key/${given}`}`;
}
const keyElsewhere = (key, { host, region }) => ({
	code: "ACCOUNT_MISMATCH",
	inputs: ["create-repository"],
	message: `create-repository has the kms-key ${key}, but registry ${host} is in ${region}`,
	hint: `Give kms-key a key in ${region}; ECR takes no other. Where images go to several regions, give it an alias that each of them has: alias/name.`
});
/** A tag that can be moved says nothing of what is deployed, so no filter may let one of this step go. */
function excludedTags({ createRepository }, images) {
	if (typeof createRepository !== "object") return [];
	const { exclude } = createRepository;
	return images.flatMap(({ name, tag }) => exclude.filter((filter) => matchesFilter(filter, tag)).map((filter) => ({
		name,
		tag,
		filter
	}))).map(({ name, tag, filter }) => ({
		code: "INPUT_INVALID",
		inputs: ["create-repository", "tag"],
		message: `create-repository excludes ${filter} from immutability, which is the tag ${tag} of ${name}, too`,
		hint: "Narrow that filter until it matches no tag that is deployed: sha256-* is enough for attestations that stand under a tag."
	}));
}
function creationWarnings({ createRepository, pullAccounts }) {
	if (typeof createRepository === "object" || pullAccounts.length === 0) return [];
	return [createRepository === "on-push" ? "pull-accounts has no effect with create-repository: on-push: the policy of the repository is that of the template." : "pull-accounts has no effect without create-repository: true, and only on repositories that this step creates."];
}
// src/doors/deploy/plan/aws/access.ts
/** The registry to push to, compared with the role before any request; undefined where it cannot be said. */
function planAccess(image, inputs, { source, sessions }) {
	const role = inputs.roleToAssume;
	if (!role && inputs.awsCredentials === "oidc") return sound(void 0);
	const registry = image.registry ?? defaultRegistry(inputs, source);
	if (!registry) return {
		value: void 0,
		problems: [missingRegistry(inputs, source)]
	};
	const pushed = repositoryArn(registry, image.repository);
	const caches = cacheRepositories(image.build, registry).map((name) => repositoryArn(registry, name));
	const made = grantsOf(inputs.createRepository, registry, pushed);
	const session = sessions.of(role, {
		writes: [pushed, ...caches],
		...made.value
	});
	const endpoints = planEndpoints(registry, {
		inputs,
		source
	});
	const problems = [
		...compareRegions(inputs, registry),
		...role ? compareAccounts(inputs, role, registry) : [],
		...made.problems,
		...endpoints.problems
	];
	return {
		value: {
			registry,
			role,
			session,
			endpoints: endpoints.value
		},
		problems
	};
}
/** Images of several may be in other regions, as their registries say; a region that none of them is in is a mistake. */
function compareRegions({ awsRegion: region, images }, registry) {
	const isUsed = images.some((image) => (image.registry?.region ?? region) === region);
	if (region === void 0 || isUsed) return [];
	return [{
		code: "ACCOUNT_MISMATCH",
		inputs: ["aws-region"],
		message: `aws-region is ${region}, but registry ${registry.host} is in ${registry.region}`,
		hint: "Leave the input aws-region empty (it follows registry), or give the registry of that region."
	}];
}
/** The registry of the role's account in the region, where both are known. */
function defaultRegistry({ roleToAssume: role, awsRegion }, source) {
	const region = awsRegion ?? source.environmentRegion;
	return role && region !== void 0 ? defaultEcrHost(role.account, region) : void 0;
}
function missingRegistry({ roleToAssume: role, awsRegion }, source) {
	if (!role) return noAccount;
	const region = awsRegion ?? source.environmentRegion;
	return {
		code: "INPUT_REQUIRED",
		inputs: [
			"aws-region",
			"registry",
			"role-to-assume"
		],
		message: region === void 0 ? "neither aws-region nor registry says in which region to push" : `there is no known ECR host in the region ${region}`,
		hint: "Set the input aws-region, for example to ap-southeast-2."
	};
}
const noAccount = {
	code: "INPUT_REQUIRED",
	inputs: ["registry", "role-to-assume"],
	message: "aws-credentials is ambient, and neither registry nor role-to-assume says to which account to push",
	hint: "Set the input registry to the host to push to, for example 465002806239.dkr.ecr.ap-southeast-2.amazonaws.com, or role-to-assume to a role of that account."
};
function compareAccounts(inputs, role, registry) {
	const partitions = comparePartitions([
		"role-to-assume",
		"aws-region",
		"registry"
	], role, registry);
	if (registry.account === role.account || inputs.allowedAccountIds.includes(registry.account)) return partitions;
	return [...partitions, {
		code: "ACCOUNT_MISMATCH",
		inputs: ["registry"],
		message: `registry ${registry.host} is in account ${registry.account}, but role-to-assume is in account ${role.account}`,
		hint: accountHint(role, registry)
	}];
}
/** An account of documentation is nobody's to push to, and a role in it nobody's to assume. */
function accountHint(role, registry) {
	const made = (account) => `${account} is a placeholder, as documentation has them`;
	if (isPlaceholder(role.account)) return `Set the input role-to-assume to the ARN of a role in your own account: ${made(role.account)}.`;
	if (isPlaceholder(registry.account)) return `Set the input registry to the host of your own account, or leave it empty, which makes it that of ${role.account}: ${made(registry.account)}.`;
	return `Correct registry or role-to-assume; if pushing to the other account is meant, add "${registry.account}" to allowed-account-ids.`;
}
/** Credentials of one partition mean nothing in another (IAM reference, "Amazon Resource Names"). */
function comparePartitions(inputs, role, { host, partition }) {
	if (partition === role.partition) return [];
	return [{
		code: "ACCOUNT_MISMATCH",
		inputs,
		message: `role ${role.arn} is in partition ${role.partition}, but registry ${host} is in partition ${partition}`,
		hint: `Give a role and a registry of one partition: correct ${inputs.join(" or ")}.`
	}];
}
function repositoryArn({ partition, region, account }, repository) {
	return `arn:${partition}:ecr:${region}:${account}:repository/${repository}`;
}
// src/doors/deploy/plan/empty-secret.ts
/** GitHub docs, "Using secrets in GitHub Actions" and "Reuse workflows": what is not there is an empty text, and no error. */
const EMPTY_SECRET = "A secret that the job cannot see is empty: one of an environment is seen only by a job with that environment, and a reusable workflow sees only what its caller passes (secrets: inherit).";
// src/doors/deploy/plan/aws/pushes.ts
/** undefined when a registry is not known, which is a problem already. */
function planPushes(images, { inputs, source, sessions }) {
	const accesses = images.map((image, index) => planAccess({
		...image,
		registry: inputs.images[index]?.registry
	}, inputs, {
		source,
		sessions
	}));
	const { value, problems } = judgedTogether(accesses);
	const [first, ...rest] = images.flatMap((image, index) => {
		const access = value[index];
		const stated = statedBy(inputs.images[index] ?? inputs.images[0], {
			inputs,
			source
		});
		return access ? [pushedImage(image, access, stated)] : [];
	});
	return {
		value: first && rest.length === images.length - 1 ? [first, ...rest] : void 0,
		problems: [...credentialProblems(inputs, source), ...problems]
	};
}
function pushedImage(image, access, stated) {
	return {
		...image,
		access,
		stated,
		repositoryUrl: `${access.registry.host}/${image.repository}`
	};
}
/** What decided where an image goes: a registry that is given says both account and region. */
function statedBy({ registry, registryInput, repositoryInput: repository }, { inputs, source }) {
	if (registry) return {
		account: registryInput,
		region: registryInput,
		repository
	};
	return {
		account: "role-to-assume",
		region: inputs.awsRegion === void 0 ? `the variable ${source.regionVariable}` : "aws-region",
		repository
	};
}
/** What a run that pushes lacks to get credentials at all: all of it is known before any request. */
function credentialProblems(inputs, source) {
	const ambient = inputs.awsCredentials === "ambient";
	if (source.fromFork && (ambient || source.idTokenAvailable)) return [withheld(source)];
	if (ambient) return [];
	const role = inputs.roleToAssume ? [] : [{
		code: "INPUT_REQUIRED",
		inputs: ["role-to-assume"],
		message: "role-to-assume is empty, and this run pushes",
		hint: `Set the input role-to-assume to the full ARN of a role that may push, such as arn:aws:iam::465002806239:role/gitops-deploy, or set push: false. ${EMPTY_SECRET}`
	}];
	return source.idTokenAvailable ? role : [...role, noIdToken(source)];
}
function withheld({ event, fromAnybody }) {
	const what = fromAnybody ? `${event || "no event"}, which does not say whose files are checked out` : "a pull request from a fork";
	const way = fromAnybody ? "Or check out the commit of the run with git, without submodules, and add no file to it, not even an ignored one; build from such folders and from images alone (context, file, build-contexts)." : "";
	return {
		code: "CREDENTIALS_UNAVAILABLE",
		message: `this run is for ${what}, and gets no AWS credentials here, whatever its event and permissions`,
		hint: `${FOR_OTHERS} ${way}`.trim()
	};
}
// src/doors/deploy/plan/aws/sessions.ts
/** One session per role, whatever it is used for: its policy allows the writes of all uses together. */
var Sessions = class {
	#inputs;
	#source;
	#known = /* @__PURE__ */ new Map();
	constructor(inputs, source) {
		this.#inputs = inputs;
		this.#source = source;
	}
	/** The session of a role, or of the runner's own credentials where there is none, with what this use may do besides. */
	of(role, allowed = {}) {
		const key = role?.arn;
		const session = this.#known.get(key) ?? this.#plan(role);
		this.#known.set(key, session);
		for (const list of LISTS) addMissing(session[list], allowed[list] ?? []);
		return session;
	}
	#plan(role) {
		const inputs = this.#inputs;
		return {
			name: inputs.roleSessionName ?? sessionName(this.#source),
			durationSeconds: inputs.roleDurationSeconds,
			audience: inputs.audience ?? (role?.partition === "aws-cn" ? "sts.amazonaws.com.cn" : "sts.amazonaws.com"),
			writes: [],
			creates: [],
			tags: [],
			keys: [],
			signs: [],
			onDemand: [],
			...inputs.awsCredentials === "ambient" ? { ambient: { accounts: ownAccounts(inputs) } } : {}
		};
	}
};
const LISTS = [
	"writes",
	"creates",
	"tags",
	"keys",
	"signs",
	"onDemand"
];
function addMissing(known, arns) {
	for (const arn of arns) if (!known.includes(arn)) known.push(arn);
}
/** The accounts that credentials without a role may be of: that of the registry, else of those that are only read. */
function ownAccounts({ images, loginRegistries, allowedAccountIds }) {
	const registries = images.flatMap(({ registry }) => registry ?? []);
	const hosts = registries.length > 0 ? registries : loginRegistries.map(({ host }) => host);
	return [.../* @__PURE__ */ new Set([...hosts.map(({ account }) => account), ...allowedAccountIds])];
}
/** RoleSessionName is 2 to 64 of `[\w+=,.@-]`: the repository is cut, never the run that CloudTrail should lead to. */
function sessionName(source) {
	const run = `-${source.runId}-${source.runAttempt}`;
	return `${source.repository.replaceAll(/[^\w+=,.@-]/g, "-").slice(0, 64 - run.length)}${run}`;
}
// src/doors/deploy/plan/commit-via.ts
/**
* By the prefix (GitHub docs, "About authentication to GitHub", token prefixes), and never by the length: since 2026 those
* of installations, GITHUB_TOKEN too, have some 520 characters.
*/
const PREFIXES = [
	["ghs_", "installation"],
	["ghp_", "person"],
	["github_pat_", "person"],
	["gho_", "person"],
	["ghu_", "person"]
];
const kindOfToken = (token) => PREFIXES.find(([prefix]) => token.startsWith(prefix))?.[1] ?? "unknown";
/** How the commit is made, as far as it can be said before any file was looked at. */
function planVia(options, source) {
	const { commitVia, delivery } = options.config;
	if (commitVia === "git") return sound({
		kind: "git",
		reason: "commit-via is git"
	});
	const required = commitVia === "api";
	const obstacle = options.config.commitAuthor ? AUTHOR : obstacleTo(options, source);
	if (obstacle) return {
		value: {
			kind: "git",
			reason: obstacle.why
		},
		problems: required ? [impossible(obstacle, {
			input: "commit-via",
			is: "api"
		}, "commit-via: git")] : []
	};
	const person = unlessInstallation(options.credential);
	if (person !== void 0 && !required) return sound({
		kind: "git",
		reason: person
	});
	const reason = required ? "commit-via is api" : INSTALLATIONS[options.credential.kind === "app" ? "app" : "token"];
	return sound({
		kind: "api",
		reason,
		required,
		...person !== void 0 && delivery === "pull-request" ? { unsigned: true } : {},
		...placeOf(options.remote, source)
	});
}
/** Where the API has a repository of which nothing is in the way. */
const placeOf = ({ slug = "" }, { serverUrl, apiUrl }) => ({
	repository: slug,
	serverUrl: serverUrl.replace(/\/$/, ""),
	apiUrl: apiUrl.replace(/\/$/, "")
});
const INSTALLATIONS = {
	app: "config-app-id is a GitHub App on this GitHub",
	token: "the token is that of an installation on this GitHub"
};
/** What keeps a run from the API of the config repository. A token goes to no other host than its own. */
function obstacleTo({ remote, credential }, source) {
	if (remote.transport === "file") return elsewhere$1(source);
	if (credential.kind !== "token" && credential.kind !== "app") return NO_TOKEN;
	if (remote.transport !== "slug" && !remote.slug) return NO_NAME;
	if (remote.transport !== "slug" && originOf(remote.url) !== originOf(source.serverUrl)) return elsewhere$1(source);
	return credential.kind === "app" ? void 0 : otherApi(source);
}
const originOf = (url) => URL.canParse(url) ? new URL(url).origin : void 0;
/**
* Whether the variable of the runner leads to the API of its server: that of github.com is at api.github.com, that of a
* tenant at api.TENANT.ghe.com, that of a server below itself.
*/
function isApiOf({ serverUrl, apiUrl }) {
	if (!URL.canParse(apiUrl) || !URL.canParse(serverUrl) || !isPrivate(apiUrl)) return false;
	const [server, api] = [new URL(serverUrl), new URL(apiUrl)];
	if (/\/api\/v1\/?$/.test(api.pathname)) return false;
	return isLoopback(server.host) && isLoopback(api.host) || api.hostname === server.hostname || api.hostname === `api.${server.hostname}`;
}
function unlessInstallation(credential) {
	if (credential.kind !== "token") return void 0;
	const kind = kindOfToken(credential.token);
	if (kind === "installation") return void 0;
	return kind === "person" ? "config-token is a person's, whose commit it would be: commit-via: api makes it so" : "config-token has not the form of a token of a GitHub App or of the job (ghs_...)";
}
const AUTHOR = {
	why: "commit-author is set, and GitHub signs only commits of the owner of the token",
	inputs: ["commit-author"],
	hint: (otherwise) => `Leave commit-author empty, so that GitHub makes and signs the commit, or set ${otherwise}.`
};
const NO_TOKEN = {
	why: "GitHub's API takes a token, and there is none for config-repository",
	inputs: ["config-token"],
	hint: (otherwise) => `Set config-token to the token of a GitHub App, with config-repository as owner/name; or set ${otherwise}.`
};
const NO_NAME = {
	why: "config-repository is not a repository of the form owner/name",
	inputs: ["config-repository"],
	hint: (otherwise) => `Write config-repository as owner/name, or set ${otherwise}.`
};
const elsewhere$1 = ({ serverUrl }) => ({
	why: `config-repository is not on ${serverUrl}, and a token goes to no other host than its own`,
	inputs: ["config-repository"],
	hint: (otherwise) => `Set ${otherwise}: what is on another host is pushed to by git alone.`
});
/** The variable of the runner leads to another server. */
function otherApi(source) {
	if (isApiOf(source)) return void 0;
	return {
		why: `the variable GITHUB_API_URL of this runner is not the API of ${source.serverUrl}`,
		inputs: [],
		hint: (otherwise) => `Set ${otherwise}, or let the runner have the GITHUB_API_URL of its server, over HTTPS.`
	};
}
/** @param otherwise What does without the API. */
function impossible({ why, inputs, hint }, { input, is }, otherwise) {
	return {
		code: "INPUT_INVALID",
		inputs: [input, ...inputs],
		message: `${input} is ${is}, but ${why}`,
		hint: hint(otherwise)
	};
}
// src/doors/deploy/plan/config-remote.ts
/** Where git finds the config repository, and where people do. */
function planRemote(remote, { kind }, source) {
	const server = source.serverUrl.replace(/\/$/, "");
	if (remote.transport === "slug") {
		const { slug } = remote;
		return {
			url: kind === "ssh" ? `git@${new URL(server).hostname}:${slug}.git` : `${server}/${slug}.git`,
			webUrl: `${server}/${slug}`,
			label: slug,
			host: "github"
		};
	}
	const { url, slug } = remote;
	const address = gitAddress(url);
	const host = address ? gitHostOf(address, server) : "unknown";
	return {
		url,
		webUrl: address && pagesOf(address, host),
		label: slug ?? url,
		host
	};
}
/** Where the pages of a repository begin; a wrong link is worse than none. */
function pagesOf(address, host) {
	const { origin, hostname } = address;
	const path = address.path.replace(/\.git$/, "");
	switch (host) {
		case "github":
		case "gitea":
		case "bitbucket": return /^[^/]+\/[^/]+$/.test(path) ? `${origin}/${path}` : void 0;
		case "gitlab": return path.includes("/") ? `${origin}/${path}` : void 0;
		case "bitbucket-server": return bitbucketServerPages(address, path);
		case "azure": return azurePages(address);
		case "codecommit": return codeCommitPages(hostname, path);
		case "unknown": return;
	}
}
/** Over SSH neither the port nor the folder of its pages is known. */
function bitbucketServerPages({ origin, overSsh }, path) {
	const [, context = "", project, name] = /^(.+\/)?scm\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
	if (overSsh || project === void 0) return void 0;
	return `${origin}/${context}${project.startsWith("~") ? `users/${project.slice(1)}` : `projects/${project}`}/repos/${name}`;
}
/** `v3/organisation/project/repository` over SSH, `organisation/project/_git/repository` over HTTPS. */
function azurePages({ origin, overSsh, path }) {
	if (!overSsh) return /(?:^|\/)_git\/[^/]+$/.test(path) ? `${origin}/${path}` : void 0;
	const [, organisation, project, name] = /^v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
	return name === void 0 ? void 0 : `https://dev.azure.com/${organisation}/${project}/_git/${name}`;
}
function codeCommitPages(hostname, path) {
	const [, name] = /^v1\/repos\/([^/]+)$/.exec(path) ?? [];
	const region = codeCommitRegion(hostname);
	const console = hostname.endsWith(".cn") ? "console.amazonaws.cn" : "console.aws.amazon.com";
	return name === void 0 || region.startsWith("us-gov") ? void 0 : `https://${region}.${console}/codesuite/codecommit/repositories/${name}`;
}
// src/doors/deploy/plan/app.ts
/** The App of the inputs, for the one repository; undefined where something of it is missing. */
function planApp({ inputs, repository, aws }, source) {
	const { app, commitAuthor } = inputs.config;
	const place = repositoryAt(repository, source);
	const key = planKey({
		inputs,
		aws
	}, source);
	const problems = [
		...missing$1(app),
		...app.privateKey && app.kmsKey ? [TWO_KEYS] : [],
		...place ? apiProblems(source) : [elsewhere(source)],
		...key.problems
	];
	if (!app.id || !key.value || !place) return {
		value: void 0,
		problems
	};
	return {
		value: {
			kind: "app",
			id: app.id,
			key: key.value,
			repository: place,
			...permissionsOf(inputs.config, aws !== void 0),
			isAuthor: commitAuthor === void 0
		},
		problems
	};
}
/**
* What does not deploy only reads. GitHub docs, "Permissions required for GitHub Apps": with pull requests go their labels (also
* new ones), assignees, comments and requests for a review; teams alone are of the organisation, whose members the App must read.
*/
function permissionsOf({ delivery, pullRequest }, deploys) {
	if (!deploys) return {
		permissions: { contents: "read" },
		wished: {}
	};
	if (delivery !== "pull-request") return {
		permissions: { contents: "write" },
		wished: {}
	};
	return {
		permissions: {
			contents: "write",
			pull_requests: "write"
		},
		wished: pullRequest !== void 0 && pullRequest.teamReviewers.length > 0 ? { members: "read" } : {}
	};
}
function missing$1({ id, privateKey, kmsKey }) {
	const required = (inputs, message, hint) => ({
		code: "INPUT_REQUIRED",
		inputs,
		message,
		hint
	});
	if (!id) return [required(["config-app-id"], "the key of a GitHub App is given, but config-app-id is empty", "Set config-app-id to the id or the client id of the App, which are on its page (Settings, Developer settings, GitHub Apps).")];
	if (privateKey || kmsKey) return [];
	return [required(["config-app-private-key", "config-app-kms-key"], "config-app-id is set, but neither config-app-private-key nor config-app-kms-key is", `Set config-app-private-key from a secret, or config-app-kms-key to the ARN of the KMS key that holds the key of the App. ${EMPTY_SECRET}`)];
}
const TWO_KEYS = {
	code: "INPUT_INVALID",
	inputs: ["config-app-private-key", "config-app-kms-key"],
	message: "both config-app-private-key and config-app-kms-key are set",
	hint: "Keep one of config-app-private-key and config-app-kms-key. With the key in KMS, delete the secret."
};
/** An App is of one GitHub host: that of the run, whose API is asked for its tokens. */
function repositoryAt(remote, { serverUrl }) {
	const [owner, name] = (remote.transport === "slug" || remote.transport === "https" && new URL(remote.url).origin === new URL(serverUrl).origin ? remote.slug : void 0)?.split("/") ?? [];
	return owner && name ? {
		owner,
		name: name.replace(/\.git$/, "")
	} : void 0;
}
const elsewhere = ({ serverUrl }) => ({
	code: "INPUT_INVALID",
	inputs: ["config-repository", "config-app-id"],
	message: `config-app-id is set, and config-repository is not the https address of a repository of ${serverUrl}, where the tokens of that App are good`,
	hint: "Write config-repository as owner/name, if the repository is there. For a repository on another host, use config-token or config-ssh-key in place of the App."
});
/** What an App signs, and the tokens that it gets, are good at the API of that host alone. */
function apiProblems(source) {
	const obstacle = otherApi(source);
	return obstacle ? [impossible(obstacle, {
		input: "config-app-id",
		is: "set"
	}, "config-token or config-ssh-key in place of the App")] : [];
}
function planKey({ inputs, aws }, source) {
	const { privateKey, kmsKey } = inputs.config.app;
	if (privateKey) return sound({
		kind: "pem",
		pem: privateKey
	});
	if (!kmsKey) return sound(void 0);
	const problems = accountProblems(kmsKey, inputs);
	if (!aws) return {
		value: {
			kind: "kms",
			key: kmsKey,
			access: void 0
		},
		problems
	};
	aws.sessions.of(inputs.roleToAssume, { signs: [kmsKey.arn] });
	if (!aws.access) return {
		value: {
			kind: "kms",
			key: kmsKey,
			access: void 0
		},
		problems
	};
	const access = planSigning(aws.access, inputs, source);
	return {
		value: {
			kind: "kms",
			key: kmsKey,
			access: access.value
		},
		problems: [...problems, ...access.problems]
	};
}
/** The same session as that of the image; KMS is asked where its own variable says. */
function planSigning(access, inputs, source) {
	const endpoints = planEndpoints(access.registry, {
		inputs,
		source,
		services: ["KMS"]
	});
	return {
		value: {
			...access,
			endpoints: endpoints.value
		},
		problems: endpoints.problems
	};
}
function accountProblems(key, inputs) {
	const { roleToAssume: role, allowedAccountIds, images } = inputs;
	const own = role ? [role.account] : images.flatMap(({ registry }) => registry?.account ?? []);
	const whose = role ? `role-to-assume is in account ${role.account}` : "no registry of this step is in it";
	const mismatch = (message, hint) => ({
		code: "ACCOUNT_MISMATCH",
		inputs: ["config-app-kms-key"],
		message: `config-app-kms-key ${key.arn} is in ${message}`,
		hint
	});
	if (role && role.partition !== key.partition) return [mismatch(`partition ${key.partition}, but role-to-assume is in partition ${role.partition}`, "Give a role and a key of one partition.")];
	if ([...own, ...allowedAccountIds].includes(key.account)) return [];
	return [mismatch(`account ${key.account}, but ${whose}`, `Correct config-app-kms-key or role-to-assume; if the key of the other account is meant, add "${key.account}" to allowed-account-ids, and let its key policy name the role.`)];
}
// src/doors/deploy/plan/own-repository.ts
/** Whether the config repository is the one that the run belongs to. */
function isOwnConfig(remote, source) {
	if (remote.transport === "slug") return isOwnRepository(remote.slug, source);
	const address = gitAddress(remote.url);
	if (!address || address.hostname !== new URL(source.serverUrl).hostname) return false;
	return isOwnRepository(address.path.replace(/\.git$/, ""), source);
}
/** The credential of a run that commits to its own repository, where it is given none. */
function ownCredential({ inputs, repository }, source) {
	const { githubToken } = inputs;
	if (githubToken === void 0 || !takesToken(repository) || !isOwnConfig(repository, source)) return void 0;
	return {
		kind: "token",
		token: githubToken,
		input: "github-token"
	};
}
const takesToken = ({ transport }) => transport === "slug" || transport === "https";
/** github-actions, whose installation token GITHUB_TOKEN is; since 2026 such tokens begin with the id of their App. */
const GITHUB_TOKEN = /^ghs_15368_/;
/** GITHUB_TOKEN where it cannot commit: a public repository could be read with it, and only the push would fail. */
function foreignTokenProblems({ token = "" }, remote, source) {
	if (!GITHUB_TOKEN.test(token) || isOwnConfig(remote, source)) return [];
	return [{
		code: "INPUT_INVALID",
		inputs: ["config-token"],
		message: `config-token is the GITHUB_TOKEN of this job, which reaches no other repository than ${source.repository}`,
		hint: "Set config-token to a fine-grained token, or to the token of a GitHub App, for the config repository; or give config-app-id and its key, or config-ssh-key, a deploy key of it."
	}];
}
// src/doors/deploy/plan/credential.ts
/** Exactly one credential, of the kind that the remote takes. */
function planCredential(options, source) {
	const { config } = options.inputs;
	const { transport } = options.repository;
	const { token, sshKey, sshKnownHosts } = config;
	if (transport === "file") return sound({ kind: "none" });
	const given = givenIn(config);
	const problems = given.length > 1 ? [severalCredentials(given)] : [];
	if (transport !== "https" && sshKey) return {
		value: {
			kind: "ssh",
			key: sshKey,
			knownHosts: sshKnownHosts
		},
		problems
	};
	if (transport !== "ssh" && token) return {
		value: {
			kind: "token",
			token
		},
		problems
	};
	const app = isAppGiven(config) ? planApp(options, source) : void 0;
	if (app) return {
		value: app.value ?? { kind: "none" },
		problems: [...problems, ...app.problems]
	};
	const own = given.length === 0 ? ownCredential(options, source) : void 0;
	if (own) return sound(own);
	if (config.delivery === "push") return {
		value: { kind: "none" },
		problems: [...problems, noCredential(WANTED[transport])]
	};
	const missing = transport === "ssh" ? [] : [noCredential("config-token or config-app-id")];
	return {
		value: { kind: "none" },
		problems: [...problems, ...missing]
	};
}
const isAppGiven = ({ app }) => Boolean(app.id ?? app.privateKey ?? app.kmsKey);
/** The inputs that are set, one for each credential. */
function givenIn(config) {
	const { token, sshKey } = config;
	return [
		...token ? ["config-token"] : [],
		...sshKey ? ["config-ssh-key"] : [],
		...isAppGiven(config) ? ["config-app-id"] : []
	];
}
const WANTED = {
	https: "config-token",
	ssh: "config-ssh-key",
	slug: "config-token, config-ssh-key or config-app-id"
};
const noCredential = (input) => credentialProblem("INPUT_REQUIRED", `config-repository needs ${input}, which is empty`, `Set ${input} from a secret. ${EMPTY_SECRET}`);
function credentialProblem(code, message, hint) {
	return {
		code,
		inputs: [
			"config-token",
			"config-ssh-key",
			"config-app-id"
		],
		message,
		hint
	};
}
function severalCredentials(given) {
	const all = given.join(" and ");
	return {
		code: "INPUT_INVALID",
		inputs: given,
		message: `${given.length === 2 ? "both " : ""}${all} are set`,
		hint: `Keep one of ${all}.`
	};
}
// src/doors/deploy/plan/delivery/pull-request.ts
/** How a change reaches the branch that Argo CD deploys from: pull requests are opened on the GitHub of the run. */
function planDelivery({ config: { delivery, pullRequest = PLAIN_PULL_REQUEST }, ...place }, source) {
	if (delivery === "push") return sound({ pullRequest: void 0 });
	const obstacle = place.credential.kind === "ssh" ? DEPLOY_KEY : obstacleTo(place, source);
	const { repository, apiUrl } = placeOf(place.remote, source);
	return {
		value: { pullRequest: {
			...pullRequest,
			repository,
			apiUrl
		} },
		problems: obstacle ? [impossible(obstacle, ASKED, "delivery: push")] : []
	};
}
const ASKED = {
	input: "delivery",
	is: "pull-request"
};
const DEPLOY_KEY = {
	why: "config-ssh-key is a key of git alone, and no pull request is opened with one",
	inputs: ["config-ssh-key", "config-token"],
	hint: (otherwise) => `In place of config-ssh-key, set config-app-id and its key, or config-token, with config-repository as owner/name; or set ${otherwise}.`
};
/** Options of a pull request that no server needs to be asked about. */
function pullRequestProblems(config) {
	const { delivery, pullRequest } = config;
	if (delivery !== "pull-request" || !pullRequest) return [];
	return [
		...unknownPlaceholders(pullRequest.title ?? "").map(noPlaceholder),
		...pullRequest.branch !== void 0 && pullRequest.branch === config.branch ? [OWN_BRANCH] : [],
		...otherOrganisation(pullRequest, config)
	];
}
const noPlaceholder = (name) => yamlProblem("pull-request", `pull-request.title has the unknown placeholder {${name}}`, `The placeholders of pull-request.title are ${PLACEHOLDERS.map((one) => `{${one}}`).join(" ")}.`);
const OWN_BRANCH = yamlProblem("pull-request", "pull-request.branch is the branch of config-branch, which the pull request is to be merged into", "Give pull-request.branch a name of its own, such as deploys/web, or leave it out.");
/** Only teams of the organisation that owns the repository can be asked. */
function otherOrganisation({ teamReviewers }, { repository }) {
	const [owner] = repository?.slug?.split("/") ?? [];
	return teamReviewers.flatMap(({ organisation, slug }) => {
		if (!owner || !organisation || owner.toLowerCase() === organisation.toLowerCase()) return [];
		const message = `pull-request.team-reviewers names ${organisation}/${slug}, but the config repository is of ${owner}`;
		return [yamlProblem("pull-request", message, `Name teams of ${owner} in pull-request.team-reviewers.`)];
	});
}
const pullRequestWarnings = ({ delivery, pullRequest }) => delivery === "push" && pullRequest ? ["pull-request has no effect with delivery: push. Set delivery: pull-request, or take pull-request out."] : [];
// src/doors/deploy/plan/replicas.ts
/** Replicas that no image of the step can get to, as far as inputs say where images go. */
function replicaProblems({ images, roleToAssume, config }) {
	const pushedTo = images.flatMap(({ registry }) => registry ?? roleToAssume ?? []);
	const [first] = pushedTo;
	if (!first) return [];
	const accounts = [...new Set(pushedTo.map(({ account }) => account))];
	const partitions = new Set(pushedTo.map(({ partition }) => partition));
	return config.replicas.patterns.flatMap((pattern) => {
		const { account, region } = pattern;
		if (account !== void 0 && !accounts.includes(account)) return [otherAccount(pattern, account, accounts)];
		const partition = isRegion(region) ? partitionOfRegion(region) : first.partition;
		return partitions.has(partition) ? [] : [otherPartition(pattern, partition, first.partition)];
	});
}
function otherAccount({ written }, account, accounts) {
	const right = accounts.join(" or ");
	return {
		code: "ACCOUNT_MISMATCH",
		inputs: ["replicas"],
		message: `replicas names ${written}, in account ${account}, but this step pushes to account ${right}`,
		hint: isPlaceholder(account) ? `Write the host in replicas with the account ${right}: ${account} is a placeholder, as documentation has them.` : `Correct the account of ${written} in replicas to ${right}, or leave it out: overlays of another account need a step that pushes there.`
	};
}
function otherPartition({ written }, found, pushed) {
	return {
		code: "ACCOUNT_MISMATCH",
		inputs: ["replicas"],
		message: `replicas names ${written}, in partition ${found}, but this step pushes to partition ${pushed}`,
		hint: `Leave ${written} out of replicas: ECR replicates within a partition alone.`
	};
}
// src/names/paths/argocd-path.ts
const FORMS = {
	helm: [
		"values",
		"valuesObject",
		"parameters"
	],
	kustomize: ["images"]
};
/**
* `spec.source.helm.values#image`: a path to what Helm or kustomize is given, then one in there, parted by `#` or a dot.
* undefined for a path of any other kind.
*/
function argocdAddress(key) {
	const steps = parsePath(key);
	if (isMistaken(steps)) return void 0;
	const at = steps.findIndex((step, index) => formAt(steps, index) !== void 0 && step.kind === "key");
	const form = formAt(steps, at);
	if (form === void 0) return void 0;
	const [first] = steps;
	const document = first?.kind === "key" ? void 0 : first;
	return {
		document,
		form,
		holder: [...steps.slice(document ? 1 : 0, at), {
			kind: "key",
			key: form
		}],
		inner: innerOf(steps.slice(at), {
			key,
			form
		})
	};
}
function formAt(steps, index) {
	const [before, step] = [steps[index - 1], steps[index]];
	if (before?.kind !== "key" || step?.kind !== "key") return void 0;
	const [name] = step.key.split("#");
	return FORMS[before.key]?.find((form) => form === name);
}
/** A name of an image or parameter has dots of its own; a path has steps. */
function innerOf([first, ...rest], { key, form }) {
	const [, behind] = /#(.*)$/s.exec(first?.kind === "key" ? first.key : "") ?? [];
	const [second] = rest;
	if (form === "parameters" || form === "images") {
		if (behind !== void 0) return key.slice(key.indexOf("#") + 1);
		return second?.kind === "match" && second.field === "name" ? second.value : "";
	}
	return formatPath([...behind ? [{
		kind: "key",
		key: behind
	}] : [], ...rest]);
}
// src/doors/deploy/plan/targets.ts
/** The inputs that say where an image goes. */
const TARGETS = [
	"overlays",
	"helm-values",
	"manifests"
];
/** Where an image called that is to go, each once. What is no path is refused elsewhere. */
function targetsOf({ overlays, helmValues, manifests }, name) {
	const targets = [
		...overlays.flatMap((given) => {
			const path = overlayPath(given);
			return path === void 0 ? [] : [{
				kind: "kustomize",
				path,
				key: name
			}];
		}),
		...helmValues.map((one) => ({
			kind: kindOf(one.key),
			...one
		})),
		...manifests.map((one) => ({
			kind: "manifest",
			...one
		}))
	];
	return [...new Map(targets.map((target) => [identityOf(target), target])).values()];
}
/** Values may stand in an Application of Argo CD. */
const kindOf = (key) => argocdAddress(key) ? "argocd" : "helm-values";
/** Kinds of manifests are the same in any case. */
function identityOf(target) {
	const name = targetName(target);
	const isManifest = target.kind === "manifest";
	return `${target.kind} ${isManifest ? name.replace(/#[^/]*/, (kind) => kind.toLowerCase()) : name}`;
}
const hasTargets = ({ overlays, helmValues, manifests }) => overlays.length + helmValues.length + manifests.length > 0;
/** An overlay has an entry for each image, by its name; one place in a file has one image. */
function sharedTargets(images) {
	const owners = /* @__PURE__ */ new Map();
	const problems = [];
	for (const image of images) for (const target of image.targets.filter(({ kind }) => kind !== "kustomize")) {
		const owner = owners.get(identityOf(target));
		if (owner) problems.push(sharedBy(target, owner, image));
		else owners.set(identityOf(target), image);
	}
	return problems;
}
function sharedBy(target, one, other) {
	const input = TARGET_INPUTS[target.kind];
	return {
		code: "INPUT_INVALID",
		inputs: [input, "images"],
		message: `${input} has ${targetName(target)} for two images, ${one.name} and ${other.name}`,
		hint: `Name it in ${input} of the one image that is deployed there.`
	};
}
/** An image without targets would be built for nobody. */
function missingTargets({ images }) {
	const without = images.filter((image) => !hasTargets(image));
	if (without.length === 0) return [];
	const names = without.flatMap(({ name, repository }) => name ?? repository ?? []);
	return [targetsRequired(images.length > 1 && names.length > 0 ? ` for ${names.join(", ")}` : "")];
}
function targetsRequired(which) {
	return {
		code: "INPUT_REQUIRED",
		inputs: [...TARGETS, "images"],
		message: `config-repository is set, but overlays, helm-values and manifests are empty${which}`,
		hint: "Say where the image goes, in an input or in that key of the image, one a line: overlays names folders of kustomizations (apps/web/overlays/prod), helm-values a place in values or in an Application of Argo CD (charts/web/values.yaml#image), manifests a container (apps/web/deployment.yaml#Deployment/web/web)."
	};
}
/** Several images may share a mistake, which is reported once. */
function overlayMistakes(images) {
	return [...new Set(images.flatMap(({ overlays }) => overlays))].flatMap((overlay) => {
		if (overlayPath(overlay) === void 0) return [overlayOutside(overlay)];
		return PLACE_IN_FILE.test(overlay) ? [overlayInFile(overlay)] : [];
	});
}
function overlayOutside(overlay) {
	return {
		code: "OVERLAY_INVALID",
		inputs: ["overlays"],
		message: `overlays names "${overlay}", which is not a path inside the config repository`,
		hint: "Write overlays from the root of the config repository, with / and without .., for example apps/identity-service/overlays/prod or apps/*/overlays/prod."
	};
}
/** What other inputs take. */
const PLACE_IN_FILE = /\.(?:ya?ml|json)#./i;
const CONTAINER = /#[A-Za-z][A-Za-z0-9]*\/[^/]+\/[^/]+$/;
function overlayInFile(overlay) {
	const file = overlay.slice(0, overlay.indexOf("#"));
	return {
		code: "OVERLAY_INVALID",
		inputs: ["overlays"],
		message: `overlays names "${overlay}", a file and a place in it, not a folder of kustomizations`,
		hint: isKustomization(file) ? `Leave out the # and what follows it, because the entry is found by the input name: ${file}` : `A place in a file belongs in the input ${CONTAINER.test(overlay) ? "manifests" : "helm-values"}: ${overlay}`
	};
}
// src/doors/deploy/plan/token-login.ts
/**
* How each host takes a token over HTTPS (their documentation): GitHub, Gitea and Azure DevOps under any user name,
* GitLab under any, and a token of OAuth as `oauth2`; Bitbucket Cloud by the kind of the token, which its beginning says;
* Bitbucket Data Center those of a project or repository without a user name alone.
*/
const LOGINS = {
	gitlab: () => ({ user: "oauth2" }),
	bitbucket: (token) => ({ user: token.startsWith("ATATT") ? "x-bitbucket-api-token-auth" : "x-token-auth" }),
	"bitbucket-server": () => "bearer"
};
/** The credential as the host takes it; a user name that is given is that. */
function withLogin(credential, { host = "unknown" }, user) {
	if (credential.kind !== "token") return credential;
	const login = user === void 0 ? LOGINS[host]?.(credential.token) : { user };
	return login ? {
		...credential,
		login
	} : credential;
}
/** Git credentials of an IAM user, which are nothing without the user name. */
function loginProblems(credential, { host }) {
	if (host !== "codecommit" || credential.kind !== "token" || credential.login) return [];
	return [{
		code: "INPUT_INVALID",
		inputs: ["config-token"],
		message: "config-token has no user name, which CodeCommit asks for",
		hint: "Write config-token as user:password, with the HTTPS Git credentials for CodeCommit of an IAM user (IAM, Users, Security credentials), as they are shown: not percent-encoded."
	}];
}
// src/doors/deploy/plan/config.ts
/** GitHub's own bot account, so that the commit shows its picture (users API, id 41898282). */
const BOT = {
	name: "github-actions[bot]",
	email: "41898282+github-actions[bot]@users.noreply.github.com"
};
function planConfig({ inputs, repository, aws }, source) {
	const { config } = inputs;
	const credential = planCredential({
		inputs,
		repository,
		aws
	}, source);
	const remote = planRemote(repository, credential.value, source);
	const options = {
		config,
		remote: repository,
		credential: credential.value
	};
	const via = planVia(options, source);
	const delivery = planDelivery(options, source);
	const plan = {
		remote,
		credential: withLogin(credential.value, remote, config.tokenUser),
		branch: config.branch,
		pin: config.pin,
		retarget: config.retarget,
		replicas: config.replicas,
		...delivery.value,
		onStale: config.onStale,
		onDiverged: config.onDiverged,
		createMissing: config.createMissing,
		renderCheck: config.renderCheck,
		chartVersion: config.chartVersion,
		knownAccounts: knownAccounts(inputs),
		messageTemplate: config.commitMessage,
		author: config.commitAuthor ?? BOT,
		via: via.value
	};
	return {
		value: plan,
		problems: [
			...missingTargets(inputs),
			...credential.problems,
			...reachable({
				credential,
				via,
				delivery
			}),
			...planned(plan),
			...foreignTokenProblems(config, repository, source)
		]
	};
}
/** What is the matter with a credential is said once. */
function reachable({ credential, via, delivery }) {
	const { value, problems } = credential;
	if (problems.length > 0) return value.kind === "none" ? [] : delivery.problems;
	return delivery.problems.length > 0 ? delivery.problems : via.problems;
}
const planned = (plan) => [...unencrypted(plan), ...loginProblems(plan.credential, plan.remote)];
function unencrypted({ remote, credential }) {
	if (credential.kind !== "token" || isPrivate(remote.url)) return [];
	return [credentialProblem("INPUT_INVALID", `config-repository is at ${remote.url}, and config-token would cross the network unencrypted`, "Write config-repository as an https:// URL.")];
}
function knownAccounts(inputs) {
	const { roleToAssume, images, loginRegistries, allowedAccountIds } = inputs;
	const roles = [roleToAssume, ...loginRegistries.map(({ role }) => role)];
	const registries = images.map(({ registry }) => registry);
	const named = [...roles, ...registries].flatMap((one) => one?.account ?? []);
	return /* @__PURE__ */ new Set([...named, ...allowedAccountIds]);
}
/** A workflow in which every run may roll back: the slow build of an older commit would win again. */
function rollbackWarnings(config, source) {
	if (config?.onStale !== "write" || !AUTOMATIC_EVENTS.has(source.event)) return [];
	return [`on-stale is write in a run on ${source.event}: every late build of an older commit rolls back and leaves a hold. Let only people roll back, with on-stale: \${{ github.event_name == 'workflow_dispatch' && 'write' || 'skip' }}`];
}
const AUTOMATIC_EVENTS = /* @__PURE__ */ new Set([
	"push",
	"schedule",
	"workflow_run"
]);
/** Mistakes of a deploy that every run can see: a pull request reports them before they are merged. */
function configMistakes(inputs) {
	const { images, config } = inputs;
	return [
		...overlayMistakes(images),
		...templateProblems(config.commitMessage),
		...replicaProblems(inputs),
		...pullRequestProblems(config)
	];
}
function templateProblems(template) {
	const unknown = template === void 0 ? [] : unknownPlaceholders(template);
	if (unknown.length === 0) return [];
	return [{
		code: "INPUT_INVALID",
		inputs: ["commit-message"],
		message: `commit-message has the unknown placeholder ${unknown.map((name) => `{${name}}`).join(", ")}`,
		hint: `The placeholders of commit-message are ${PLACEHOLDERS.map((name) => `{${name}}`).join(" ")}.`
	}];
}
// src/doors/deploy/plan/inspection.ts
/** A mistake in a run that is not refused for it. */
const wouldFail = ({ code, message, hint, configPlace }) => `A deploy would fail with ${code}: ${message}\nWhat to change: ${hint}${configPlace?.url ? `\nSee ${configPlace.url}` : ""}`;
const NOTHING$1 = {
	inspection: void 0,
	mistakes: [],
	unchecked: []
};
/**
* What a run that does not deploy looks at of a deploy. A dry run looks at everything that it can; a pull request, or any
* other run that pushes nothing, at its overlays; what is pushed beside is the business of a run that deploys.
*/
function planInspection(images, options) {
	const { inputs, source, mode } = options;
	const looks = inputs.dryRun || !mode.push || source.fromPullRequest;
	if (mode.deploy || !looks) return NOTHING$1;
	const { repository } = inputs.config;
	const overlays = repository ? inspectOverlays(images, repository, options) : NOTHING$1;
	return {
		...overlays,
		mistakes: [...overlays.mistakes, ...accessMistakes(images, options)],
		unchecked: [
			...overlays.unchecked,
			...inputs.dryRun && overlays.inspection ? [withoutOrder(mode)] : [],
			...inputs.dryRun && !mode.push ? [withoutPush(mode)] : []
		]
	};
}
function inspectOverlays(images, repository, { inputs, source }) {
	const { value: config, problems } = planConfig({
		inputs,
		repository
	}, source);
	const concerned = images.map((image, index) => ({
		...image,
		registry: inputs.images[index]?.registry ?? defaultRegistry(inputs, source),
		stated: statedBy(inputs.images[index] ?? inputs.images[0], {
			inputs,
			source
		})
	})).filter(({ targets }) => targets.length > 0);
	const empty = problems.filter((problem) => problem.inputs?.includes("overlays"));
	const hidden = whyHidden(config, repository, source);
	if (hidden !== void 0) {
		const unchecked = concerned.length > 0 ? [`The overlays are not checked: ${hidden}.`] : [];
		return {
			inspection: void 0,
			mistakes: inputs.dryRun ? empty : [],
			unchecked
		};
	}
	const mistakes = inputs.dryRun ? problems : problems.filter((problem) => !empty.includes(problem));
	if (concerned.length === 0) return {
		inspection: void 0,
		mistakes,
		unchecked: []
	};
	if (mistakes.length > 0) return {
		inspection: void 0,
		mistakes,
		unchecked: [UNREADABLE]
	};
	const unnamed = concerned.filter(({ registry }) => registry === void 0);
	return {
		inspection: {
			config,
			images: concerned
		},
		mistakes,
		unchecked: unnamed.length > 0 ? [withoutRegistry(unnamed)] : []
	};
}
/** Why the config repository cannot be read; undefined where it can. */
function whyHidden(config, { transport }, source) {
	const { credential } = config;
	if (credential.kind !== "none") {
		if (source.fromFork) return `the files of this run may be anybody's, so ${INPUTS[credential.kind]} is not used beside them`;
		return credential.kind === "app" && credential.key.kind === "kms" ? NO_SESSION : void 0;
	}
	if (transport === "file") return void 0;
	return `config-repository needs ${NEEDED[transport]}, which is empty in this run`;
}
const INPUTS = {
	token: "config-token",
	ssh: "config-ssh-key",
	app: "config-app-id"
};
const NO_SESSION = "the key of the App is in KMS, and a run that does not deploy gets no session of role-to-assume to sign with it";
const NEEDED = {
	https: "config-token",
	ssh: "config-ssh-key",
	slug: "config-token, config-ssh-key or config-app-id"
};
const UNREADABLE = "The overlays are not checked: the config repository is not read before its inputs are right.";
const withoutRegistry = (images) => `Whether the entries name the right registry is not checked (${images.map(({ name }) => name).join(", ")}): neither registry nor role-to-assume with aws-region says it in this run.`;
const withoutOrder = ({ reason }) => `The order of the commits is not checked, as this run would not deploy: ${reason}.`;
const withoutPush = ({ reason }) => `The role and the registry are not asked, as this run would not push: ${reason}.`;
/** What role, region and registry say against each other, where a run that pushes would be refused for it. */
function accessMistakes(images, { inputs, source, mode }) {
	if (mode.push) return [];
	const sessions = new Sessions(inputs, source);
	const problems = images.flatMap((image, index) => {
		const { registry } = inputs.images[index] ?? { registry: void 0 };
		return planAccess({
			...image,
			registry
		}, inputs, {
			source,
			sessions
		}).problems;
	});
	return inputs.dryRun ? problems : problems.filter(({ code }) => code === "ACCOUNT_MISMATCH");
}
// src/doors/deploy/inspect.ts
/** What the overlays of a run come to is known to its report, also where something is wrong with it. */
const keepIn = (record) => (proposal) => {
	record.proposal = proposal;
};
/** How long a build that is over waits for a config repository that does not answer. */
const LATE_MS = 1e4;
const TOO_LATE = "The overlays are not checked: the config repository could not be read in time.";
/**
* Looks at the overlays of a run that does not deploy, beside all that it does otherwise. What a deploy would be refused
* for fails a dry run, together with what else is wrong; any other run says it, and waits for it a moment at most.
*/
async function besideInspection({ inspection, dryRun }, work, options) {
	if (!inspection) return work(atOnce);
	const late = new AbortController();
	const opening = open(inspection, late.signal, options);
	const inspecting = options.ports.phases.during("config repository", async () => {
		await (await opening).preflight();
	});
	if (dryRun) {
		await allOrProblems([work(atOnce), inspecting]);
		return;
	}
	const within = async (waited) => {
		const timer = setTimeout(() => late.abort(), LATE_MS);
		await waited;
		clearTimeout(timer);
	};
	const looked = inspecting.catch((error) => report$1(error, late.signal, options));
	const keyIsGone = () => within(opening.then(({ read }) => read).catch(() => void 0));
	try {
		await work(inspection.config.credential.kind === "ssh" ? keyIsGone : atOnce);
	} finally {
		await within(looked);
	}
}
const atOnce = async () => {};
function open(inspection, signal, { ports, source, record }) {
	return ports.openInspection(inspection, {
		source,
		signal,
		onProposal: keepIn(record)
	});
}
/** A mistake that this run is not refused for. */
function report$1(error, late, { ports: { log }, record }) {
	if (late.aborted) {
		record.unchecked = TOO_LATE;
		log.info(TOO_LATE);
		return;
	}
	record.mistakes = asStepError(error).problems;
	for (const problem of record.mistakes) log.warning(wouldFail(problem));
}
// src/doors/deploy/plan/delivery/own-commits.ts
/**
* A push that has brought nothing but what calls itself commits of this step for this very repository. A commit with
* GITHUB_TOKEN sets off no run; with every other credential the circle must be ended.
*/
function ownCommits(remote, source) {
	if (!remote || !isOwnConfig(remote, source)) return void 0;
	const [last, ...others] = source.brought.filter((message) => !MERGE.test(message)).toReversed();
	const isOwn = (message) => isDeployOf(message, source);
	if (last === void 0 || ![last, ...others].every(isOwn)) return void 0;
	const [, deployed = ""] = /^Source-Commit: ([0-9a-f]{40,64})\r?$/m.exec(last) ?? [];
	return {
		subject: cutLine(oneLine(last.split("\n", 1)[0] ?? "")),
		base: source.before ?? deployed,
		head: source.sha
	};
}
/**
* A run that follows the push of a merge knows of that commit alone (`workflow_run`), and not what it has merged: the pull
* request of a deploy, maybe.
*/
const isLoneMerge = (remote, source) => remote !== void 0 && isOwnConfig(remote, source) && source.before === void 0 && source.brought.length === 1 && source.brought.every((message) => MERGE.test(message));
/** As git and GitHub begin the message of a merge; what it has merged is listed beside it. */
const MERGE = /^Merge (?:pull request #\d+ |(?:remote-tracking )?branch ')/;
/**
* By the trailers of its message, which are at its end, or in the middle of a squashed one; the text of a pull request,
* which GitHub may put in the place of it, names the images and no run.
*/
function isDeployOf(message, source) {
	const [, repository] = /^Source-Repository: (\S{1,200})\r?$/m.exec(message) ?? [];
	return /^(?:Correlation-Id: gh-\d{1,20}-\d{1,10}|Image-Digest: sha256:[0-9a-f]{64})\r?$/m.test(message) && repository !== void 0 && isOwnRepository(repository, source);
}
/**
* Anybody may write a message, and who squashes a commit of this step with one of his own keeps its text: only what was
* changed says that there is nothing to build.
* @throws StepError ORDER_UNKNOWN: built for nothing, the next commit would set off the next run.
*/
async function nothingNew({ subject, base, head }, history, deployed) {
	const changed = base === "" ? void 0 : await history.changes(base, head);
	if (!changed) return unknown(subject);
	if (!changed.some(isTooLong) && isOfDeploys(changed, deployed)) return `The push has brought nothing but what this step commits ("${subject}"): there is nothing to build or to deploy.`;
}
/**
* Targets of this run, or of another workflow, which are not known here: a step writes YAML, and locks of charts. Taken for
* a change of the service, two workflows of one repository would set off each other without end.
*/
function isOfDeploys(changed, deployed) {
	const places = deployed.flatMap(({ targets }) => targets.map(({ path }) => matcherOf(path)));
	const others = changed.filter((file) => !places.some((matches) => isAt(file, matches)));
	return others.every((file) => WRITTEN.test(file) && !file.startsWith(".github/")) && !deployed.some(({ paths }) => paths.length > 0 && touches(paths, others));
}
const WRITTEN = /\.ya?ml$|(?:^|\/)(?:Kustomization|Chart\.lock)$/i;
function matcherOf(path) {
	const pattern = withoutLastSlashes(path);
	return pattern === "" ? (at) => at === "" : (0, import_picomatch.default)(pattern, { dot: true });
}
/** The file of a target, or one of a kustomization in its folder. */
const isAt = (file, matches) => matches(file) || isKustomization(file) && matches(parentOf(file));
function unknown(subject) {
	return fail({
		code: "ORDER_UNKNOWN",
		message: `the push has brought what calls itself a commit of this step ("${subject}"), and it could not be found out whether it changes more than a deploy does`,
		hint: "Set fetch-depth: 0 in actions/checkout, so that the checkout says what was changed: GitHub lists 300 files at most."
	});
}
// src/doors/deploy/plan/build/judgement.ts
/** What the inputs of a build ask for, against what the environment has. */
function judgeBuild(build, source, push) {
	const empty = emptySecrets(build, source);
	const untrusted = seesNoSecrets(source) && !push;
	return {
		problems: [
			...untrusted ? [] : empty.map(({ problem }) => problem),
			...repeatedIds(build),
			...missingAgent(build, source),
			...publishedLogins(build)
		],
		warnings: [
			...untrusted ? empty.map(({ id }) => `Built without the secret ${id}: this run gets no secrets.`) : [],
			...secretLookingArgs(build),
			...missingCacheToken(build, source)
		]
	};
}
/** GitHub hands out empty secrets there (GitHub docs, "Using secrets in GitHub Actions"). */
const seesNoSecrets = (source) => source.fromFork || source.fromDependabot;
function emptySecrets({ secrets, secretEnvs }, { environment }) {
	const values = secrets.filter(({ value }) => value.trim() === "");
	const unset = secretEnvs.filter(({ variable }) => !environment.has(variable));
	return [...values.map(({ id }) => ({
		id,
		problem: required("secrets", {
			message: `secrets gives ${id} no value`,
			hint: `Set the secret that ${id} is taken from in the settings of the repository or the environment of the job (for Dependabot's runs among its own secrets), or take ${id} out of the input secrets. ${EMPTY_SECRET}`
		})
	})), ...unset.map(({ id, variable }) => ({
		id,
		problem: required("secret-envs", {
			message: `secret-envs takes ${id} from the variable ${variable}, which is unset or empty`,
			hint: `Set ${variable} in env of this step, or correct the input secret-envs. ${EMPTY_SECRET}`
		})
	}))];
}
const required = (input, text) => {
	return {
		code: "INPUT_REQUIRED",
		inputs: [input],
		...text
	};
};
/** The engine would take one of them without a word. */
function repeatedIds({ secrets, secretEnvs, secretFiles }) {
	const ids = [
		...secrets,
		...secretEnvs,
		...secretFiles
	].map(({ id }) => id);
	return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map((id) => ({
		code: "INPUT_INVALID",
		inputs: [
			"secrets",
			"secret-envs",
			"secret-files"
		],
		message: `the secret ${id} is given more than once`,
		hint: `Name ${id} once among the inputs secrets, secret-envs and secret-files.`
	}));
}
function missingAgent({ ssh }, { environment }) {
	const agents = ssh.filter((entry) => !entry.includes("="));
	if (agents.length === 0 || environment.has("SSH_AUTH_SOCK")) return [];
	return [required("ssh", {
		message: `ssh is ${agents.join(", ")}, but there is no agent: SSH_AUTH_SOCK is not set`,
		hint: `Start an agent before this step (webfactory/ssh-agent does), or give a key file: ssh: ${agents[0]}=path.`
	})];
}
const SECRET_NAME = /token|password|passwd|secret|api_?key|private_?key/i;
const nameOf = (argument) => argument.slice(0, argument.indexOf("="));
/** Whether the name of a build argument says that its value is none to hand out. */
const looksSecret = (argument) => SECRET_NAME.test(nameOf(argument));
function secretLookingArgs({ buildArgs }) {
	return buildArgs.filter(looksSecret).map(nameOf).map((name) => `The build argument ${name} looks like a secret, and build-args are kept in the image: use the input secrets and RUN --mount=type=secret.`);
}
/** The runner gives the token to actions only; buildx leaves the cache out without it, and says nothing. */
function missingCacheToken({ cache }, { environment }) {
	return cache?.kind === "gha" && !environment.has("ACTIONS_RUNTIME_TOKEN") ? ["cache is gha, but ACTIONS_RUNTIME_TOKEN is not set on this runner: built without a cache."] : [];
}
/** Whether the provenance has the build arguments in it: BuildKit leaves them out only with `mode=min` (its docs/attestations). */
function publishesArgs({ provenance }) {
	if (provenance === void 0) return false;
	return [...provenance.matchAll(/(?:^|,)mode=([^,]*)/g)].at(-1)?.[1] !== "min";
}
/** Of a build argument, the address of a proxy with a login. Predefined arguments are in no image, so a login is at home there, until provenance publishes it (Docker docs, "ARG"). */
const PROXY_LOGIN = /^(\w*_proxy)=.*@/is;
/** Logins of proxies that would be published. */
function publishedLogins(build) {
	if (!publishesArgs(build)) return [];
	return build.buildArgs.flatMap((argument) => PROXY_LOGIN.exec(argument)?.[1] ?? []).map((name) => ({
		code: "INPUT_INVALID",
		inputs: ["build-args", "provenance"],
		message: `build-args gives ${name} a login, and provenance publishes build-args to whoever may pull the image`,
		hint: "Set provenance: mode=min, which leaves build-args out, or take the login out of the address of the proxy."
	}));
}
// src/doors/deploy/plan/allowance.ts
const EVERYTHING = {
	secrets: true,
	ssh: true,
	stepLogins: true,
	runnerLogins: true,
	cacheCredentials: true,
	environment: true,
	weakEngine: true,
	sharedBuilder: true
};
const NOTHING = {
	secrets: false,
	ssh: false,
	stepLogins: false,
	runnerLogins: false,
	cacheCredentials: false,
	environment: false,
	weakEngine: false,
	sharedBuilder: false
};
/** Files of a fork are anybody's, whatever the event and however much of this GitHub hands to the job. */
function allowanceOf({ engine }, source) {
	return source.fromFork ? {
		...NOTHING,
		sharedBuilder: engine.shareBuilder
	} : EVERYTHING;
}
/** The inputs of a build as its files may have them. */
function grant(build, { environment }, may) {
	const secrets = may.secrets ? {} : {
		secrets: [],
		secretEnvs: [],
		secretFiles: []
	};
	const isPlain = (argument) => !looksSecret(argument) && !PROXY_LOGIN.test(argument);
	const buildArgs = may.secrets ? build.buildArgs : build.buildArgs.filter(isPlain);
	const isOpen = (entry) => may.cacheCredentials || !holdsCredential(entry);
	const granted = {
		...build,
		...secrets,
		buildArgs,
		ssh: may.ssh ? build.ssh : [],
		cache: may.cacheCredentials || build.cache?.kind !== "gha" ? build.cache : void 0,
		cacheFrom: build.cacheFrom.filter(isOpen),
		cacheTo: build.cacheTo.filter(isOpen)
	};
	if (Object.values(may).every((allowed) => allowed)) return {
		build: granted,
		withheld: void 0
	};
	return {
		build: granted,
		withheld: missing(namesIn({
			...build,
			secrets: build.secrets.filter(({ value }) => value.trim() !== ""),
			secretEnvs: build.secretEnvs.filter(({ variable }) => environment.has(variable))
		}), namesIn(granted))
	};
}
/** Said where the run has what its files do not get; a fork's own event has little of it to begin with. */
function withheldNotice(images, { loginRegistries, awsCredentials }, source) {
	const withheld = images.flatMap(({ build }) => build?.withheld ?? []);
	const couldLogIn = awsCredentials === "ambient" || source.idTokenAvailable;
	const logins = images.some(({ build }) => build?.withheld !== void 0) && couldLogIn && loginRegistries.length > 0 ? ["login-registries"] : [];
	const names = [.../* @__PURE__ */ new Set([...withheld, ...logins])];
	if (names.length === 0) return [];
	return [`The files of this run may be anybody's (${source.fromAnybody ? `${source.event} does not say whose files are checked out` : "they are of a fork"}), so they are built without ${names.join(", ")}.`];
}
/** What an input names, as a message may repeat it. */
function namesIn(build) {
	return {
		secrets: build.secrets.map(({ id }) => id),
		"secret-envs": build.secretEnvs.map(({ id }) => id),
		"secret-files": build.secretFiles.map(({ id }) => id),
		ssh: build.ssh.map((entry) => entry.replace(/=.*/, "")),
		"build-args": build.buildArgs.map((pair) => pair.replace(/=.*/, "")),
		cache: build.cache?.kind === "gha" ? ["gha"] : [],
		"cache-from": build.cacheFrom.map(({ type }) => type)
	};
}
function missing(given, granted) {
	return Object.entries(given).flatMap(([input, names]) => {
		const left = names.filter((name) => !granted[input]?.includes(name));
		return left.length === 0 ? [] : [`${input} (${left.join(", ")})`];
	});
}
// src/doors/deploy/plan/aws/logins.ts
/** Base images: the registry's own role when one is given, else the step's, which then reads there and writes nothing. */
function planLogins(inputs, options) {
	const asked = askedRegistries(inputs, options);
	const { value, problems } = judgedTogether(asked.map((one) => planLogin(one, inputs, options)));
	return {
		value: [...new Map(value.flat().map((access) => [`${access.registry.host} ${access.role?.arn}`, access])).values()],
		problems
	};
}
/** A build that does not push may lack every credential, and needs one only where a base image is private. */
function askedRegistries({ awsCredentials, build, loginRegistries: all, roleToAssume }, { source, push, may }) {
	const ambient = awsCredentials === "ambient";
	if (build === "never" || !may.stepLogins || !push && isUntrusted(source, ambient)) return [];
	return push || ambient ? all : all.filter(({ role }) => role ?? roleToAssume);
}
const isUntrusted = ({ fromDependabot, idTokenAvailable }, ambient) => fromDependabot || !ambient && !idTokenAvailable;
function planLogin({ host, prefix, role: own }, inputs, { source, sessions }) {
	const role = own ?? inputs.roleToAssume;
	if (!role && inputs.awsCredentials === "oidc") return {
		value: [],
		problems: [noLoginRole(host)]
	};
	const compared = role ? comparePartitions(["login-registries", "role-to-assume"], role, host) : [];
	const { value: endpoints, problems } = planEndpoints(host, {
		inputs,
		source
	});
	return {
		value: [{
			registry: host,
			role,
			session: sessions.of(role, { onDemand: importsOf(host, prefix) }),
			endpoints
		}],
		problems: [...compared, ...problems]
	};
}
/** What a pull through cache rule makes repositories of: a rule for `ROOT` has no prefix (CreatePullThroughCacheRule). */
function importsOf(host, prefix) {
	if (prefix === void 0) return [];
	return [repositoryArn(host, prefix === "ROOT" ? "*" : `${prefix}/*`)];
}
const noLoginRole = ({ host }) => ({
	code: "INPUT_REQUIRED",
	inputs: ["login-registries", "role-to-assume"],
	message: `login-registries names ${host}, but there is no role to log in with`,
	hint: "Set role-to-assume, or give the registry a role of its own: host=role ARN."
});
// src/doors/deploy/plan/build/build.ts
/** Keys of the OCI image-spec (annotations.md) that say where the image comes from; a label of the user's wins. */
function planBuild(image, source, options) {
	const granted = grant(image.build, source, options.may);
	const { cache, ...build } = granted.build;
	const origin = [
		`org.opencontainers.image.revision=${options.commit}`,
		`org.opencontainers.image.source=${source.serverUrl}/${image.sourceRepository ?? source.repository}`,
		...isExactVersion(options.tag) ? [`org.opencontainers.image.version=${options.tag}`] : []
	];
	return {
		value: {
			...build,
			...usableSecrets(build, source),
			cacheTo: options.push ? build.cacheTo : [],
			compression: options.push ? build.compression : void 0,
			cache: planCache(cache, {
				...options,
				platforms: build.platforms
			}),
			labels: [...origin, ...build.labels],
			annotations: origin,
			withheld: granted.withheld,
			trustedFrontends: options.trustedFrontends,
			bases: options.bases
		},
		...judgeBuild({
			...image.build,
			ssh: build.ssh,
			cache
		}, source, options.push)
	};
}
/** Empty ones were refused where secrets are to be had; elsewhere the build has to do without them. */
function usableSecrets({ secrets, secretEnvs }, source) {
	return {
		secrets: secrets.filter(({ value }) => value.trim() !== ""),
		secretEnvs: secretEnvs.filter(({ variable }) => source.environment.has(variable))
	};
}
/** What the engine has to know of all builds before it is asked for one. */
function engineFacts(images) {
	const builds = images.flatMap(({ build, commit = "" }) => build ? [{
		build,
		commit
	}] : []);
	return {
		needs: engineNeeds(builds.map(({ build }) => build)),
		commits: new Map(builds.map(({ build, commit }) => [commit, build.context])),
		publishesArgs: builds.some(({ build }) => publishesArgs(build))
	};
}
/** What the engine must be able to do for these builds, each need once. */
function engineNeeds(builds) {
	return [...new Set(builds.flatMap(needsOf))];
}
function needsOf(plan) {
	const needs = {
		"platforms (several)": plan.platforms.length > 1,
		secrets: plan.secrets.length > 0,
		"secret-envs": plan.secretEnvs.length > 0,
		"secret-files": plan.secretFiles.length > 0,
		ssh: plan.ssh.length > 0,
		"build-contexts": plan.contexts.length > 0,
		cache: plan.cache !== void 0,
		"cache-from": plan.cacheFrom.length > 0,
		"cache-to (type=inline)": plan.cacheTo.some(({ type }) => type === "inline"),
		"cache-to": plan.cacheTo.some(({ type }) => type !== "inline"),
		provenance: plan.provenance !== void 0,
		sbom: plan.sbom !== void 0,
		compression: plan.compression !== void 0,
		"compression (estargz)": plan.compression?.type === "estargz",
		"compression (force)": plan.compression?.force === true
	};
	return Object.keys(needs).filter((need) => needs[need]);
}
// src/doors/deploy/plan/unfetched.ts
const WHAT = {
	lfs: "The image is built from git-lfs pointers in the place of the files that they stand for",
	submodules: "The image is built without submodules, whose folders are empty in the checkout",
	"submodules of submodules": "The image is built without submodules of submodules, whose folders are empty in the checkout",
	"sparse-checkout": "The image is built without files of the commit that the sparse checkout leaves out",
	nothing: "The image is built without repositories that the commit names, whose folders are empty in the checkout, and .gitmodules does not say where they are"
};
const IGNORED = "or put what the image does not need into .dockerignore.";
const HINTS = {
	lfs: `Set lfs: true on actions/checkout (or run "git lfs pull" before this step), ${IGNORED}`,
	submodules: `Set submodules: true on actions/checkout, with a token or ssh-key that may read them, ${IGNORED}`,
	"submodules of submodules": `Set submodules: recursive on actions/checkout, with a token or ssh-key that may read them, ${IGNORED}`,
	"sparse-checkout": `Add their folders to the input sparse-checkout of actions/checkout, ${IGNORED}`,
	nothing: `Add each with "git submodule add", or take it out with "git rm --cached" and add its files without its .git folder, ${IGNORED}`
};
function judgeUnfetched(unfetched) {
	const holding = unfetched.filter(({ holdsContext }) => holdsContext);
	const lacks = [...Map.groupBy(unfetched.filter(({ holdsContext }) => !holdsContext), ({ by }) => by)].map(([by, parts]) => ({
		by,
		lack: lackOf(by, parts)
	}));
	return {
		problems: holding.map(contextProblem),
		lacks: lacks.filter(({ by }) => by !== "sparse-checkout").map(({ lack }) => lack),
		leftOut: lacks.filter(({ by }) => by === "sparse-checkout").map(({ lack }) => lack)
	};
}
const lackOf = (by, parts) => ({
	message: `${WHAT[by]}: ${some(parts.map(({ path }) => path))}.`,
	hint: HINTS[by]
});
function contextProblem({ path, by }) {
	return {
		code: "CHECKOUT_INCOMPLETE",
		inputs: ["context"],
		message: `a build context lies in the submodule ${path}, which is not checked out: there is nothing to build, and its commit is not known`,
		hint: HINTS[by].replace(`, ${IGNORED}`, ", or correct the input context.")
	};
}
const MOST_NAMED = 5;
/** The first of them. */
function some(paths) {
	const more = paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : "";
	return `${paths.slice(0, MOST_NAMED).join(", ")}${more}`;
}
// src/doors/deploy/plan/checkout.ts
/** What is to be said of the checkouts that are built: whether they are what their commits say. */
function judgeCheckout(inputs, source) {
	if (inputs.build === "never") return {
		problems: [],
		warnings: [],
		notices: []
	};
	const unread = [...new Set(inputs.images.map(({ build }) => build.context))].filter((context) => !source.checkouts.has(context));
	const modified = [...new Set(source.checkouts.values())].flatMap((checkout) => checkout.modified);
	const changes = modified.length === 0 ? [] : [modifiedText(modified)];
	const { problems, lacks, leftOut } = judgeUnfetched(source.unfetched);
	const said = (lack) => `${lack.message} ${lack.hint}`;
	if (!inputs.requireClean) return {
		problems,
		warnings: [...changes.map((text) => `${text}. Set require-clean: true to refuse such a checkout.`), ...lacks.map(said)],
		notices: [...unreadNotices(unread), ...leftOut.map(said)]
	};
	const refused = [...lacks, ...leftOut].map(lackProblem);
	return {
		problems: [
			...problems,
			...changes.map(modifiedProblem),
			...refused,
			...unreadProblems(unread)
		],
		warnings: [],
		notices: []
	};
}
/** A run that checks out by hand, as on a slash command, deploys what its own page does not name. */
function otherCommits(images, source) {
	const others = images.flatMap(({ name, build, sourceRepository }) => {
		const head = build && source.checkouts.get(build.context)?.head;
		return head !== void 0 && head !== source.sha && isOwnRepository(sourceRepository, source) ? [{
			name,
			head
		}] : [];
	});
	return [...new Set(others.map(({ head }) => head))].map((head) => {
		const names = others.filter((other) => other.head === head).map(({ name }) => name);
		return `The checkout is at commit ${head}, and this run is of commit ${source.sha}: what is built and deployed (${names.join(", ")}) is ${head}.`;
	});
}
function unreadPlaces(contexts) {
	if (contexts.length === 0) return [];
	return [contexts.length === 1 ? "the build context" : `the build contexts ${contexts.join(", ")}`];
}
const unreadNotices = (contexts) => unreadPlaces(contexts).map((where) => `git could not read a repository at ${where}: the tag is taken from GITHUB_SHA, unchecked.`);
const unreadProblems = (contexts) => unreadPlaces(contexts).map((where) => ({
	code: "CHECKOUT_MODIFIED",
	inputs: ["require-clean"],
	message: `require-clean is set, but git could not read a repository at ${where}`,
	hint: "Run actions/checkout before this step and have git on the runner, or set require-clean: false."
}));
function modifiedText(modified) {
	return `The checkout is modified, so the image is not what the commit says: ${some(modified)}`;
}
const lackProblem = ({ message, hint }) => ({
	code: "CHECKOUT_INCOMPLETE",
	inputs: ["require-clean"],
	message,
	hint: `${hint} Or set require-clean: false.`
});
const modifiedProblem = (message) => ({
	code: "CHECKOUT_MODIFIED",
	inputs: ["require-clean"],
	message,
	hint: "Commit the change, write generated files to ignored paths, or set require-clean: false."
});
// src/doors/deploy/plan/delivery/github-deployment.ts
/** One for all images: those of this repository, whose token is the only one there is. */
function planGithubDeployment({ githubDeployment: environment, githubToken: token, dryRun }, images, source) {
	const own = images.filter(({ sourceRepository }) => isOwnRepository(sourceRepository, source));
	if (environment === void 0 || dryRun || token === void 0 || own.length === 0) return void 0;
	const [first] = own;
	return {
		repository: source.repository,
		environment,
		commit: first?.commit ?? source.sha,
		description: describe(own),
		logUrl: runUrl(source),
		token
	};
}
/** GitHub REST API, "Create a deployment status": at most 140 characters. */
const LONGEST = 140;
function describe(images) {
	const [first, ...others] = images.map(({ name, tag }) => `${name} ${shortTag(tag)}`);
	const text = `${first}${others.length > 0 ? ` and ${others.length} more` : ""}`;
	return text.length > LONGEST ? `${text.slice(0, 137)}...` : text;
}
function githubDeploymentWarnings({ githubDeployment: environment, githubToken: token }, images, source) {
	if (environment === void 0) return [];
	if (!images.some(({ sourceRepository }) => isOwnRepository(sourceRepository, source))) return [`github-deployment has no effect: no image of this step is of ${source.repository}, and github-token reaches no other repository.`];
	return token === void 0 ? ["github-deployment has no effect without github-token: leave that input out, so that it is the token of the job."] : [];
}
// src/doors/deploy/plan/tags.ts
/** Decides whether a tag can only ever mean one image. */
function judgeTag(request) {
	const { input, tag, commit, ref, mustExist } = request;
	if (!isTag(tag)) {
		const hint = versionHint(request) ?? `give the input ${input} at most 128 of A-Z a-z 0-9 _ . -`;
		return refusal("INPUT_INVALID", `${input} is "${tag}", which no registry accepts`, hint);
	}
	const named = commitIn(tag);
	if (named) return mustExist || named === commit ? sound({ commit: named }) : otherCommit$1(request, named);
	if (isExactVersion(tag)) {
		if (isVersionOf(tag, ref)) return releasedCommit(request);
		return mustExist ? sound({ version: tag }) : untriggeredVersion(request);
	}
	return refusal("TAG_MUTABLE", `${input} is "${tag}", which is refused: ${mutability(tag, ref)}`, versionHint(request) ?? (mustExist ? `give the input ${input} the full SHA or the exact version of an image that exists: git rev-parse prints the full SHA of a name` : `leave the input ${input} empty to use the commit (${commit || "full SHA"}), or put the full SHA in it, as main-\${{ github.sha }}`));
}
/** Who gives the name of a git tag means its version, which may stand behind that of a service. */
function versionHint({ input, ref, commit }) {
	const version = versionOfGitTag(ref);
	return version === void 0 ? void 0 : `set the input ${input} to ${version}, the version of the git tag, or leave it empty to use the commit (${commit})`;
}
function isVersionOf(tag, ref) {
	const version = versionOfGitTag(ref);
	return version !== void 0 && version.replace(/^v/, "") === tag.replace(/^v/, "");
}
/** The checkout may be of another branch, or left over from another job: the version is that of the git tag's commit. */
function releasedCommit({ input, tag, commit, refCommit, mustExist }) {
	if (mustExist || commit === refCommit) return sound({
		version: tag,
		commit: refCommit
	});
	return refusal("TAG_COMMIT_MISMATCH", `${input} is the version "${tag}", whose git tag is at commit ${refCommit}, but the checkout to build is at ${commit}`, "check out the commit of the git tag (actions/checkout does without ref); for a commit of another repository, name that in source-repository");
}
function otherCommit$1({ input, tag, commit }, named) {
	return refusal("TAG_COMMIT_MISMATCH", `${input} "${tag}" names commit ${named}, but the checkout to build is at ${commit}`, `leave the input ${input} empty, check out the named commit (ref of actions/checkout), or set build: never to deploy an existing image`);
}
function untriggeredVersion({ input, tag, ref }) {
	return refusal("TAG_MUTABLE", `${input} is the version "${tag}", but this run was not triggered by that git tag (ref: ${ref || "none"})`, `run on push of the git tag, leave the input ${input} empty, or set build: never to deploy an existing version`);
}
function refusal(code, message, hint) {
	return {
		value: {},
		problems: [{
			code,
			inputs: ["tag"],
			message,
			hint: `${hint.charAt(0).toUpperCase()}${hint.slice(1)}.`
		}]
	};
}
const MOVING = /(?:^|[-_.])(latest|stable|edge|nightly|current|newest|snapshot|canary)(?:$|[-_.])/i;
const ENVIRONMENT = /^(?:dev|develop|development|test|qa|uat|stage|staging|preprod|prod|production|live)$/i;
/** The rule that a refused tag breaks, most telling first. */
function mutability(tag, ref) {
	const moving = MOVING.exec(tag)?.[1];
	if (moving) return `"${moving}" moves with every build`;
	if (tag === ref.replace("refs/heads/", "").replaceAll("/", "-") || /^(?:main|master|trunk)$/.test(tag)) return "a branch name moves with every commit";
	if (ENVIRONMENT.test(tag)) return "the name of an environment moves with every deploy";
	if (/^\d{4}[-.]?\d{2}[-.]?\d{2}(?:$|[-.T_])/.test(tag)) return "a date does not say which commit was built";
	if (/^v?\d+(?:\.\d+)?$/.test(tag)) return "a partial version or number moves with every release or run";
	if (/(?:^|[-_.])[0-9a-f]{7,39}$/.test(tag)) return "a short SHA can collide, and one of digits alone is read as a number by YAML";
	return "it holds neither the full commit SHA nor an exact version";
}
// src/doors/deploy/plan/merge.ts
/** Whether tags of images that are put together can mean no others tomorrow, and all mean one commit. */
function judgeMerge({ tags, tag, commit }) {
	const commits = tags.flatMap((part) => commitIn(part) ?? []);
	const wanted = commit ?? commits[0];
	return tags.flatMap((part) => {
		if (part === tag) return [itself(tag)];
		const named = commitIn(part);
		if (named !== void 0 && named !== wanted) return [otherCommit(part, {
			tag,
			commit: wanted
		})];
		const { problems } = judgeTag({
			input: "merge-tags",
			tag: part,
			commit: wanted ?? "",
			ref: "",
			refCommit: "",
			mustExist: true
		});
		return problems.map((problem) => ({
			...problem,
			inputs: ["merge-tags"]
		}));
	});
}
const itself = (tag) => ({
	code: "INPUT_INVALID",
	inputs: ["merge-tags", "tag"],
	message: `merge-tags names ${tag}, which is the tag of the image that is put together`,
	hint: `Give each image of merge-tags a tag of its own, such as \${{ github.sha }}-arm64, and the input tag one without a platform, such as \${{ github.sha }}.`
});
const otherCommit = (part, { tag, commit }) => ({
	code: "TAG_COMMIT_MISMATCH",
	inputs: ["merge-tags", "tag"],
	message: `merge-tags names ${part}, which is not of commit ${commit}, as the image ${tag} is to be`,
	hint: "Name in merge-tags images of one commit, and that commit in the input tag; what is built from several is no image of one."
});
// src/doors/deploy/plan/image.ts
/** One image of the step, as far as it is known without its registry. */
function planImage(image, options) {
	const { inputs, source } = options;
	const repository = image.repository ?? "";
	const head = source.checkouts.get(image.build.context)?.head ?? source.sha;
	const { mergeTags: parts } = inputs;
	const isBuilt = inputs.build !== "never";
	const isUnknown = !isBuilt && image.tag === void 0 && head !== source.sha;
	const tag = image.tag ?? head;
	const sourceRepository = image.sourceRepository ?? source.repository;
	const refCommit = isOwnRepository(sourceRepository, source) ? source.sha : head;
	const { tagInput: input } = image;
	const meaning = judgeTag({
		input,
		tag,
		commit: head,
		ref: source.ref,
		refCommit,
		mustExist: !isNew(tag, inputs)
	});
	const { commit, version } = meaning.value;
	const name = image.name ?? lastSegment(repository);
	const build = isBuilt ? planImageBuild(image, options, {
		name,
		repository,
		tag,
		commit: head
	}) : void 0;
	return {
		value: {
			name,
			repository,
			tag,
			commit,
			tested: version !== void 0 && commit !== void 0 ? testedTags(commit, source) : [],
			sourceRepository,
			paths: image.paths,
			platforms: image.build.platforms,
			parts,
			build: build?.value,
			targets: targetsOf(image, name)
		},
		problems: [
			...repository ? [] : [repositoryRequired(image, inputs)],
			...isUnknown ? [whichCommit(head, inputs, source)] : [],
			...meaning.problems,
			...judgeMerge({
				tags: parts,
				tag,
				commit
			}),
			...build?.problems ?? []
		],
		warnings: build?.warnings ?? []
	};
}
/** A version that is put on something new must be that of the git tag, whether that is built or put together. */
const isNew = (tag, { build, mergeTags }) => build !== "never" || mergeTags.length > 0 && commitIn(tag) === void 0;
function planImageBuild(image, { inputs, source, push, may }, named) {
	const registry = image.registry ?? defaultRegistry(inputs, source);
	const readable = may.stepLogins && registry && inputs.loginRegistries.some(({ host }) => isSameRegistry(host, registry));
	return planBuild(image, source, {
		...named,
		push,
		may,
		scope: cacheScope(inputs, source),
		readableHost: readable ? registry.host : void 0,
		trustedFrontends: inputs.engine.trustedFrontends,
		bases: [...push && registry ? [{
			host: registry,
			prefix: void 0
		}] : [], ...may.stepLogins ? inputs.loginRegistries.map(({ host, prefix }) => ({
			host,
			prefix
		})) : []]
	});
}
/** The tags that runs before the release give an image: those that the input tag takes, as far as they can be guessed. */
function testedTags(commit, { defaultBranch }) {
	const branch = defaultBranch?.replaceAll(/[^\w.-]/g, "-");
	return branch === void 0 ? [commit] : [commit, `${branch}-${commit}`];
}
function repositoryRequired(image, { images }) {
	return {
		code: "INPUT_REQUIRED",
		inputs: ["repository", "images"],
		message: `repository is empty${images.length > 1 ? ` in images[${images.indexOf(image)}]` : ""}`,
		hint: "Set the input repository to the name of the ECR repository, for example kubeadm_ec2_cluster/identity-service; with images, give each item a repository."
	};
}
/** The checkout may be left over from another job: what nobody has looked at must not choose what is deployed. */
const whichCommit = (head, { mergeTags }, { sha }) => ({
	code: "TAG_COMMIT_MISMATCH",
	inputs: ["tag"],
	message: `${mergeTags.length > 0 ? "merge-tags is set" : "build is never"} and tag is empty, but the run is of commit ${sha}, and the checkout is at ${head}`,
	hint: `Set the input tag to the commit that is meant (\${{ github.sha }} for that of the run), or check that commit out.`
});
/** Images are distinguished by name in overlays and outputs, and by reference in the registry. */
function duplicateProblems(images) {
	const named = images.filter(({ repository }) => repository !== "");
	return [...repeated(named.map(({ name }) => name)).map((name) => duplicate(`images has several items of the name "${name}"`, "Give each item of images a name of its own (the last segment of its repository when it has none). For one image in several registries, use one step for each registry.")), ...repeated(named.map(registryKey)).map((reference) => duplicate(`images has several items that would be pushed to ${reference}`, `Give them repositories of their own, or tags such as worker-\${{ github.sha }}.`))];
}
const duplicate = (message, hint) => ({
	code: "INPUT_INVALID",
	inputs: ["images", "repository"],
	message,
	hint
});
/** By account and region: a registry has several host names. */
function registryKey(image) {
	return `${isPushed(image) ? `${image.access.registry.account}/${image.access.registry.region}/` : ""}${image.repository}:${image.tag}`;
}
function repeated(keys) {
	return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
}
// src/doors/deploy/plan/paths-input.ts
/** A typing error would leave the image as it is deployed for ever, and every run would be green. */
function pathsWarnings({ absentPaths }) {
	return absentPaths.map((pattern) => `paths names ${pattern}, and there is no such folder or file in the checkout: no change will ever match it.${/[\s;]/.test(pattern) ? " Where these are several, give paths one a line." : ""}`);
}
/** There is no deployed commit to compare with. */
function pathsNotice({ images }) {
	return images.some(({ paths }) => paths.length > 0) ? ["paths is not asked in this run, which deploys nothing: every image that is not in the registry is built."] : [];
}
// src/doors/deploy/plan/make-plan.ts
/**
* Inputs and facts to a plan. What can be refused without the network is refused here, all of it together.
*
* @param onWarning Hears of the warnings that there are beside a mistake.
* @throws StepError with every mistake of inputs and plan.
*/
function makePlan(parsed, source, onWarning = () => {}) {
	const { inputs } = parsed;
	const mode = decideMode(inputs, source);
	const may = allowanceOf(inputs, source);
	const { value: parts, problems } = planParts(inputs, source, {
		mode,
		may
	});
	const { images, pushed, logins, config, checkout } = parts;
	const { engine, builder, maxParallel } = inputs.engine;
	const warnings = [
		...parts.warnings,
		...checkout.warnings,
		...rollbackWarnings(config, source),
		...isRefused("create-repository", parsed.problems) ? [] : creationWarnings(inputs),
		...cacheWarnings(images),
		...isRefused("delivery", parsed.problems) ? [] : pullRequestWarnings(inputs.config),
		...pathsWarnings(source),
		...config && pushed ? githubDeploymentWarnings(inputs, pushed, source) : []
	];
	const refusals = [...parsed.problems, ...withoutEchoes(problems, parsed.problems)];
	if (refusals.length > 0) for (const warning of new Set(warnings)) onWarning(warning);
	failOnAny(refusals);
	const common = {
		reason: mode.reason,
		notices: [...checkout.notices, ...noticesOf(images, config, {
			inputs,
			source
		})],
		warnings: [...new Set(warnings)],
		logins,
		engine: {
			engine,
			builder,
			may,
			...engineFacts(images)
		},
		maxParallel,
		dryRun: inputs.dryRun,
		...parts.inspected
	};
	if (!pushed) return {
		kind: "check",
		...common,
		images
	};
	const history = {
		checkout: inputs.images[0].build.context,
		token: inputs.githubToken
	};
	const githubDeployment = config && planGithubDeployment(inputs, pushed, source);
	return {
		kind: "push",
		...common,
		images: pushed,
		config,
		createRepository: planCreation(inputs),
		history,
		githubDeployment
	};
}
/** Everything that may be refused. */
function planParts(inputs, source, { mode, may }) {
	const { push, deploy } = mode;
	const { repository } = inputs.config;
	const [first, ...rest] = inputs.images;
	const toPlan = (image) => planImage(image, {
		inputs,
		source,
		push,
		may
	});
	const planned = [toPlan(first), ...rest.map(toPlan)];
	const images = values(planned);
	const sessions = new Sessions(inputs, source);
	const pushes = push ? planPushes(images, {
		inputs,
		source,
		sessions
	}) : sound(void 0);
	const pushed = pushes.value;
	const logins = planLogins(inputs, {
		source,
		push,
		may,
		sessions
	});
	const aws = {
		sessions,
		access: pushed?.[0].access
	};
	const config = deploy && repository ? planConfig({
		inputs,
		repository,
		aws
	}, source) : sound(void 0);
	const checkout = judgeCheckout(inputs, source);
	const { mistakes, ...inspected } = planInspection(images, {
		inputs,
		source,
		mode
	});
	const warnings = [...planned.flatMap((image) => image.warnings), ...inputs.dryRun ? [] : mistakes.map(wouldFail)];
	return {
		value: {
			images,
			pushed,
			logins: logins.value,
			config: config.value,
			checkout,
			warnings,
			inspected
		},
		problems: [
			...planned.flatMap((image) => image.problems),
			...pushes.problems,
			...duplicateProblems(pushed ?? images),
			...sharedTargets(images),
			...push ? excludedTags(inputs, images) : [],
			...logins.problems,
			...repository ? configMistakes(inputs) : [],
			...config.problems,
			...checkout.problems,
			...inputs.dryRun ? mistakes : []
		]
	};
}
const values = ([first, ...rest]) => [first.value, ...rest.map(({ value }) => value)];
function noticesOf(images, config, { inputs, source }) {
	return [...config ? otherCommits(images, source) : pathsNotice(inputs), ...withheldNotice(images, inputs, source)];
}
const isRefused = (input, problems) => problems.some(({ inputs }) => inputs?.includes(input));
// src/doors/deploy/plan/build/paths.ts
/** Every path that the builds of this step read, or that an engine looks for by itself. */
function buildPaths({ build, images }) {
	if (build === "never") return [];
	const paths = images.flatMap((image) => pathsOf(image.build));
	return [...new Map(paths.map((one) => [JSON.stringify(one), one])).values()];
}
function pathsOf(build) {
	const { context, file, contexts, secretFiles, ssh, cacheFrom, cacheTo } = build;
	return [
		{
			input: "context",
			path: context,
			kind: "folder"
		},
		...dockerfiles(context, file),
		...contexts.flatMap((entry) => {
			const path = contextPath(entry)?.path;
			return path === void 0 ? [] : [{
				input: "build-contexts",
				path,
				kind: "folder"
			}];
		}),
		...secretFiles.map(({ path }) => ({
			input: "secret-files",
			path,
			kind: "named"
		})),
		...ssh.flatMap((entry) => sshPaths(entry).map((path) => named("ssh", path))),
		...cacheFrom.flatMap((entry) => localPaths(entry).map((path) => named("cache-from", path))),
		...cacheTo.flatMap((entry) => localPaths(entry).map((path) => named("cache-to", path)))
	];
}
const named = (input, path) => ({
	input,
	path,
	kind: "named"
});
/** Without the input file: which engine will build is not known yet. */
const ANY_DOCKERFILE = [...new Set(Object.values(DOCKERFILES).flat())];
/** A Dockerfile, and what engines read unasked beside it and in the context. */
function dockerfiles(context, file) {
	const input = file === void 0 ? "context" : "file";
	const given = file === void 0 ? ANY_DOCKERFILE.map((name) => join(context, name)) : [file];
	const of = file ?? context;
	const beside = given.flatMap(besideDockerfile);
	return [
		...given.map((path) => ({
			input,
			path,
			kind: "file",
			...path === of ? {} : { of }
		})),
		...file === void 0 ? [] : [{
			input,
			path: dirname(file),
			kind: "folder",
			of
		}],
		...beside.map((path) => ({
			input,
			path,
			kind: "file",
			of
		})),
		...ignoreFilesIn(context).map((path) => ({
			input: "context",
			path,
			kind: "file",
			of: context
		}))
	];
}
/** What every engine takes from elsewhere. All else is also a path to one of them, if only a strange one. */
const ELSEWHERE = /^(?:docker-image|https?):\/\//;
const LAYOUT = /^(oci-layout:\/\/)([^@:]*)(.*)$/s;
function contextPath(entry) {
	const equals = entry.indexOf("=") + 1;
	const [name, value] = [entry.slice(0, equals), entry.slice(equals)];
	if (ELSEWHERE.test(value)) return void 0;
	const [, scheme = "", path = value, after = ""] = LAYOUT.exec(value) ?? [];
	return {
		before: `${name}${scheme}`,
		path,
		after
	};
}
/** Key files, or the socket of an agent: `ID=path[,path]`. */
function sshPaths(entry) {
	const equals = entry.indexOf("=");
	return equals === -1 ? [] : entry.slice(equals + 1).split(",");
}
/** The same inputs with what `change` makes of their paths. A Dockerfile keeps its name: engines look for others by it. */
function withPaths(inputs, change) {
	const [first, ...rest] = inputs.images;
	const moved = (image) => ({
		...image,
		build: changed(image.build, change)
	});
	return {
		...inputs,
		images: [moved(first), ...rest.map(moved)]
	};
}
function changed(build, change) {
	return {
		...build,
		context: change(build.context),
		file: build.file === void 0 ? void 0 : changedFile(build.file, change),
		contexts: build.contexts.map((entry) => {
			const found = contextPath(entry);
			return found ? `${found.before}${change(found.path)}${found.after}` : entry;
		}),
		secretFiles: build.secretFiles.map((secret) => ({
			...secret,
			path: change(secret.path)
		})),
		ssh: build.ssh.map((entry) => {
			const id = entry.slice(0, entry.indexOf("=") + 1);
			const paths = sshPaths(entry);
			return paths.length === 0 ? entry : `${id}${paths.map(change).join(",")}`;
		})
	};
}
function changedFile(file, change) {
	const folder = dirname(file);
	const real = change(folder);
	return real === folder ? file : join(real, basename(file));
}
// src/doors/deploy/plan/build/outside.ts
/**
* The inputs with real paths in the place of links, so that what is judged here is what the engine gets.
* @throws StepError with every path that leads where no build may look, and every mistake of the inputs beside it.
*/
function settlePaths(parsed, ground) {
	const judged = buildPaths(parsed.inputs).map((asked) => ({
		asked,
		found: judgePath(asked, ground)
	}));
	const refused = new Set(judged.filter(({ found }) => found.length > 0).map(({ asked }) => asked.path));
	const problems = judged.flatMap(({ asked, found }) => refused.has(asked.of ?? "") ? [] : found);
	if (problems.length > 0) failOnAny([...parsed.problems, ...problems]);
	const change = (path) => {
		const trail = ground.trails.get(path);
		return trail?.real === void 0 || trail.links.length === 0 || SYNTAX.test(trail.real) ? path : shortened(trail.real, ground.cwd);
	};
	return {
		...parsed,
		inputs: withPaths(parsed.inputs, change)
	};
}
/** What a path of a hostile checkout could add to an option that has more than the path in it. */
const SYNTAX = /[,:;=@"\p{Cc}]/u;
/** From the workspace where it can be: messages and annotations name files of the checkout so. */
function shortened(real, cwd) {
	const from = relative(cwd, real);
	if (from === "") return ".";
	return from.split(sep)[0] === ".." ? real : `./${from}`;
}
/** Whether one folder is the other, or holds it. Both are real paths, so that nothing of them has to be resolved. */
const holds = (folder, path) => `${path}/`.startsWith(folder === "/" ? folder : `${folder}/`);
function judgePath(asked, ground) {
	const trail = ground.trails.get(asked.path);
	if (trail === void 0) throw new Error(`nobody has followed ${asked.path}`);
	const { real } = trail;
	if (real === void 0) return [endless(asked, trail)];
	const { workspace, trusted, guarded } = ground;
	const inWorkspace = holds(workspace, real);
	const held = guarded.find(({ path }) => holds(real, path));
	const out = trail.links.findLast(({ at }) => holds(workspace, at));
	const leads = {
		real,
		trail,
		out,
		inWorkspace
	};
	if (asked.kind === "folder" && held) return [holding(asked, leads, held)];
	if (inWorkspace) return [];
	if (asked.kind === "named" && out === void 0) return [];
	const holder = guarded.find(({ path }) => path !== "/" && holds(path, real));
	if (holder) return [outside(asked, leads, holder)];
	return trusted.some((folder) => holds(folder, real)) ? [] : [outside(asked, leads)];
}
function problem({ input }, message, hint) {
	return {
		code: "PATH_OUTSIDE",
		inputs: [input],
		message: oneLine(message),
		hint: oneLine(hint)
	};
}
/** The path as it was given, and where it leads. */
function whereItLeads({ input, path }, { real, trail, out }) {
	const link = out ?? trail.links.at(-1);
	return `${input} reads "${path}", which leads to ${real}${link ? ` (the link ${link.at} points to ${link.to})` : ""}`;
}
function endless(asked, { links }) {
	const link = links.at(-1);
	return problem(asked, `${asked.input} reads "${asked.path}", which leads over links that cannot be followed to their end (the link ${link?.at} points to ${link?.to})`, `Take the link ${links[0]?.at} out of the checkout, or correct it.`);
}
function holding(asked, leads, held) {
	const message = `${whereItLeads(asked, leads)}: that holds ${held.name} (${held.path}), whose logins and keys would be part of the build`;
	if (leads.out) return problem(asked, message, `Take the link ${leads.out.at} out of the checkout.`);
	return problem(asked, message, leads.inWorkspace ? `Set ${held.name} to a folder outside of the workspace for this job, or build a folder that does not hold it.` : `Correct the input ${asked.input}: build a folder of the checkout.`);
}
function outside(asked, leads, holder) {
	const where = holder ? `inside of ${holder.name} and outside of the workspace` : "outside of the workspace";
	return problem(asked, `${whereItLeads(asked, leads)}: that is ${where}`, hintFor(asked, leads, holder));
}
function hintFor({ input }, { real, out }, holder) {
	const first = out ? `Take the link ${out.at} out of the checkout.` : `Copy what the build needs into the workspace, and correct the input ${input}.`;
	if (holder) return `${first} What lies in ${holder.name} is never built.`;
	return `${first} ${out ? "Only if you are sure of everybody who can put one there" : "Or, if the build may read all of it"}, name the folder in the input trusted-paths: ${real}`;
}
// src/doors/deploy/read-inputs.ts
/** The inputs; before git or an engine looks at a folder, it is known to be one that this run may read. */
async function readInputs({ readInput, loadYaml, readGround }) {
	const given = parseInputs(readInput, holdsYaml(readInput) ? await loadYaml() : noYaml);
	return settlePaths(given, readGround({
		paths: buildPaths(given.inputs).map(({ path }) => path),
		trusted: given.inputs.engine.trustedPaths
	}));
}
function noYaml() {
	throw new Error("every input that is YAML is empty");
}
// src/doors/deploy/story.ts
/** The story of a deploy. What has happened is kept in the record, so that a failed run can be reported too. */
async function deploy(ports, record) {
	const parsed = await readInputs(ports);
	const { inputs } = parsed;
	ports.confine(inputs.images.flatMap(({ build }) => build.secretEnvs.map(({ variable }) => variable)));
	const source = await ports.readSource(ingredientsOf(inputs));
	const plan = makePlan(parsed, source, ports.log.warning);
	const nothing = await onlyOwnCommits(plan, parsed, {
		ports,
		source
	});
	if (nothing) {
		record.idle = true;
		return ports.log.notice(nothing);
	}
	record.plan = plan;
	announcePlan(plan, ports.log);
	const connect = ports.connect(plan, source);
	const run = {
		ports,
		record,
		source
	};
	const work = (quiet) => plan.kind === "check" ? check(plan, connect, {
		...run,
		quiet
	}) : push(plan, connect, {
		...run,
		quiet
	});
	try {
		await besideInspection(plan, work, run);
	} catch (error) {
		announceNotices(record, ports.log.notice);
		throw error;
	}
	if (!plan.inspection || !record.proposal) return;
	if (plan.dryRun) await report(record.proposal, run);
	else announceNotices(record, ports.log.info);
}
/** Why there is nothing to do after a push to the repository that the step itself commits to. */
async function onlyOwnCommits(plan, { inputs }, { ports, source }) {
	if (plan.kind !== "push" || !plan.config) return void 0;
	const { repository } = inputs.config;
	const merged = isLoneMerge(repository, source) ? await (await ports.openHistory(plan, source)).merged(source.sha) : void 0;
	const brought = merged === void 0 ? source.brought : [merged, ...source.brought];
	const own = ownCommits(repository, {
		...source,
		brought
	});
	return own ? nothingNew(own, await ports.openHistory(plan, source), plan.images) : void 0;
}
async function push(plan, connect, run) {
	const { ports, record, source, quiet } = run;
	const platformsOf = (name) => record.images.get(name)?.found?.platforms ?? [];
	const bump = await ports.openBump(plan, {
		source,
		connect,
		platformsOf,
		onProposal: keepIn(record)
	});
	const { log, phases } = ports;
	const engine = ports.engineOf(plan);
	const decisions = await decide(plan, {
		connect,
		bump,
		engine,
		phases
	});
	for (const decision of decisions) note(decision, record);
	const own = decisions.map(({ login }) => login);
	const building = {
		openEngine: engineOpener(plan, {
			engine,
			connect,
			phases,
			quiet,
			own
		}),
		log,
		phases
	};
	if (plan.dryRun) {
		const [proposal] = await allOrProblems([bump && phases.during("config repository", () => bump.tryOut(knownDigests(record))), rehearse(decisions, building)]);
		return proposal && report(proposal, run);
	}
	const { values, failure } = await obtainAll(decisions, plan, building);
	for (const { name, ...obtained } of values) record.images.set(name, obtained);
	if (failure) throw failure;
	if (!bump) return;
	const tracker = plan.githubDeployment && await ports.openDeployment(plan.githubDeployment);
	record.deployment = tracker;
	const commit = () => bump.commit(knownDigests(record));
	const delivered = await phases.during("commit", () => tracked(tracker, record.proposal, commit));
	keepDelivered(delivered, record);
	await report(delivered.proposal, run);
}
/** The head of a branch that only proposes is no commit that anything is deployed from. */
function keepDelivered(delivered, record) {
	if (delivered.kind === "pushed") record.commit = delivered.commit;
	if (delivered.kind === "proposed") record.isProposed = true;
	if (delivered.pullRequest) record.pullRequest = delivered.pullRequest;
}
async function check(plan, connect, { ports, record, quiet }) {
	const { log, phases } = ports;
	const engine = ports.engineOf(plan);
	const { values, failure } = await checkAll(plan, {
		openEngine: engineOpener(plan, {
			engine,
			connect,
			phases,
			quiet
		}),
		log,
		phases
	});
	for (const { name, seconds } of values) record.images.set(name, {
		how: "checked",
		found: void 0,
		seconds
	});
	if (failure) throw failure;
}
/** What is known of an image before anything is built. */
function note(decision, { images }) {
	const { image, how, found } = decision;
	if (how === "reused") images.set(image.name, {
		how,
		found,
		seconds: 0
	});
	if (how === "unchanged") images.set(image.name, {
		how,
		found,
		deployedTag: decision.deployedTag,
		seconds: 0
	});
}
function knownDigests({ images }) {
	return new Map([...images].flatMap(([name, { found }]) => found ? [[name, found.digest]] : []));
}
async function report(proposal, { ports, record }) {
	record.proposal = proposal;
	record.diff = (await ports.loadDiff())(proposal);
	if (hasStandIn(proposal)) record.note = "What is not built yet has no digest: zeros stand for it in the diff.";
	announceVerdicts(record, ports.log);
}
// src/report/folded.ts
/** What fits into a block of code on a page of 640 px: the beginning of a line, and pieces of its rest behind a mark. */
const FIRST = /^.{0,60}/su;
const REST = /.{1,53}/gsu;
/** A diff for a page that would scroll: what is left of a long line follows behind a mark, with the same sign. */
function folded(diff) {
	return diff.split("\n").map(foldedLine).join("\n");
}
function foldedLine(line) {
	const [first = ""] = FIRST.exec(line) ?? [];
	return [first, ...(line.slice(first.length).match(REST) ?? []).map((piece) => `${line.charAt(0)}    ↪ ${piece}`)].join("\n");
}
// src/doors/deploy/summary/said.ts
/** What the run has written, or a dry run would write; a run that has failed wrote nothing of what it was about to. */
const writtenIn = ({ proposal, error, commit }) => !proposal || error && commit === void 0 ? [] : writtenBy(proposal);
/** What goes back, why, and what holds it there. */
function rollbacks(record, images) {
	return images.flatMap((image) => writtenIn(record).flatMap(({ image: name, overlay, previous = "", rollback }) => {
		if (!rollback || name !== image.name) return [];
		const from = `from ${code(shortTag(previous))} to ${code(shortTag(tagOf$1(record, image)))}`;
		return [`- Rollback of ${code(name)} in ${code(overlay || ".")} ${from}: ${plain$1(rollback.reason)} ${plain$1(held(rollback, record))}`];
	})).join("\n");
}
const held = ({ hold }, { commit }) => commit === void 0 ? `It leaves a hold: ${hold}.` : `The entry is held from now on (${hold}): remove the marker above it to let deploys through again.`;
/** Why nothing was deployed, where that is no error. */
function reason({ plan, error }) {
	if (!plan || error || configOf(plan)) return "";
	return plain$1(`Because ${plan.reason}.`);
}
/** What a deploy would be refused for. */
function mistakes({ mistakes: problems = [] }) {
	return problems.length === 0 ? [] : ["### A deploy would fail", ...problems.map(renderProblem)];
}
/** The warnings of the run that have no place of their own. */
function warnings({ said, mistakes: problems = [] }) {
	const elsewhere = problems.map(wouldFail);
	return (said?.warnings ?? []).filter((warning) => !elsewhere.includes(warning));
}
/** What of a deploy this run did not check. */
const unchecked = ({ plan, unchecked: late }) => [...plan?.unchecked ?? [], ...late === void 0 ? [] : [late]];
/** Why an overlay is held, superseded or written in spite of something, and what else people should know. */
function notices(record) {
	const { proposal, said, plan, note } = record;
	const verdicts = proposal?.verdicts ?? [];
	const all = /* @__PURE__ */ new Set([...said?.notices ?? [], ...verdicts.flatMap((one) => one.notices)]);
	const elsewhere = [
		note,
		plan && intentOf(plan),
		...unchecked(record)
	];
	const reasons = verdicts.flatMap(({ rollback }) => rollback?.reason ?? []);
	return [...all].filter((notice) => !elsewhere.includes(notice) && !reasons.some((reason) => notice.endsWith(reason)));
}
// src/doors/deploy/summary/tables.ts
function imageTable(record, images) {
	const rows = images.map((image) => {
		const { how, seconds } = record.images.get(image.name) ?? {};
		const registry = isPushed(image) ? image.access.registry : void 0;
		return [
			cellCode(image.name),
			cellCode(shortTag(tagOf$1(record, image))),
			registry ? `${registry.account}<br>${registry.region}` : "-",
			how ?? "-",
			seconds === void 0 ? "-" : `${seconds.toFixed(1)} s`
		];
	});
	return table([
		"Image",
		"Tag",
		"Account",
		"How",
		"Time"
	], rows);
}
/** Whole references, which no table has room for: a browser breaks them here. */
function references(record, images) {
	return images.map((image) => {
		const { found } = record.images.get(image.name) ?? {};
		const name = isPushed(image) ? image.repositoryUrl : image.repository;
		const digest = found ? `<br>${code(found.digest)}` : "";
		return `- ${code(`${name}:${tagOf$1(record, image)}`)}${digest}`;
	}).join("\n");
}
function overlayTable(record, images) {
	const rows = images.flatMap((image) => [...overlayResults(record, image)].map(([overlay, result]) => {
		const { previous: before, rollback } = verdictOf(record, image, overlay) ?? {};
		const previous = before ? cellCode(shortTag(before)) : "-";
		const now = cellCode(shortTag(tagOf$1(record, image)));
		const how = rollback && result === "deployed" ? "rolled back" : result;
		const seen = inspectionOf(record, image, overlay) ?? how;
		return [
			cellCode(overlay || "."),
			cellCode(image.name),
			previous,
			now,
			seen
		];
	}));
	return rows.length > 0 ? table([
		"Overlay",
		"Image",
		"Before",
		"This run",
		"Result"
	], rows) : "";
}
// src/doors/deploy/summary.ts
const HEADINGS = {
	failed: "Not deployed",
	deployed: "Deployed",
	proposed: "Proposed, not deployed yet",
	held: "Held",
	superseded: "Superseded, what is deployed stays",
	built: "In the registry, not deployed",
	checked: "Build checked, nothing pushed",
	"dry-run": "Dry run: nothing was built, pushed or committed",
	unchanged: "Already deployed"
};
/** The job summary: Markdown that a person reads in ten seconds. */
function renderSummary(record) {
	const images = record.plan?.images ?? [];
	const names = images.map((image) => code(image.name)).join(", ");
	const parts = [
		`## ${heading(record)}${names ? `: ${names}` : ""}`,
		...(record.error?.problems ?? []).map(renderProblem),
		rollbacks(record, images),
		reason(record),
		...mistakes(record),
		renderWarnings(warnings(record)),
		...images.length > 0 ? [imageTable(record, images), references(record, images)] : [],
		overlayTable(record, images),
		list$1(unchecked(record)),
		list$1(notices(record)),
		pullLine(record),
		commitLine(record),
		identityLine(record),
		timeLine(record),
		plain$1(record.note ?? ""),
		record.diff ? fenced(folded(record.diff), "diff") : ""
	];
	return `${fitting(parts.filter((part) => part !== "")).join("\n\n")}\n`;
}
function heading(record) {
	const result = stepResult(record);
	const back = writtenIn(record).filter(({ rollback }) => rollback);
	const all = back.length === writtenIn(record).length;
	if (result === "proposed" && back.length > 0) return all ? "Rollback proposed" : "Deploy and rollback proposed";
	if (result !== "deployed" || back.length === 0) return HEADINGS[result];
	return all ? "Rolled back" : "Deployed, and rolled back";
}
function commitLine(record) {
	if (record.commit === void 0) return "";
	const url = configCommitUrl(record);
	const short = code(record.commit.slice(0, 12));
	return `Config commit: ${url ? `[${short}](${url})` : short}`;
}
/** What is to be done is said of one that waits for it. */
function pullLine(record) {
	const { pullRequest, plan, isProposed, commit } = record;
	if (!pullRequest) return "";
	const link = `Pull request: [#${pullRequest.number}](${pullRequest.url})`;
	if (!isProposed) return commit === void 0 ? link : `${link}, merged`;
	return `${link}. **What to do next:** ${plain$1(nextStep(configOf(plan)?.pullRequest))}`;
}
/** Whom AWS took the run for: the role that was assumed, mostly. */
function identityLine({ identities = [] }) {
	return identities.length > 0 ? `Acts in AWS as ${identities.map(code).join(", ")}` : "";
}
/** How long each phase took, and which one the run has ended in. */
function timeLine({ phases = [], error }) {
	const end = error?.code === "CANCELLED" ? " (cancelled)" : " (failed)";
	const times = phases.map(({ name, ms, failed }) => `${name} ${duration(ms)}${failed ? end : ""}`);
	return times.length > 0 ? `Time: ${times.join(", ")}` : "";
}
// src/doors/deploy/open.ts
var open_exports = /* @__PURE__ */ __exportAll({ openDeploy: () => openDeploy });
const SECRET_INPUTS = /* @__PURE__ */ new Set(["config-token", "github-token"]);
function secretsIn(name, value) {
	if (name === "config-ssh-key") return [value, ...keyToMask(value)];
	if (name === "config-token") return [value, ...tokenToMask(value)];
	if (name === "config-app-private-key") return [value, ...appKeyToMask(value)];
	if (SECRET_INPUTS.has(name)) return [value];
	return name === "secrets" ? secretsToMask(value) : [];
}
/** The deploy door over the real edges. */
function openDeploy(step) {
	const record = { images: /* @__PURE__ */ new Map() };
	const phases = new Phases(() => performance.now());
	return {
		work: () => deploy({
			...portsOf(step, record),
			phases
		}, record),
		report: (error, said) => {
			if (error) record.error = error;
			record.said = said;
			record.phases = phases.soFar();
			return {
				error,
				outputs: outputsOf(record),
				summary: renderSummary(record)
			};
		}
	};
}
/**
* What starts processes is loaded with the door. What signs requests and what reads YAML takes long to compile, so it is
* loaded while GitHub makes the token and git clones (measured in docs/adr/0013).
*/
function portsOf(step, record) {
	const { environment, log, watch, signal, workspace } = step;
	const { variables: env } = environment;
	const onIdentity = (principal) => {
		record.identities = [...record.identities ?? [], principal];
	};
	let aws;
	return {
		log,
		readInput: inputReader(step, secretsIn),
		...LATER,
		confine: (names) => environment.confine(names),
		readGround: (asked) => readGround(asked, {
			env,
			privateFolder: workspace.path
		}),
		readSource: (images) => watch(LOOKING, () => readSource(env, images, {
			scratch: workspace.folder("checkouts"),
			environment,
			signal
		})),
		connect: (plan, source) => {
			aws = openAws({
				...step,
				onIdentity
			}, plan, source);
			return aws.connect;
		},
		openBump: async ({ config, images, history }, look) => {
			if (!config) return void 0;
			const opened = await openRepository(step, config, {
				...look.source,
				aws
			});
			opened.repository.begin();
			const { openBump } = await loadBump();
			const bump = openBump({
				config,
				...opened,
				images,
				history,
				apiUrl: look.source.apiUrl,
				...look,
				environment,
				workspace,
				log,
				signal,
				watch
			});
			step.atEnd(() => bump.sought());
			return bump;
		},
		openInspection: async ({ config, images }, { signal: late, ...look }) => {
			const either = AbortSignal.any([signal, late]);
			const at = {
				...look.source,
				aws
			};
			const { repository } = await openRepository({
				...step,
				signal: either
			}, config, at);
			const read = repository.begin();
			const { openInspection } = await loadBump();
			const bump = openInspection({
				config,
				repository,
				images,
				...look,
				environment,
				workspace,
				log,
				signal: either,
				watch
			});
			step.atEnd(() => bump.sought());
			return {
				preflight: () => bump.preflight(),
				read
			};
		},
		openDeployment: (plan) => openDeployment(plan, step),
		openHistory: async ({ history }, source) => openHistory({
			...step,
			history,
			source
		}),
		engineOf: (plan) => engineOf(step, plan)
	};
}
/** Loaded where it is asked for. */
const LATER = {
	loadYaml: async () => (await import("./yaml.js").then((n) => n.t)).readYaml,
	loadDiff: async () => (await import("./diff.js").then((n) => n.t)).unifiedDiff
};
const LOOKING = () => ({ what: "git, which looks at the checkout" });
/** Loaded where a deployment is kept. */
const openDeployment = async (plan, step) => (await import("./github-deployment.js").then((n) => n.t)).openTracker(plan, step);
/** Loaded where a push looks like one of this step. */
const openHistory = async (options) => (await import("./gitops.js").then((n) => n.n)).openHistory({
	...options,
	apiUrl: options.source.apiUrl
});
/** While git clones. */
async function loadBump() {
	await setImmediate();
	return import("./gitops.js").then((n) => n.t);
}
function engineOf(step, plan) {
	const engine = new EngineOfRun(plan.engine, step);
	step.atEnd(() => engine.end());
	return engine;
}
export { LIMITS as $, pushCommit as A, missingRepository as B, writtenBy as C, atMost as D, noIdToken as E, inputOf as F, imagesWithoutPlatform as G, MANIFEST_MEDIA_TYPES as H, onSameServer as I, allOrProblems as J, platformIn as K, shownAddress as L, excessOf as M, faultOf$2 as N, nextTurn as O, write as P, serviceHost as Q, failInTheWay as R, targetOf as S, planEndpoints as T, configurationOf as U, withheldProblem as V, foundImage as W, isServiceHost as X, settle$1 as Y, isStorageHost as Z, sourceChange as _, parsePath as a, writtenImage as b, heredocsIn as c, accessHint as d, fullJitter as et, continues as f, fill as g, touches as h, isMistaken as i, readPush as j, readObjects as k, isOwnRepository as l, readComparison as m, argocdAddress as n, withRetries as nt, worthAnother as o, listPaths as p, platformText as q, formatPath as r, within as rt, frontendsOf as s, open_exports as t, lastStart as tt, runUrl as u, subjectBehind as v, isConfirmed as w, entryKey as x, shortPrevious as y, matchesFilter as z };
