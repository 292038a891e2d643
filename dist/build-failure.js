import { n as __exportAll } from "./rolldown-runtime.js";
import { c as heredocsIn, o as worthAnother, s as frontendsOf } from "./door-deploy.js";
import { Zt as isRepositoryName, mn as parseEcrHost } from "./doors.js";
// src/images/failure/dockerfile-hints.ts
/** The Dockerfile uses what its reader does not know: a typing error, or too old a reader. */
function newerHint({ place, dockerfile }) {
	return `Correct ${place}; or, where it is right and newer than what reads it here, ${READERS[dockerfile.engine.name](dockerfile)}.`;
}
/** How each engine comes to read newer Dockerfiles (Docker docs, "Custom Dockerfile syntax"). */
const READERS = {
	buildx: ({ path, frontend }) => frontend === void 0 ? `put "# syntax=docker/dockerfile:1" on the first line of ${path}, which has BuildKit fetch a current reader` : `let # syntax in ${path} name a newer version than ${frontend}, such as docker/dockerfile:1`,
	docker: ({ path }) => `set engine: buildx, and put "# syntax=docker/dockerfile:1" on the first line of ${path}: the classic builder reads no newer Dockerfiles`,
	buildah: ({ engine }) => `update buildah${engine.version === void 0 ? "" : ` (this is ${engine.version})`}, or set engine: buildx`
};
/** The first version that reads them (containers/buildah#3474). */
const HEREDOCS_IN_BUILDAH = "1.35";
function heredocHint({ place, dockerfile: { engine } }) {
	const version = engine.version === void 0 ? "" : ` (this is ${engine.version})`;
	return `Update buildah to ${HEREDOCS_IN_BUILDAH} or newer${version}, which knows here-documents: to this one the lines behind << in ${place} are instructions of their own. Or set engine: buildx, or do without << there.`;
}
/**
* A reader that knows no here-documents takes their lines for instructions (`Unknown instruction: "ECHO"`), and the
* marker for a file. What it fails for is then the document, where that begins.
*/
function ofHeredoc(failure, heredocs, engine) {
	const { kind, line = 0, reason } = failure;
	const isMarker = kind === "file-missing" && /"\/(?:[^"]{0,4000}\/)?<</.test(reason);
	const around = heredocs.find(({ first, last }) => line >= first && line <= last);
	if (!around || !(isMarker || kind === "syntax" && line > around.first)) return failure;
	return {
		...failure,
		kind: engine === "buildah" ? "heredoc-unknown" : "dockerfile-newer",
		line: around.first
	};
}
// src/images/failure/denied-hints.ts
/** ECR user guide, "IAM permissions for pushing an image". */
const WRITE = "ecr:BatchCheckLayerAvailability, ecr:InitiateLayerUpload, ecr:UploadLayerPart, ecr:CompleteLayerUpload and ecr:PutImage";
/** What a layer is read with, wherever it is taken from. */
const READ$1 = "ecr:BatchCheckLayerAvailability, ecr:GetDownloadUrlForLayer and ecr:BatchGetImage";
/** ECR names the action, and the kind of policy that denies it. */
function actionHint(subject) {
	const { reason } = subject;
	const [, action = ""] = /not authorized to perform: (\S+)/.exec(reason) ?? [];
	const [, named] = /on resource: arn:[\w-]{1,20}:ecr:[\w-]{1,40}:\d{12}:repository\/([a-z0-9._/-]{1,256})/.exec(reason) ?? [];
	const repository = named ?? subject.repository;
	if (/explicit deny/.test(reason)) return denyHint(action, repository ?? "it names");
	const from = mountedFrom(subject) ?? (isForeignRead(action, named, subject) ? named : void 0);
	if (from !== void 0) return mountHint(from);
	return `Allow ${action} on the repository ${repository} in the policy of role-to-assume; a push needs ${WRITE}.`;
}
/** Whatever is allowed besides. */
const denyHint = (action, repository) => `Change the policy that denies ${action} on the repository ${repository}: the message says of what kind it is, and a deny overrules what role-to-assume allows.`;
/** A push reads in its own repository, and where it takes layers over from. */
const isForeignRead = (action, named, { repository }) => READ$1.includes(action) && named !== repository;
/** A push was refused, and the registry's reason is not known. */
function pushHint(subject) {
	const { repository } = subject;
	const from = mountedFrom(subject);
	if (from !== void 0) return mountHint(from);
	return `Allow ${WRITE} on the repository ${repository} in the policy of role-to-assume, and check the registry's own message above.`;
}
/** A layer that the registry has in another repository is taken over from there (ECR user guide, "Blob mounting"). */
function mountedFrom({ reason, repository }) {
	const [, encoded = ""] = /\/blobs\/uploads\/\?(?:\S{0,300}&)?from=([\w.%/-]{1,400})/.exec(reason) ?? [];
	const from = encoded.replaceAll(/%2f/gi, "/");
	return isRepositoryName(from) && from !== repository ? from : void 0;
}
function mountHint(from) {
	return `Allow ${READ$1} on the repository ${from} to role-to-assume: the push takes over layers of a base image that are there. The repository that is pushed to was not refused.`;
}
// src/images/failure/base-hints.ts
const READ = "ecr:BatchGetImage and ecr:GetDownloadUrlForLayer";
/** Whoever reads it was refused. */
function privateHint(subject) {
	const { place, reason } = subject;
	if (/public\.ecr\.aws/.test(reason)) return `Run docker logout public.ecr.aws on this runner: it refuses a login that has ended, where it would answer without one. Else correct ${place}.`;
	const base = ecrBaseIn(reason);
	if (base === void 0) return `If a base image is private, list its ECR host in login-registries and allow ${READ} on its repository; else correct ${place}.`;
	if (/explicit deny/.test(reason)) {
		const [, action = "it"] = /not authorized to perform: (\S+)/.exec(reason) ?? [];
		return denyHint(action, base.repository);
	}
	if (/upstream/i.test(reason) && !NAMES_IMPORT.test(reason)) return upstreamHint(base, subject);
	if (NAMES_IMPORT.test(reason)) return cacheHint(base, subject, "This is");
	return `${(isLoggedIn(base, subject.bases) ? "" : `List ${base.host.host} in login-registries, and allow`) || "Allow"} ${READ} on ${arnOf(base)} to the role that reads there (a registry of another account also in its repository policy); else correct ${place}. ${cacheHint(base, subject, "If this is")}`;
}
/** There is none of that name, or none yet. */
function missingHint(subject) {
	const { place, reason } = subject;
	const base = ecrBaseIn(reason);
	const correct = `Correct the image or the stage in ${place}: there is none of that name.`;
	return base === void 0 ? correct : `${correct} ${cacheHint(base, subject, "If this is")}`;
}
/** The actions of a first pull, which nothing else asks for while base images are read. */
const NAMES_IMPORT = /ecr:(?:CreateRepository|BatchImportUpstreamImage)/;
/**
* ECR makes the repository of a pull through cache when an image of it is pulled for the first time, and answers 403 or
* 404 where whoever pulls may not (ECR user guide, "IAM permissions" and "Troubleshooting pull through cache issues").
*/
function cacheHint(base, { bases }, begin) {
	const { host, repository } = base;
	const rules = bases.flatMap(({ host: listed, prefix }) => prefix !== void 0 && listed.host === host.host && covers(prefix, repository) ? [prefix] : []);
	const [prefix = repository.split("/")[0] ?? ""] = rules;
	const created = prefix === "ROOT" ? "*" : `${prefix}/*`;
	return `${begin} the first pull of ${repository} over a pull through cache rule:${rules.length > 0 ? "" : ` list ${host.host}/${prefix} in login-registries, because the session of this step creates no base repository for a host alone;`} allow ecr:CreateRepository and ecr:BatchImportUpstreamImage on ${arnOf({
		host,
		repository: created
	})} to the role that reads there (for one of another account in the registry permissions, too), or pull the image once as somebody who may. An official image of Docker Hub has library/ behind the prefix of the rule.`;
}
function upstreamHint({ host, repository }, { place }) {
	const [prefix = ""] = repository.split("/");
	return `Correct the name of the upstream image in ${place}, or the credentials of the pull through cache rule: aws ecr validate-pull-through-cache-rule --region ${host.region} --registry-id ${host.account} --ecr-repository-prefix ${prefix} says whether its upstream registry takes them. An official image of Docker Hub has library/ behind that prefix, and no other has.`;
}
const covers = (prefix, repository) => prefix === "ROOT" || repository.startsWith(`${prefix}/`);
const isLoggedIn = ({ host }, bases) => bases.some((one) => one.host.host === host.host);
const arnOf = ({ host, repository }) => `arn:${host.partition}:ecr:${host.region}:${host.account}:repository/${repository}`;
/** As an image reference or as the address of a manifest or layer. */
const ECR_PLACE = /\b\d{12}\.dkr[.-]ecr[a-z0-9.-]{1,60}(?:\/[a-z0-9._-]+)+/g;
function ecrBaseIn(reason) {
	for (const [found] of reason.matchAll(ECR_PLACE)) {
		const [name = "", ...path] = found.split("/");
		const host = parseEcrHost(name);
		const below = path[0] === "v2" ? path.slice(1) : path;
		const end = below.findIndex((part) => part === "manifests" || part === "blobs");
		const repository = (end < 0 ? below : below.slice(0, end)).join("/");
		if (host && repository !== "") return {
			host,
			repository
		};
	}
}
// src/images/failure/hints.ts
const AGAIN = "Run the job again: layers that arrived are not sent twice.";
/** What to change, by kind of failure. */
const HINTS = {
	"step-failed": ({ place }) => `Correct ${place}.`,
	other: ({ place }) => `Correct ${place}.`,
	syntax: ({ place }) => `Correct ${place}.`,
	"dockerfile-newer": newerHint,
	"heredoc-unknown": heredocHint,
	"file-missing": ({ place }) => `Correct ${place}, or the input context: the file must lie in that folder, and no line of .dockerignore may exclude it.`,
	"target-missing": "Correct the input target: it is the name of a stage, as in FROM ... AS name.",
	"disk-full": "Free disk space on the machine that builds (docker system df shows what uses it), use a runner with a larger disk, or set the input builder to a remote builder.",
	"emulation-missing": "Run docker/setup-qemu-action before this step, or take a platform out of the input platforms: the step is for another processor than that of the builder.",
	killed: "Give the build more memory (a runner with more of it, a lower max-parallel, or a remote builder in the input builder): that is what 137 and SIGKILL mostly mean. Else look for what ends processes on this runner.",
	"builder-unreachable": "Start the builder of the input builder, or correct its endpoint; see what `docker buildx ls` says of it. Some versions of buildx say no more where the certificates of a remote builder are wrong (driver options cacert, cert, key, servername).",
	"builder-untrusted": "Correct the certificates of the remote builder in docker buildx create: --driver-opt cacert, cert, key and servername, which must be a name in its certificate.",
	"feature-missing": ({ reason }) => featureHint(reason),
	"entitlement-missing": "Allow it where the builder is set up (insecure-entitlements in buildkitd.toml, buildkitd-flags of docker/setup-buildx-action), or leave the input network empty.",
	"flag-unknown": ({ reason }) => `Update the engine (docker/setup-buildx-action installs a current buildx), or leave the input empty that asks for ${/flag: '?(\S+?)'?(?:\s|$)/.exec(reason)?.[1] ?? "it"}.`,
	"quota-used": ({ place }) => `Log in to that registry before this step (docker/login-action: the quota of an account is larger than that of an address), or take the base image in ${place} from ECR, for example over a pull through cache rule.`,
	busy: ({ repository, place }) => repository === void 0 ? `Run the job again. If it stays, log in to the registry of the base image before this step (docker/login-action), or take the image in ${place} from ECR.` : `${AGAIN} If it stays, let fewer jobs push at once, or raise the rate of the ECR action in Service Quotas.`,
	unavailable: ({ repository, place }) => repository === void 0 ? `Run the job again. If it stays, look at what serves ${place}: the registry of the base image, or the proxy in between.` : `${AGAIN} If it stays, look at health.aws.amazon.com.`,
	damaged: ({ repository, place }) => repository === void 0 ? `Run the job again: what was read did not arrive whole. If it stays, empty the cache of the builder (docker buildx prune), or look for a proxy or mirror that changes what passes between it and the registries of ${place}.` : `${AGAIN} What was sent did not arrive whole: if it stays, look for a proxy that changes or cuts what passes between the builder and the registry, and at the disk of the builder.`,
	"registry-untrusted": "Let the engine trust the certificate of that registry or proxy: /etc/docker/certs.d/HOST/ca.crt for docker, `ca` of that registry in buildkitd.toml for a builder.",
	"host-unknown": ({ place }) => `Correct the host name in ${place}, or let the machine that builds resolve it: for ECR without an internet gateway, over a VPC endpoint with private DNS.`,
	"base-private": privateHint,
	"base-platform": ({ place }) => `Correct the input platforms, or ${place}: its base image is not made for one of them.`,
	"base-missing": missingHint,
	"tag-taken": "Run the job again: an image that is there is reused. If it stays, the image of that tag may be archived, which keeps it from being found: look at it in the ECR console, and restore it; or allow ecr:DescribeImages to role-to-assume, so that this step can say.",
	"repository-missing": ({ repository }) => `Create the repository ${repository}, or correct the input repository or registry.`,
	"token-expired": "Run the job again, with the layers in the cache of the builder: a login to ECR lasts 12 hours.",
	"action-denied": actionHint,
	"login-refused": "Look for a wrapper around the engine, or a remote builder, that ignores DOCKER_CONFIG: the login of this step is written there, for the exact host.",
	"push-denied": pushHint,
	"refused-silently": ({ repository }) => `Look for the tag in ${repository} in the ECR console, and use a newer engine: this one does not tell the registry's reason (docker/setup-buildx-action installs a current BuildKit).`
};
/** buildx names the feature; each comes from an input. */
function featureHint(reason) {
	const builder = "run docker/setup-buildx-action before this step";
	if (/platform/i.test(reason)) return `For several platforms, ${builder}; or give the input platforms one value.`;
	if (/attestation/i.test(reason)) return `For provenance and SBOM, ${builder}; or leave the inputs provenance and sbom empty.`;
	if (/cache/i.test(reason)) return `To export a cache, ${builder}; or leave the inputs cache, cache-from and cache-to empty.`;
	return `Set engine: buildx, and ${builder}: this engine cannot do what the Dockerfile or an input asks for.`;
}
// src/images/failure/build-problem.ts
var build_problem_exports = /* @__PURE__ */ __exportAll({ explainFailure: () => explainFailure });
const CODES = {
	"builder-unreachable": "BUILDER_UNREACHABLE",
	"builder-untrusted": "BUILDER_UNREACHABLE",
	"feature-missing": "ENGINE_UNSUITABLE",
	"entitlement-missing": "ENGINE_UNSUITABLE",
	"flag-unknown": "ENGINE_UNSUITABLE",
	"heredoc-unknown": "ENGINE_UNSUITABLE",
	"emulation-missing": "ENGINE_UNSUITABLE",
	"quota-used": "REGISTRY_UNAVAILABLE",
	busy: "REGISTRY_UNAVAILABLE",
	unavailable: "REGISTRY_UNAVAILABLE",
	"repository-missing": "REPOSITORY_MISSING"
};
function explainFailure(given, attempted) {
	const failure = ofHeredoc(given, heredocsIn(attempted.dockerfile.text), attempted.engine.name);
	const code = CODES[failure.kind];
	if (code === "BUILDER_UNREACHABLE") return builderProblem(failure, attempted);
	if (failure.stage === "push" && failure.kind !== "disk-full" && failure.kind !== "killed") return pushProblem(failure, attempted);
	const { image, dockerfile } = attempted;
	const { path: file } = dockerfile;
	const line = failure.line === void 0 ? {} : { line: failure.line };
	const at = line.line === void 0 ? "" : ` at ${file}:${line.line}`;
	const place = line.line === void 0 ? file : `line ${line.line} of ${file}`;
	return {
		code: code ?? "BUILD_FAILED",
		message: `the build of ${image.name} failed${at}${afterAttempts(failure)}: ${failure.reason}${logOf(failure)}`,
		hint: `${hintOf(failure, {
			...subjectOf(attempted),
			place,
			repository: void 0
		})}${withheldFrom(image)} Nothing of ${image.name} was pushed, and nothing was committed.`,
		checkoutPlace: {
			file,
			...line
		}
	};
}
function builderProblem(failure, attempted) {
	const { image } = attempted;
	return {
		code: "BUILDER_UNREACHABLE",
		message: `the builder could not be reached to build ${image.name}${afterAttempts(failure)}: ${failure.reason}`,
		hint: hintOf(failure, {
			...subjectOf(attempted),
			place: "the builder"
		})
	};
}
function pushProblem(failure, attempted) {
	const { target } = attempted;
	const subject = subjectOf(attempted);
	const code = CODES[failure.kind] ?? "PUSH_FAILED";
	if (code === "REGISTRY_UNAVAILABLE" && worthAnother(failure.kind) === "attempts") return {
		code,
		message: `the registry kept failing with a temporary error, ${failure.attempts} attempts to push ${target}: ${failure.reason}`,
		hint: hintOf(failure, subject)
	};
	return {
		code,
		message: `the registry did not take ${target}${afterAttempts(failure)}: ${failure.reason}`,
		hint: hintOf(failure.kind === "other" ? {
			...failure,
			kind: "push-denied"
		} : failure, subject)
	};
}
function subjectOf({ image, dockerfile, engine }) {
	const [named] = frontendsOf(image.build?.buildArgs ?? [], dockerfile);
	return {
		place: dockerfile.path,
		repository: image.repository,
		bases: image.build?.bases ?? [],
		dockerfile: {
			path: dockerfile.path,
			engine,
			frontend: named?.image || void 0
		}
	};
}
function hintOf({ kind, reason }, subject) {
	const hint = HINTS[kind];
	return typeof hint === "string" ? hint : hint({
		...subject,
		reason
	});
}
/** What the build may have failed for want of. */
function withheldFrom({ build }) {
	if (build?.withheld === void 0) return "";
	return ` The files of this run may be anybody's, so it was built without ${[
		...build.withheld,
		"the registry logins of this runner",
		"login-registries"
	].join(", ")}.`;
}
const afterAttempts = ({ attempts }) => attempts > 1 ? ` in ${attempts} attempts` : "";
function logOf({ stepLog }) {
	if (stepLog.length === 0) return "";
	return `\nThe step printed:\n${stepLog.map((line) => `  ${line}`).join("\n")}`;
}
export { build_problem_exports as t };
