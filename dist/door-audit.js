import { n as __exportAll } from "./rolldown-runtime.js";
import { b as messageOf, l as inert, t as inputReader, v as fail } from "./index.js";
import { Ct as renderProblem, En as listed$1, Gt as isOfGit, St as plain, Tt as table, _t as cellText, bt as fitting, ft as repositoryAbove, gt as cellCode, in as isPlaceholder, mt as readRegular, pt as headOfRegular, vn as splitEcrHost, vt as code, xt as list, yt as fenced } from "./doors.js";
const { existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } = /* @__PURE__ */ process.getBuiltinModule("node:fs");
const { dirname, join, relative, resolve, sep } = /* @__PURE__ */ process.getBuiltinModule("node:path");
const { randomBytes } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
const { setFlagsFromString } = /* @__PURE__ */ process.getBuiltinModule("node:v8");
// src/names/aws-accounts.ts
/** Where sellers of AWS Marketplace keep their images, in one region. */
const MARKETPLACE = {
	account: "709825985650",
	region: "us-east-1"
};
/** EKS user guide, "View Amazon container image registries for Amazon EKS add-ons". */
const EKS = `
602401143452 877085696533 800184023465 533267051163 296578399912 900889452093 491585149902 151610086707 333609536671
121268973566 761377655185 918309763551 961992271922 900612956339 590381155156 455263428931 558608220178 759879836304
066635153087 730335286997 013241004608 151742754352 249663109785 725322719131 608367168043 187977181151 676585237158`;
/** Deep Learning Containers, "Available images". */
const DEEP_LEARNING = `
763104351884 626614931356 871362719292 975050140332 772153158452 364406365360 907027046896 457447274322 550225433462
590183813437 204538143572 380420809688 692866216735 503227376785 780543022126 217643126080 914824155844 637423239942
727897471807 442386744353 446045086412 886529160074 094389454867`;
/** EMR on EKS development guide, "How to select a base image URI". */
const EMR = `
059004520145 996579266876 235914868574 671219180197 038297999601 351826393999 107292555468 830386416364 483788554619
118780647275 307523725174 052806832358 755674844232 711395599931 608033475327 895885662937`;
const listed = (text, owner) => text.trim().split(/\s+/).map((account) => [account, owner]);
const OWNERS = new Map([
	...listed(EKS, "EKS add-ons"),
	...listed(DEEP_LEARNING, "Deep Learning Containers"),
	...listed(EMR, "EMR on EKS"),
	[MARKETPLACE.account, "AWS Marketplace"]
]);
/** Whose images an account of AWS has; undefined for the account of anybody else. */
const awsOwner = (account) => OWNERS.get(account);
// src/report/finding.ts
const SEVERITIES = [
	"error",
	"warning",
	"notice"
];
// src/report/terminal/paint.ts
/** ANSI's own eight colours: a terminal knows which of them can be read on its background. */
const CODES = {
	error: "31;1",
	warning: "33;1",
	notice: "36;1",
	bold: "1",
	dim: "2",
	help: "32"
};
const coloured = (style, text) => `\u001b[${CODES[style]}m${text}\u001b[0m`;
const paint = (colours) => colours ? coloured : (_, text) => text;
// src/doors/audit/plan/propose.ts
/** A registry that a stray image or two come from may be the very mistake. */
const LEAST_SHARE = .1;
/** Of more of them nobody would say that a repository agrees. */
const MOST = 5;
/** Accounts and regions that the images come from, without those that stand for another one; undefined where none does. */
function propose(images, placeholders) {
	const counts = /* @__PURE__ */ new Map();
	for (const { text } of images) {
		const host = splitEcrHost(text.slice(0, Math.max(0, text.indexOf("/"))));
		if (!host || isPlaceholder(host.account) || placeholders.includes(host.account)) continue;
		if (awsOwner(host.account)) continue;
		const key = `${host.account}/${host.region}`;
		const known = counts.get(key) ?? {
			account: host.account,
			region: host.region,
			images: 0
		};
		known.images += 1;
		counts.set(key, known);
	}
	const ordered = [...counts.values()].toSorted((one, other) => other.images - one.images);
	const most = ordered[0]?.images ?? 0;
	const registries = ordered.filter((one) => one.images >= most * LEAST_SHARE).slice(0, MOST);
	return registries.length > 0 ? { registries } : void 0;
}
/** Lines for `.ecr-gitops.yaml`. */
function proposalLines({ registries }) {
	return ["allowed-registries:", ...registries.map(({ account, region, images }) => `  - ${account}/${region} # ${images} ${images === 1 ? "image" : "images"}`)].join("\n");
}
// src/report/findings/rule.ts
function countsOf({ findings }) {
	const counts = {
		error: 0,
		warning: 0,
		notice: 0
	};
	for (const { severity } of findings) counts[severity] += 1;
	return counts;
}
/** `3 errors, 1 warning`; none for what there is none of. */
function countsText(counts) {
	return SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => counted(counts[severity], severity)).join(", ");
}
const COUNT = new Intl.NumberFormat("en-US");
/** `1 file`, `1,204 files`. */
const counted = (count, one) => `${COUNT.format(count)} ${count === 1 ? one : `${one}s`}`;
/** The worst first; those that are equally bad keep their order. */
const worstFirst = (findings) => SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
// src/names/visible.ts
/**
* What a terminal would act on, or what hides or turns around the text beside it: control characters, those of the
* direction of writing, what has no width, and halves of characters.
*/
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const unit = (one) => `\\u${(one.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
/** Text of others on one line, with everything in it that acts, or that nobody sees, written as JSON would. */
const visible = (text) => text.replaceAll(UNSEEN, unit);
/** The same for a text with lines of its own. */
const visibleLines = (text) => text.split(/\r?\n/).map(visible).join("\n");
// src/report/findings/summary.ts
/** Room for tables; what stands around them has the rest of what GitHub takes. */
const MOST_BYTES = 983040;
/** The job summary: everything that was found, by rule, the worst first. */
function renderAuditSummary(report, options) {
	const { proposal, notes = [] } = options;
	const sections = sectionsOf(report, options);
	const parts = [
		`## Audit: ${countsText(countsOf(report)) || "nothing found"}`,
		...report.broken.map(brokenText$1),
		proposal ? `${plain(proposal.text)}\n\n${fenced(proposal.lines, proposal.language)}` : "",
		overview(report, options.rules),
		...sections.texts,
		sections.left > 0 ? `${counted(sections.left, "finding")} more did not fit here.` : "",
		quietLine(report),
		skippedText(report.skipped),
		...notes.map(plain)
	];
	return `${fitting(parts.filter((part) => part !== "")).join("\n\n")}\n`;
}
const brokenText$1 = ({ rule, path, message }) => `> **The rule ${code(rule)} could not finish${path === void 0 ? "" : ` in ${code(visible(path))}`}:** ${plain(visible(message))}. What the others found counts.`;
/** By rule; those with the worst finding and the most of them first. */
function groupsOf(findings) {
	const groups = [...Map.groupBy(findings, ({ rule }) => rule)].map(([rule, ofRule]) => {
		return {
			rule,
			severity: SEVERITIES.find((one) => ofRule.some((finding) => finding.severity === one)) ?? "notice",
			findings: ofRule
		};
	});
	const rank = ({ severity }) => SEVERITIES.indexOf(severity);
	return groups.toSorted((a, b) => rank(a) - rank(b) || b.findings.length - a.findings.length);
}
function overview(report, rules) {
	if (report.findings.length === 0) return "";
	const known = new Map(rules.map((rule) => [rule.id, rule]));
	const rows = groupsOf(report.findings).map(({ rule, severity, findings }) => [
		ruleLink(rule, known.get(rule)),
		severity,
		`${findings.length}`,
		`${new Set(findings.map(({ path }) => path)).size}`,
		`${findings.filter(({ fixable }) => fixable === "safe").length || ""}`
	]);
	return table([
		"Rule",
		"Severity",
		"Findings",
		"Files",
		"Safe fixes"
	], rows);
}
function ruleLink(id, rule) {
	const name = code(id);
	return rule?.help === void 0 ? name : `[${name}](${rule.help})`;
}
/** A table for each rule, as far as there is room. */
function sectionsOf(report, options) {
	const known = new Map(options.rules.map((rule) => [rule.id, rule]));
	const texts = [];
	let [free, left] = [MOST_BYTES, 0];
	for (const { rule, findings } of groupsOf(report.findings)) {
		const reported = known.get(rule);
		const title = `### ${ruleLink(rule, reported)}\n\n${plain(reported?.title ?? "")}`;
		const rows = [];
		free -= bytesOf(title) + HEADER_BYTES;
		for (const finding of findings) {
			const row = rowOf(finding, options);
			const bytes = row.reduce((sum, cell) => sum + bytesOf(cell) + 3, 2);
			if (bytes > free) continue;
			free -= bytes;
			rows.push(row);
		}
		left += findings.length - rows.length;
		if (rows.length > 0) texts.push(`${title.trimEnd()}\n\n${table(HEADER, rows)}`);
	}
	return {
		texts,
		left
	};
}
const HEADER = [
	"Where",
	"What is wrong",
	"What to change"
];
const HEADER_BYTES = 100;
const bytesOf = (text) => Buffer.byteLength(text);
/** A text that nobody reads to its end takes the room of others. */
const LONGEST_CELL = 600;
function rowOf(finding, { linkTo }) {
	const { path, line, column, message, hint, severity, fixable, inheritedBy } = finding;
	const place = cellCode(visible(`${path}:${line}:${column}`));
	const url = linkTo?.(path, line);
	const fix = {
		no: "",
		safe: "**safe fix:** ",
		unsafe: "**fix to look at:** "
	}[fixable];
	return [
		url === void 0 ? place : `[${place}](${url})`,
		`**${severity}** ${cellOf(message)}`,
		`${fix}${cellOf(hint)}${folded(inheritedBy)}`
	];
}
const cellOf = (text) => cellText(visible(text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}...` : text));
const MOST_INHERITING = 30;
/** All that inherit a finding, behind their number. */
function folded(inheritedBy) {
	if (inheritedBy.length === 0) return "";
	const names = inheritedBy.slice(0, MOST_INHERITING).map((path) => cellCode(visible(path || ".")));
	const left = inheritedBy.length - names.length;
	const all = left > 0 ? [...names, `and ${left} more`] : names;
	return `<details><summary>inherited by ${inheritedBy.length}</summary>${all.join("<br>")}</details>`;
}
function quietLine({ suppressed: { comments, globs, baseline }, files }) {
	const quiet = [
		comments > 0 ? `${comments} by comments` : "",
		globs > 0 ? `${globs} by globs of the settings` : "",
		baseline > 0 ? `${baseline} by the baseline` : ""
	].filter((text) => text !== "");
	const read = `${counted(files, "file")} looked at.`;
	return quiet.length === 0 ? read : `${read} Kept quiet: ${quiet.join(", ")}.`;
}
const MOST_SKIPPED = 20;
function skippedText(skipped) {
	if (skipped.length === 0) return "";
	const shown = skipped.slice(0, MOST_SKIPPED).map(({ path, why }) => `${visible(path)} (${why})`);
	const left = skipped.length - shown.length;
	return `${counted(skipped.length, "file")} not read:\n\n${list(left > 0 ? [...shown, `and ${left} more`] : shown)}`;
}
// src/doors/audit/summary.ts
/** The job summary: everything that was found, or why nothing could be. */
function renderSummary(record, env) {
	const { error, findings, rules = [] } = record;
	const problems = error?.problems ?? [];
	if (!findings) return `${fitting(["## Audit: it could not run", ...problems.map(renderProblem)]).join("\n\n")}\n`;
	const failed = problems.map(renderProblem).map((text) => `${text}\n\n`);
	const summary = renderAuditSummary(findings, {
		rules,
		linkTo: linkTo(record, env),
		proposal: proposalOf(record),
		notes: [
			...changeNote(record),
			...helmNotes(record),
			...fixedNotes(record)
		]
	});
	return `${failed.join("")}${summary}`;
}
/** Lines of the repository of the run, at the commit that was looked at (GitHub docs, "Permanent links to files"). */
function linkTo({ place }, { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: commit }) {
	const isThere = server && repository && commit && place?.shown("") === "";
	const encoded = (path) => path.split("/").map(encodeURIComponent).join("/");
	return (path, line) => isThere ? `${server}/${repository}/blob/${commit}/${encoded(path)}#L${line}` : void 0;
}
const MISSING = "No allowed-registries are given, so nobody can say which registry is a wrong one: rules that need them did not run.";
function proposalOf({ plan, proposal }) {
	if (!plan || plan.settings.registries.length > 0 || !proposal) return void 0;
	return {
		text: `${MISSING} The images here agree on these lines for .ecr-gitops.yaml; check them first:`,
		lines: proposalLines(proposal),
		language: "yaml"
	};
}
function changeNote({ plan, proposal, change }) {
	const missing = plan && plan.settings.registries.length === 0 && !proposal ? [MISSING] : [];
	if (!change) return missing;
	if ("since" in change) return [...missing, ...sinceNote(change)];
	return [...missing, `Everything is reported, not only what the change causes: ${change.unknown}.`];
}
/** That less than everything is reported: nobody must take it for all that is wrong. */
function sinceNote(change) {
	if (!change || !("since" in change)) return [];
	return [`This is what the change since ${change.since.slice(0, 12)} causes; what was wrong before is not here.`];
}
/** What helm was not asked for, for the summary and a terminal. */
function helmNotes({ notRendered }) {
	if (notRendered === void 0) return [];
	return [`helm was not asked for ${counted(notRendered, "chart")}: there are too many of them, or they took too long.`];
}
/** What became of fixes, for the summary and a terminal. */
function fixedNotes({ fixed, place }) {
	if (!fixed) return [];
	const { findings, files, refused } = fixed;
	const made = `${counted(findings.length, "finding")} in ${counted(files.length, "file")}`;
	return [...findings.length === 0 ? [] : [whereFixed(made, fixed, place)], ...refused.map(({ finding: { path, line }, why }) => `Not fixed: ${path}:${line}: ${why}`)];
}
function whereFixed(made, { patch, pullRequest, suggestions }, place) {
	if (patch !== void 0) return `Fixes of ${made} are in ${patch} (${applying(patch, place)}).`;
	if (pullRequest !== void 0) return `Fixes of ${made} are proposed in ${pullRequest}.`;
	if (!suggestions) return `Fixed ${made}.`;
	const { made: shown, elsewhere } = suggestions;
	const rest = elsewhere > 0 ? `; ${elsewhere} concern lines that the pull request does not show` : "";
	return `${counted(shown, "suggestion")} on the pull request${rest}.`;
}
/** The paths of a patch begin at the root of the repository, and git takes them from where it is. */
function applying(patch, place) {
	const root = place?.shown("") ?? "";
	if (root === "") return `git apply ${patch}`;
	return /^[\w.][\w./-]*$/.test(root) ? `git -C ${root} apply "$PWD/${patch}"` : "for git apply in the root of the repository";
}
// src/report/terminal/width.ts
/** Ranges of characters that take two columns (Unicode, "East Asian Width": W and F, without those that nobody uses). */
const WIDE = [
	[4352, 4447],
	[8986, 8987],
	[9193, 9196],
	[9748, 9749],
	[9800, 9811],
	[9889, 9889],
	[9917, 9918],
	[9940, 9940],
	[9989, 9989],
	[10024, 10024],
	[10060, 10060],
	[10067, 10069],
	[10071, 10071],
	[10133, 10135],
	[10160, 10160],
	[11035, 11036],
	[11088, 11088],
	[11093, 11093],
	[11904, 12350],
	[12353, 13311],
	[13312, 19903],
	[19968, 40959],
	[40960, 42191],
	[43360, 43391],
	[44032, 55203],
	[63744, 64255],
	[65072, 65135],
	[65280, 65376],
	[65504, 65510],
	[127744, 128591],
	[128640, 128767],
	[128992, 129003],
	[129280, 129535],
	[129648, 129791],
	[131072, 262141]
];
/** How many columns of a terminal a text takes that has no control characters in it. */
function widthOf(text) {
	let width = 0;
	for (const one of text) width += characterWidth(one);
	return width;
}
function characterWidth(one) {
	const point = one.codePointAt(0) ?? 0;
	if (point < 768) return 1;
	if (/\p{Mn}|\p{Me}/u.test(one)) return 0;
	return WIDE.some(([from, to]) => from <= point && point <= to) ? 2 : 1;
}
/** As much of a text as fits into so many columns. */
function cutTo(text, columns) {
	let width = 0;
	let kept = "";
	for (const one of text) {
		width += characterWidth(one);
		const isLast = kept.length + one.length === text.length;
		if (width > columns - Number(!isLast)) return `${kept}…`;
		kept += one;
	}
	return kept;
}
// src/report/terminal/excerpt.ts
/** How much of a long line stands before the place that it is about. */
const BEFORE = 30;
const TAB = "    ";
/**
* The first line of a place as a terminal shows it: tabs are spaces, what acts or hides is written out, and of a line that
* is longer than the terminal is wide the part around the place is shown. Only that part is looked at.
*/
function shownLine({ line, column, endLine, endColumn, excerpt }, columns) {
	const newline = excerpt.indexOf("\n");
	const raw = (newline < 0 ? excerpt : excerpt.slice(0, newline)).replace(/\r$/, "");
	const from = column - 1;
	const to = line === endLine ? endColumn - 1 : raw.length;
	return {
		...around(raw, [from, Math.max(to, from + 1)], columns),
		more: endLine - line
	};
}
/** Room for a mark on either side. */
const CUT = "…";
function around(raw, [from, to], columns) {
	const before = Math.min(BEFORE, Math.floor(columns / 2));
	const first = raw.length <= columns ? 0 : Math.max(0, Math.min(from - before, raw.length - columns));
	const start = first - Number(isHalf(raw, first));
	const last = Math.min(raw.length, start + columns);
	const end = last + Number(isHalf(raw, last));
	const head = `${start > 0 ? CUT : ""}${shown(raw.slice(start, from))}`;
	const marked = shown(raw.slice(from, Math.min(to, end)));
	return {
		text: `${head}${marked}${`${shown(raw.slice(Math.min(to, end), end))}${end < raw.length ? CUT : ""}`}`.trimEnd(),
		before: " ".repeat(widthOf(head)),
		marks: "^".repeat(Math.max(1, widthOf(marked)))
	};
}
/** Whether a character of two units would be cut there. */
const isHalf = (text, at) => /^[\udc00-\udfff]$/.test(text[at] ?? "") && /^[\ud800-\udbff]$/.test(text[at - 1] ?? "");
const shown = (text) => visible(text.replaceAll("	", TAB));
// src/report/terminal/findings.ts
/** The findings for a person at a terminal, and what they come to. */
function renderTerminal(report, { colours, columns }) {
	const say = paint(colours);
	return [
		...report.findings.map((finding) => block(finding, say, columns)),
		...report.broken.map((one) => brokenText(one, say)),
		summaryText(report, say),
		""
	].join("\n");
}
function block(finding, say, columns) {
	const { path, line, column, severity, rule, message, hint, fixable, inheritedBy } = finding;
	const head = `${say("bold", `${visible(path)}:${line}:${column}:`)} ${say(severity, `${severity}:`)} ${visible(message)} ${say("dim", `[${rule}]`)}`;
	const label = {
		no: "help:",
		safe: "help (safe fix):",
		unsafe: "help (fix to look at):"
	}[fixable];
	const help = `${say("help", label)} ${visible(hint)}`;
	const inherited = inheritedBy.length > 0 ? [`${say("dim", "inherited by:")} ${visible(named(inheritedBy))}`] : [];
	const margin = " ".repeat(String(finding.line).length + 3);
	return [
		head,
		source(finding, say, columns),
		...[help, ...inherited].map((text) => margin + text),
		""
	].join("\n");
}
/** As many as a line of a terminal holds; the other reports have all of them. */
const MOST_NAMED = 3;
function named(inheritedBy) {
	const names = inheritedBy.slice(0, MOST_NAMED).map((path) => path || ".");
	const left = inheritedBy.length - names.length;
	return left > 0 ? `${names.join(", ")} and ${left} more` : names.join(", ");
}
function source(finding, say, columns) {
	const gutter = String(finding.line).length;
	const { text, before, marks, more } = shownLine(finding, Math.max(MIN_ROOM, columns - gutter - 4));
	const rest = more > 0 ? ` and ${counted(more, "line")} more` : "";
	return [`${say("dim", ` ${finding.line} |`)} ${text}`, `${say("dim", ` ${" ".repeat(gutter)} |`)} ${before}${say(finding.severity, `${marks}${rest}`)}`].join("\n");
}
/** Of a narrower terminal nobody would see the place. */
const MIN_ROOM = 40;
function brokenText({ rule, path, message }, say) {
	const where = path === void 0 ? "" : ` in ${visible(path)}`;
	return `${say("error", "error:")} the rule ${rule} could not finish${where}: ${visible(message)}`;
}
function summaryText(report, say) {
	const { findings, files, skipped, suppressed, broken } = report;
	const counts = countsText(countsOf(report));
	const fixes = findings.filter(({ fixable }) => fixable === "safe").length;
	const quiet = suppressed.comments + suppressed.globs + suppressed.baseline;
	return say("bold", [
		`${counts === "" ? "Nothing found" : counts} in ${counted(files, "file")}`,
		fixes > 0 ? `${fixes} with a safe fix (--fix safe)` : "",
		quiet > 0 ? `${quiet} kept quiet` : "",
		skipped.length > 0 ? `${counted(skipped.length, "file")} not read` : "",
		broken.length > 0 ? `${counted(broken.length, "rule")} could not finish` : ""
	].filter((part) => part !== "").join(", "));
}
// src/doors/audit/disk.ts
const LARGEST_BASELINE = 67108864;
/** A text that was named; undefined where no file is there. */
function readText(file, place, cwd) {
	const content = readRegular(pathOf(file, place, cwd), LARGEST_BASELINE);
	return typeof content === "string" ? void 0 : content.toString("utf8");
}
/** Writes a report, with the folders on its way. */
function writeText(file, text, { place, cwd }) {
	try {
		const path = pathOf(file, place, cwd);
		if (file.from === "input") {
			mkdirSync(dirname(path), { recursive: true });
			writeFileSync(path, text);
		} else writeReport(place.root, file.path, text);
	} catch (error) {
		fail({
			code: "RUNNER_DISK",
			message: `the report ${file.path} cannot be written: ${messageOf(error)}`,
			hint: "Name a file in a folder that may be written to."
		}, error);
	}
}
const pathOf = ({ path, from }, { root }, cwd) => resolve(from === "input" ? cwd : root, path);
/** Reports of one kind begin with as many characters, and texts that a shell runs with others. */
const HEAD = 33;
/**
* A report that the repository itself asks for, and so perhaps a stranger: what it says in part as well. It takes the
* place of an older one alone, because a hook or a program that it replaced would be run with its text.
*/
function writeReport(root, path, text) {
	const file = join(root, path);
	if (lstatSync(file, { throwIfNoEntry: false }) !== void 0) {
		const head = headOfRegular(file, HEAD);
		if (typeof head === "string" || head.toString("latin1") !== text.slice(0, HEAD)) throw new Error("what is there is no report");
	}
	writeInside(root, {
		path,
		text,
		mask: 438
	});
}
/** Writes a file of the repository. A folder on its way may be a link, which leads anywhere. */
function writeInside(root, { path, text, mask }) {
	const file = join(root, path);
	const real = realpathSync(firstThere(dirname(file)));
	if (real !== root && !real.startsWith(`${root}${sep}`)) throw new Error(`${path} leads out of the repository`);
	if (isOfGit(path) || isOfGit(real.slice(root.length))) throw new Error(`${path} is a file of git`);
	mkdirSync(dirname(file), { recursive: true });
	replaceFile(file, text, mask);
}
const firstThere = (folder) => existsSync(folder) ? folder : firstThere(dirname(folder));
/** Whole or not at all: who is killed meanwhile leaves the old text. Its mode stays, as far as the mask lets it; a link is replaced. */
function replaceFile(path, text, mask = 4095) {
	const mode = statSync(path, { throwIfNoEntry: false })?.mode;
	const draft = `${path}.${randomBytes(6).toString("hex")}.tmp`;
	try {
		writeFileSync(draft, text, {
			flag: "wx",
			...mode === void 0 ? {} : { mode: mode & mask }
		});
		renameSync(draft, path);
	} catch (error) {
		rmSync(draft, { force: true });
		throw error;
	}
}
// src/report/findings/annotations.ts
/** More of one level GitHub drops without a word (docs of its toolkit, "Annotations"). */
const MOST_OF_A_LEVEL = 10;
/** The runner cuts longer messages, in the log as well (actions/runner, ExecutionContext), and the hint stands last. */
const LONGEST_MESSAGE = 4096;
/** Workflow commands for the worst of each level, and a line that says where the rest is. */
function renderAnnotations(report, options) {
	const broken = report.broken.map(brokenCommand).slice(0, MOST_OF_A_LEVEL);
	const helps = new Map(options.rules.map(({ id, help }) => [id, help]));
	const shown = SEVERITIES.flatMap((severity) => {
		const free = MOST_OF_A_LEVEL - (severity === "error" ? broken.length : 0);
		return foremost(report.findings, severity, options.changed).slice(0, free);
	});
	return [...[...broken, ...shown.map((finding) => command(finding, helps.get(finding.rule)))], ...restLine(report, shown, options.everything)];
}
/** Those in files of the change before others: people see them while they look at it. */
function foremost(findings, severity, changed) {
	const ofLevel = findings.filter((finding) => finding.severity === severity);
	return [...ofLevel.filter(({ path }) => changed.has(path)), ...ofLevel.filter(({ path }) => !changed.has(path))];
}
function command(finding, help) {
	const { severity, path, line, endLine, column, endColumn, rule } = finding;
	const columns = line === endLine ? `,col=${column},endColumn=${endColumn}` : "";
	return `::${severity} ${`file=${property(path)},line=${line},endLine=${endLine}${columns}`},title=${property(rule)}::${data(textOf(finding, help))}`;
}
function textOf({ message, hint, inheritedBy }, help) {
	const inherited = inheritedBy.length > 0 ? `\nInherited by ${listed$1(inheritedBy)}` : "";
	const more = help === void 0 ? "" : `\nMore: ${help}`;
	const change = visibleLines(`\nWhat to change: ${hint}${inherited}${more}`).slice(0, LONGEST_MESSAGE / 2);
	const said = visibleLines(message);
	const most = LONGEST_MESSAGE - change.length;
	return `${said.length > most ? `${said.slice(0, most - 3)}...` : said}${change}`;
}
function brokenCommand({ rule, path, message }) {
	const place = path === void 0 ? "" : `file=${property(path)},`;
	const text = `The rule ${rule} could not finish: ${message}. What the others found counts; please report this.`;
	return `::error ${place}title=${property(rule)}::${data(visibleLines(text).slice(0, LONGEST_MESSAGE))}`;
}
function restLine(report, shown, everything) {
	const [all, told] = [countsOf(report), countsOf({ findings: shown })];
	const said = countsText({
		error: all.error - told.error,
		warning: all.warning - told.warning,
		notice: all.notice - told.notice
	});
	return said === "" ? [] : [`${said} more: everything is ${visible(everything)}`];
}
/** As the runner reads commands (actions/runner, ActionCommand). */
const data = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const property = (text) => data(visible(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
// src/runner/package/version.ts
/** Of this package: its file lies above dist/, and three folders above this one in the sources. */
function packageVersion() {
	for (const up of ["..", "../../.."]) {
		const version = versionIn(join(import.meta.dirname, up, "package.json"));
		if (version !== void 0) return version;
	}
	return "unknown";
}
function versionIn(file) {
	try {
		const { name, version } = JSON.parse(readFileSync(file, "utf8"));
		return name === "ecr-gitops-deploy" && typeof version === "string" ? version : void 0;
	} catch {
		return;
	}
}
// src/doors/audit/deliver.ts
/** The patch, in the folder that the run began in. */
const PATCH_FILE = "audit.patch";
/** Brings fixed texts where they are wanted. */
function deliver(step, cwd) {
	return async (fixed, details) => {
		const { place, plan } = details;
		if (plan.fixAs === "suggestions") {
			const { deliverSuggestions } = await import("./audit-suggestions.js").then((n) => n.t);
			return deliverSuggestions(step)(fixed, details);
		}
		if (plan.fixAs === "pull-request") {
			const { deliverPullRequest } = await import("./audit-pull-request.js").then((n) => n.t);
			return deliverPullRequest(step)(fixed, details);
		}
		if (plan.fixAs === "patch") {
			replaceFile(join(cwd, PATCH_FILE), await patchOf(fixed));
			return { patch: PATCH_FILE };
		}
		for (const { path, after } of fixed) writeInside(place.root, {
			path,
			text: after
		});
		return {};
	};
}
async function patchOf(fixed) {
	const { unifiedDiff } = await import("./diff.js").then((n) => n.t);
	return unifiedDiff({
		before: new Map(fixed.map(({ path, before: text = "" }) => [path, text])),
		files: new Map(fixed.map(({ path, after }) => [path, after]))
	});
}
// src/doors/audit/locate.ts
/**
* The repository of a folder: overlays of one folder build on bases of another, so all of it is read. What is in none is
* a repository of its own.
*/
function locate(path, cwd) {
	const folder = realFolder(resolve(cwd, path), path);
	const root = repositoryAbove(folder) ?? folder;
	const start = realpathSync(cwd);
	return {
		root,
		scope: slashed(relative(root, folder)),
		shown: (file) => slashed(relative(start, join(root, file)))
	};
}
function realFolder(absolute, path) {
	const state = statSync(absolute, { throwIfNoEntry: false });
	if (state?.isDirectory()) return realpathSync(absolute);
	return fail({
		code: "INPUT_INVALID",
		inputs: ["path"],
		message: `the path ${path} is ${state ? "no folder" : "not there"}`,
		hint: "Name the folder of the repository, or one in it; in a workflow it is there after actions/checkout."
	});
}
const slashed = (path) => path.split(sep).join("/");
// src/doors/audit/outputs.ts
function outputsOf({ findings, fixed, written, place }) {
	const counts = findings && countsOf(findings);
	const count = (number) => number === void 0 ? "" : String(number);
	const paths = (files) => [...new Set(files)].map((path) => place?.shown(path) ?? path);
	return {
		errors: count(counts?.error),
		warnings: count(counts?.warning),
		notices: count(counts?.notice),
		files: paths((findings?.findings ?? []).map(({ path }) => path)).join("\n"),
		"fixed-files": paths(fixed?.files ?? []).join("\n"),
		sarif: written?.sarif ?? "",
		json: written?.json ?? "",
		junit: written?.junit ?? ""
	};
}
// src/doors/audit/record.ts
/** 0, 1 where something was found that counts, 2 where not everything could be looked at. */
function exitCodeOf({ error, findings, plan }) {
	if (error || !findings || !plan || findings.broken.length > 0) return 2;
	return findings.findings.some(({ severity }) => FAILS[plan.failOn].includes(severity)) ? 1 : 0;
}
const FAILS = {
	error: ["error"],
	warning: ["error", "warning"],
	never: []
};
// src/doors/audit/young-memory.ts
/**
* Keeps the part of the memory small that new objects are made in. Most of what an audit makes, the nodes of all files,
* stays until its end: more room for what dies young would be filled with what does not.
*/
const keepYoungMemorySmall = () => setFlagsFromString("--semi-space-growth-factor=1");
// src/doors/audit/open.ts
var open_exports = /* @__PURE__ */ __exportAll({ openAudit: () => openAudit });
/** The audit door over the real edges. */
function openAudit(step, record = {}, progress = step.log.info) {
	return {
		work: async () => {
			keepYoungMemorySmall();
			const { audit } = await import("./audit-story.js").then((n) => n.t);
			await audit({
				...await portsOf(step),
				progress
			}, record);
		},
		report: (error) => {
			if (error) record.error = error;
			return {
				error,
				outputs: outputsOf(record),
				summary: renderSummary(record, step.environment.variables),
				annotations: annotationsOf(record),
				exitCode: exitCodeOf(record)
			};
		}
	};
}
/** Everything, folded, because GitHub shows no more than some; and those as annotations. */
function annotationsOf({ findings, rules = [], change, place, written }) {
	if (!findings) return [];
	const pathOf = (path) => place?.shown(path) ?? path;
	const shown = {
		...findings,
		findings: findings.findings.map((one) => ({
			...one,
			path: pathOf(one.path)
		}))
	};
	const changed = change && "changed" in change ? [...change.changed].map(pathOf) : [];
	const everything = ["in the job summary", ...Object.values(written ?? {})].join(", and in ");
	const text = renderTerminal(shown, {
		colours: false,
		columns: LOG_COLUMNS
	}).trimEnd().split("\n").map(inert);
	return [...shown.findings.length > 0 ? [
		"::group::What was found",
		...text,
		"::endgroup::"
	] : text, ...renderAnnotations(shown, {
		changed: new Set(changed),
		rules,
		everything
	})];
}
/** What the log of a job shows without a bar to move it. */
const LOG_COLUMNS = 120;
async function portsOf(step) {
	const { environment, log, inputs } = step;
	const cwd = process.cwd();
	const { readFiles, readBase, lookUp, openCharts } = await import("./audit-story.js").then((n) => n.r);
	return {
		inputs: {
			...inputs,
			read: inputReader(step, secretsIn)
		},
		env: environment.variables,
		version: packageVersion(),
		locate: (path) => locate(path, cwd),
		readFiles,
		readBase: (place, plan) => readBase(place, plan, step),
		readText: (file, place) => readText(file, place, cwd),
		writeText: (file, text, place) => writeText(file, text, {
			place,
			cwd
		}),
		renderCharts: await openCharts(step),
		lookUp: (images, roles) => lookUp(images, roles, step),
		deliver: deliver(step, cwd),
		log
	};
}
const secretsIn = (name, value) => name === "github-token" ? [value] : [];
export { SEVERITIES as _, renderTerminal as a, helmNotes as c, counted as d, countsOf as f, paint as g, propose as h, replaceFile as i, sinceNote as l, proposalLines as m, open_exports as n, cutTo as o, worstFirst as p, packageVersion as r, fixedNotes as s, openAudit as t, visible as u, MARKETPLACE as v, awsOwner as y };
