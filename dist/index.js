const { closeSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync, writeSync } = /* @__PURE__ */ process.getBuiltinModule("node:fs");
const { devNull, tmpdir } = /* @__PURE__ */ process.getBuiltinModule("node:os");
const os$1 = /* @__PURE__ */ process.getBuiltinModule("os");
const os = /* @__PURE__ */ process.getBuiltinModule("os");
const { EOL } = /* @__PURE__ */ process.getBuiltinModule("os");
const crypto = /* @__PURE__ */ process.getBuiltinModule("crypto");
const fs$1 = /* @__PURE__ */ process.getBuiltinModule("fs");
const { constants: constants$2, promises: promises$1 } = /* @__PURE__ */ process.getBuiltinModule("fs");
const events = /* @__PURE__ */ process.getBuiltinModule("events");
const { setTimeout: setTimeout$1 } = /* @__PURE__ */ process.getBuiltinModule("timers");
const { rm } = /* @__PURE__ */ process.getBuiltinModule("node:fs/promises");
const { basename, join } = /* @__PURE__ */ process.getBuiltinModule("node:path");
const { randomBytes } = /* @__PURE__ */ process.getBuiltinModule("node:crypto");
// node_modules/@actions/core/lib/utils.js
/**
* Sanitizes an input into a string so it can be passed into issueCommand safely
* @param input input to sanitize into a string
*/
function toCommandValue(input) {
	if (input === null || input === void 0) return "";
	else if (typeof input === "string" || input instanceof String) return input;
	return JSON.stringify(input);
}
/**
*
* @param annotationProperties
* @returns The command properties to send with the actual annotation command
* See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
*/
function toCommandProperties(annotationProperties) {
	if (!Object.keys(annotationProperties).length) return {};
	return {
		title: annotationProperties.title,
		file: annotationProperties.file,
		line: annotationProperties.startLine,
		endLine: annotationProperties.endLine,
		col: annotationProperties.startColumn,
		endColumn: annotationProperties.endColumn
	};
}
// node_modules/@actions/core/lib/command.js
/**
* Issues a command to the GitHub Actions runner
*
* @param command - The command name to issue
* @param properties - Additional properties for the command (key-value pairs)
* @param message - The message to include with the command
* @remarks
* This function outputs a specially formatted string to stdout that the Actions
* runner interprets as a command. These commands can control workflow behavior,
* set outputs, create annotations, mask values, and more.
*
* Command Format:
*   ::name key=value,key=value::message
*
* @example
* ```typescript
* // Issue a warning annotation
* issueCommand('warning', {}, 'This is a warning message');
* // Output: ::warning::This is a warning message
*
* // Set an environment variable
* issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
* // Output: ::set-env name=MY_VAR::some value
*
* // Add a secret mask
* issueCommand('add-mask', {}, 'secretValue123');
* // Output: ::add-mask::secretValue123
* ```
*
* @internal
* This is an internal utility function that powers the public API functions
* such as setSecret, warning, error, and exportVariable.
*/
function issueCommand(command, properties, message) {
	const cmd = new Command(command, properties, message);
	process.stdout.write(cmd.toString() + os$1.EOL);
}
function issue(name, message = "") {
	issueCommand(name, {}, message);
}
const CMD_STRING = "::";
var Command = class {
	constructor(command, properties, message) {
		if (!command) command = "missing.command";
		this.command = command;
		this.properties = properties;
		this.message = message;
	}
	toString() {
		let cmdStr = CMD_STRING + this.command;
		if (this.properties && Object.keys(this.properties).length > 0) {
			cmdStr += " ";
			let first = true;
			for (const key in this.properties) if (this.properties.hasOwnProperty(key)) {
				const val = this.properties[key];
				if (val) {
					if (first) first = false;
					else cmdStr += ",";
					cmdStr += `${key}=${escapeProperty(val)}`;
				}
			}
		}
		cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
		return cmdStr;
	}
};
function escapeData(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}
function escapeProperty(s) {
	return toCommandValue(s).replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A").replace(/:/g, "%3A").replace(/,/g, "%2C");
}
// node_modules/@actions/core/lib/file-command.js
function issueFileCommand(command, message) {
	const filePath = process.env[`GITHUB_${command}`];
	if (!filePath) throw new Error(`Unable to find environment variable for file command ${command}`);
	if (!fs$1.existsSync(filePath)) throw new Error(`Missing file at path: ${filePath}`);
	fs$1.appendFileSync(filePath, `${toCommandValue(message)}${os$1.EOL}`, { encoding: "utf8" });
}
function prepareKeyValueMessage(key, value) {
	const delimiter = `ghadelimiter_${crypto.randomUUID()}`;
	const convertedValue = toCommandValue(value);
	if (key.includes(delimiter)) throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
	if (convertedValue.includes(delimiter)) throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
	return `${key}<<${delimiter}${os$1.EOL}${convertedValue}${os$1.EOL}${delimiter}`;
}
// node_modules/@actions/core/lib/summary.js
var __awaiter$6 = function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
const { access, appendFile, writeFile: writeFile$1 } = promises$1;
const SUMMARY_ENV_VAR = "GITHUB_STEP_SUMMARY";
var Summary = class {
	constructor() {
		this._buffer = "";
	}
	/**
	* Finds the summary file path from the environment, rejects if env var is not found or file does not exist
	* Also checks r/w permissions.
	*
	* @returns step summary file path
	*/
	filePath() {
		return __awaiter$6(this, void 0, void 0, function* () {
			if (this._filePath) return this._filePath;
			const pathFromEnv = process.env[SUMMARY_ENV_VAR];
			if (!pathFromEnv) throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
			try {
				yield access(pathFromEnv, constants$2.R_OK | constants$2.W_OK);
			} catch (_a) {
				throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
			}
			this._filePath = pathFromEnv;
			return this._filePath;
		});
	}
	/**
	* Wraps content in an HTML tag, adding any HTML attributes
	*
	* @param {string} tag HTML tag to wrap
	* @param {string | null} content content within the tag
	* @param {[attribute: string]: string} attrs key-value list of HTML attributes to add
	*
	* @returns {string} content wrapped in HTML element
	*/
	wrap(tag, content, attrs = {}) {
		const htmlAttrs = Object.entries(attrs).map(([key, value]) => ` ${key}="${value}"`).join("");
		if (!content) return `<${tag}${htmlAttrs}>`;
		return `<${tag}${htmlAttrs}>${content}</${tag}>`;
	}
	/**
	* Writes text in the buffer to the summary buffer file and empties buffer. Will append by default.
	*
	* @param {SummaryWriteOptions} [options] (optional) options for write operation
	*
	* @returns {Promise<Summary>} summary instance
	*/
	write(options) {
		return __awaiter$6(this, void 0, void 0, function* () {
			const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
			const filePath = yield this.filePath();
			yield (overwrite ? writeFile$1 : appendFile)(filePath, this._buffer, { encoding: "utf8" });
			return this.emptyBuffer();
		});
	}
	/**
	* Clears the summary buffer and wipes the summary file
	*
	* @returns {Summary} summary instance
	*/
	clear() {
		return __awaiter$6(this, void 0, void 0, function* () {
			return this.emptyBuffer().write({ overwrite: true });
		});
	}
	/**
	* Returns the current summary buffer as a string
	*
	* @returns {string} string of summary buffer
	*/
	stringify() {
		return this._buffer;
	}
	/**
	* If the summary buffer is empty
	*
	* @returns {boolen} true if the buffer is empty
	*/
	isEmptyBuffer() {
		return this._buffer.length === 0;
	}
	/**
	* Resets the summary buffer without writing to summary file
	*
	* @returns {Summary} summary instance
	*/
	emptyBuffer() {
		this._buffer = "";
		return this;
	}
	/**
	* Adds raw text to the summary buffer
	*
	* @param {string} text content to add
	* @param {boolean} [addEOL=false] (optional) append an EOL to the raw text (default: false)
	*
	* @returns {Summary} summary instance
	*/
	addRaw(text, addEOL = false) {
		this._buffer += text;
		return addEOL ? this.addEOL() : this;
	}
	/**
	* Adds the operating system-specific end-of-line marker to the buffer
	*
	* @returns {Summary} summary instance
	*/
	addEOL() {
		return this.addRaw(EOL);
	}
	/**
	* Adds an HTML codeblock to the summary buffer
	*
	* @param {string} code content to render within fenced code block
	* @param {string} lang (optional) language to syntax highlight code
	*
	* @returns {Summary} summary instance
	*/
	addCodeBlock(code, lang) {
		const attrs = Object.assign({}, lang && { lang });
		const element = this.wrap("pre", this.wrap("code", code), attrs);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML list to the summary buffer
	*
	* @param {string[]} items list of items to render
	* @param {boolean} [ordered=false] (optional) if the rendered list should be ordered or not (default: false)
	*
	* @returns {Summary} summary instance
	*/
	addList(items, ordered = false) {
		const tag = ordered ? "ol" : "ul";
		const listItems = items.map((item) => this.wrap("li", item)).join("");
		const element = this.wrap(tag, listItems);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML table to the summary buffer
	*
	* @param {SummaryTableCell[]} rows table rows
	*
	* @returns {Summary} summary instance
	*/
	addTable(rows) {
		const tableBody = rows.map((row) => {
			const cells = row.map((cell) => {
				if (typeof cell === "string") return this.wrap("td", cell);
				const { header, data, colspan, rowspan } = cell;
				const tag = header ? "th" : "td";
				const attrs = Object.assign(Object.assign({}, colspan && { colspan }), rowspan && { rowspan });
				return this.wrap(tag, data, attrs);
			}).join("");
			return this.wrap("tr", cells);
		}).join("");
		const element = this.wrap("table", tableBody);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds a collapsable HTML details element to the summary buffer
	*
	* @param {string} label text for the closed state
	* @param {string} content collapsable content
	*
	* @returns {Summary} summary instance
	*/
	addDetails(label, content) {
		const element = this.wrap("details", this.wrap("summary", label) + content);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML image tag to the summary buffer
	*
	* @param {string} src path to the image you to embed
	* @param {string} alt text description of the image
	* @param {SummaryImageOptions} options (optional) addition image attributes
	*
	* @returns {Summary} summary instance
	*/
	addImage(src, alt, options) {
		const { width, height } = options || {};
		const attrs = Object.assign(Object.assign({}, width && { width }), height && { height });
		const element = this.wrap("img", null, Object.assign({
			src,
			alt
		}, attrs));
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML section heading element
	*
	* @param {string} text heading text
	* @param {number | string} [level=1] (optional) the heading level, default: 1
	*
	* @returns {Summary} summary instance
	*/
	addHeading(text, level) {
		const tag = `h${level}`;
		const allowedTag = [
			"h1",
			"h2",
			"h3",
			"h4",
			"h5",
			"h6"
		].includes(tag) ? tag : "h1";
		const element = this.wrap(allowedTag, text);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML thematic break (<hr>) to the summary buffer
	*
	* @returns {Summary} summary instance
	*/
	addSeparator() {
		const element = this.wrap("hr", null);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML line break (<br>) to the summary buffer
	*
	* @returns {Summary} summary instance
	*/
	addBreak() {
		const element = this.wrap("br", null);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML blockquote to the summary buffer
	*
	* @param {string} text quote text
	* @param {string} cite (optional) citation url
	*
	* @returns {Summary} summary instance
	*/
	addQuote(text, cite) {
		const attrs = Object.assign({}, cite && { cite });
		const element = this.wrap("blockquote", text, attrs);
		return this.addRaw(element).addEOL();
	}
	/**
	* Adds an HTML anchor tag to the summary buffer
	*
	* @param {string} text link text/content
	* @param {string} href hyperlink
	*
	* @returns {Summary} summary instance
	*/
	addLink(text, href) {
		const element = this.wrap("a", text, { href });
		return this.addRaw(element).addEOL();
	}
};
const summary = new Summary();
const { chmod, copyFile, lstat: lstat$1, mkdir, open, readdir: readdir$1, rename, rm: rm$1, rmdir, stat: stat$1, symlink, unlink } = fs$1.promises;
process.platform;
fs$1.constants.O_RDONLY;
process.platform;
events.EventEmitter;
events.EventEmitter;
os.platform();
os.arch();
// node_modules/@actions/core/lib/core.js
var __awaiter = function(thisArg, _arguments, P, generator) {
	function adopt(value) {
		return value instanceof P ? value : new P(function(resolve) {
			resolve(value);
		});
	}
	return new (P || (P = Promise))(function(resolve, reject) {
		function fulfilled(value) {
			try {
				step(generator.next(value));
			} catch (e) {
				reject(e);
			}
		}
		function rejected(value) {
			try {
				step(generator["throw"](value));
			} catch (e) {
				reject(e);
			}
		}
		function step(result) {
			result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected);
		}
		step((generator = generator.apply(thisArg, _arguments || [])).next());
	});
};
/**
* The code to exit an action
*/
var ExitCode;
(function(ExitCode) {
	/**
	* A code indicating that the action was successful
	*/
	ExitCode[ExitCode["Success"] = 0] = "Success";
	/**
	* A code indicating that the action was a failure
	*/
	ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
/**
* Registers a secret which will get masked from logs
*
* @param secret - Value of the secret to be masked
* @remarks
* This function instructs the Actions runner to mask the specified value in any
* logs produced during the workflow run. Once registered, the secret value will
* be replaced with asterisks (***) whenever it appears in console output, logs,
* or error messages.
*
* This is useful for protecting sensitive information such as:
* - API keys
* - Access tokens
* - Authentication credentials
* - URL parameters containing signatures (SAS tokens)
*
* Note that masking only affects future logs; any previous appearances of the
* secret in logs before calling this function will remain unmasked.
*
* @example
* ```typescript
* // Register an API token as a secret
* const apiToken = "abc123xyz456";
* setSecret(apiToken);
*
* // Now any logs containing this value will show *** instead
* console.log(`Using token: ${apiToken}`); // Outputs: "Using token: ***"
* ```
*/
function setSecret(secret) {
	issueCommand("add-mask", {}, secret);
}
/**
* Gets the value of an input.
* Unless trimWhitespace is set to false in InputOptions, the value is also trimmed.
* Returns an empty string if the value is not defined.
*
* @param     name     name of the input to get
* @param     options  optional. See InputOptions.
* @returns   string
*/
function getInput(name, options) {
	const val = process.env[`INPUT_${name.replace(/ /g, "_").toUpperCase()}`] || "";
	if (options && options.required && !val) throw new Error(`Input required and not supplied: ${name}`);
	if (options && options.trimWhitespace === false) return val;
	return val.trim();
}
/**
* Sets the value of an output.
*
* @param     name     name of the output to set
* @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
*/
function setOutput(name, value) {
	if (process.env["GITHUB_OUTPUT"] || "") return issueFileCommand("OUTPUT", prepareKeyValueMessage(name, value));
	process.stdout.write(os$1.EOL);
	issueCommand("set-output", { name }, toCommandValue(value));
}
/**
* Writes debug message to user log
* @param message debug message
*/
function debug(message) {
	issueCommand("debug", {}, message);
}
/**
* Adds an error issue
* @param message error issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function error(message, properties = {}) {
	issueCommand("error", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Adds a warning issue
* @param message warning issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function warning(message, properties = {}) {
	issueCommand("warning", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Adds a notice issue
* @param message notice issue message. Errors will be converted to string via toString()
* @param properties optional properties to add to the annotation.
*/
function notice(message, properties = {}) {
	issueCommand("notice", toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
/**
* Writes info to log with console.log.
* @param message info message
*/
function info(message) {
	process.stdout.write(message + os$1.EOL);
}
/**
* Begin an output group.
*
* Output until the next `groupEnd` will be foldable in this group
*
* @param name The name of the output group
*/
function startGroup(name) {
	issue("group", name);
}
/**
* End an output group.
*/
function endGroup() {
	issue("endgroup");
}
/**
* Wrap an asynchronous function call in a group.
*
* Returns the same type as the function itself.
*
* @param name The name of the group
* @param fn The function to wrap in the group
*/
function group(name, fn) {
	return __awaiter(this, void 0, void 0, function* () {
		startGroup(name);
		let result;
		try {
			result = yield fn();
		} finally {
			endGroup();
		}
		return result;
	});
}
/**
* Saves state for current action, the state can only be retrieved by this action's post job execution.
*
* @param     name     name of the state to store
* @param     value    value to store. Non-string values will be converted to a string via JSON.stringify
*/
function saveState(name, value) {
	if (process.env["GITHUB_STATE"] || "") return issueFileCommand("STATE", prepareKeyValueMessage(name, value));
	issueCommand("save-state", { name }, toCommandValue(value));
}
// src/errors/causes.ts
const MOST_PLACES = 20;
/** Groups of what differs in nothing but its own place: one cause, met at several places. */
function byCause(all, saidBy) {
	const groups = /* @__PURE__ */ new Map();
	for (const one of all) {
		const { texts, place } = saidBy(one);
		const cause = JSON.stringify(texts.map((text) => withoutPlace(text, place)));
		const known = groups.get(cause);
		if (known) known.push(one);
		else groups.set(cause, [one]);
	}
	return [...groups.values()];
}
/** With what stands for the file, and for the folder that other files are beside it in. */
function withoutPlace(text, place) {
	if (!place) return text;
	const { file, line } = place;
	const folder = file.slice(0, file.lastIndexOf("/") + 1);
	const unplaced = text.replaceAll(file, "\0").replaceAll(line === void 0 ? "\0" : `\0:${line}`, "\0");
	return folder === "" ? unplaced : unplaced.replaceAll(folder, "\0/");
}
/** Each cause once, with the places that it is met at. */
function onceEach(problems) {
	return byCause(problems, ({ code, message, hint, configPlace }) => ({
		texts: [
			code,
			message,
			hint
		],
		place: configPlace
	})).map(([first, ...others]) => {
		const alsoAt = others.flatMap(({ configPlace }) => configPlace ?? []);
		return alsoAt.length === 0 ? first : {
			...first,
			hint: `${first.hint} ${sameAt(alsoAt)}`,
			alsoAt
		};
	});
}
/** `The same at a:3, b:3 and 5 more.` */
function sameAt(places) {
	const named = places.slice(0, MOST_PLACES).map(({ file, line }) => line === void 0 ? file : `${file}:${line}`);
	const more = places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : "";
	return `The same at ${named.join(", ")}${more}.`;
}
// src/errors/codes/aws.ts
/** The codes of the AWS session and of ECR. */
const AWS_CODES = {
	ENDPOINT_UNTRUSTED: "A variable names an address for a request with credentials that is neither the service itself nor listed in trusted-endpoints, or is not HTTPS.",
	ID_TOKEN_UNAVAILABLE: "GitHub gave this job no way to ask for an OIDC token.",
	CREDENTIALS_UNAVAILABLE: "There are no AWS credentials for this run: it is for a fork, or aws-credentials is ambient and the runner has none.",
	OIDC_FAILED: "GitHub's OIDC endpoint did not answer with a token.",
	ROLE_REFUSED: "AWS STS did not let this workflow assume the role: the role's trust policy does not accept the token.",
	STS_FAILED: "AWS STS rejected the request for another reason than the trust policy.",
	AWS_UNREACHABLE: "An AWS endpoint could not be reached, or kept failing until the time budget ended.",
	ECR_DENIED: "The role may not do one of the ECR actions that this step needs.",
	ECR_FAILED: "Amazon ECR rejected a request.",
	REPOSITORY_MISSING: "The ECR repository does not exist in that account and region."
};
// src/errors/codes/config-repository.ts
/** The codes of overlays as files. */
const OVERLAY_CODES = {
	OVERLAY_MISSING: "An overlay or file of the config repository does not exist.",
	OVERLAY_INVALID: "An overlay or file cannot be used: its path leaves the repository, or it is not one plain file."
};
/** The codes of the config repository. */
const CONFIG_CODES = {
	CONFIG_NOT_FOUND: "The config repository does not exist, or the credential may not see it.",
	CONFIG_MOVED: "The server of the config repository redirects to another place, and no credential is taken there.",
	CONFIG_TOO_LARGE: "The config repository holds more than this step reads.",
	CONFIG_BRANCH_MISSING: "The branch of the config repository does not exist.",
	CONFIG_DENIED: "The credential of the config repository was refused.",
	CONFIG_REFUSED: "The config repository refused the commit: a protected branch, a rule or a hook.",
	CONFIG_UNREACHABLE: "The config repository could not be reached.",
	CONFIG_CONTENTION: "The commit did not land before the time budget ended (other writers kept moving the branch, or the git host kept failing), or another writer made an image needed that this run had left alone."
};
// src/errors/codes/edit.ts
/** The codes of edits. */
const EDIT_CODES = {
	YAML_INVALID: "A file that is to be edited is not valid YAML.",
	EDIT_UNSAFE: "A file cannot be edited exactly, so it is not edited at all.",
	ENTRY_MISSING: "The file has no entry for the image, by that name or at that place.",
	ENTRY_DUPLICATE: "The file has several entries that are meant.",
	ENTRY_REGISTRY: "The entry points to another registry, account or region than this step pushes to, or, where a pattern or path leads to it, to another repository."
};
// src/errors/codes/github-app.ts
/** The codes of a GitHub App that writes to the config repository. */
const GITHUB_APP_CODES = {
	APP_NOT_INSTALLED: "The GitHub App is not installed on the owner of the config repository, or not for that repository.",
	APP_SUSPENDED: "The installation of the GitHub App is suspended.",
	APP_PERMISSION_MISSING: "The GitHub App has not the permission that a commit takes.",
	APP_KEY_REFUSED: "GitHub does not take the id, the key or the time of the GitHub App.",
	APP_TOKEN_FAILED: "GitHub gave no token of the GitHub App.",
	KMS_DENIED: "KMS refused to sign for the GitHub App.",
	KMS_KEY_UNUSABLE: "The KMS key is not there, or cannot sign for a GitHub App."
};
// src/errors/codes/gitops.ts
/** The codes of the order of deploys. */
const ORDER_CODES = {
	ORDER_UNKNOWN: "It could not be found out whether the deployed commit is older or newer than this one.",
	ORDER_STALE: "A newer commit is deployed already, and on-stale is fail.",
	ORDER_DIVERGED: "Neither of the deployed commit and this commit contains the other."
};
/** The codes of a delivery by pull request. */
const PULL_REQUEST_CODES = {
	PULL_REQUEST_BRANCH: "The branch that the pull request would be made of is somebody else's.",
	PULL_REQUEST_REFUSED: "GitHub did not take the pull request."
};
// src/errors/codes/images.ts
/** The codes of images: those that are there, engines, builds and pushes. */
const IMAGES_CODES = {
	IMAGE_MISSING: "The image is not in the registry, and this run may not build it.",
	IMAGE_UNAVAILABLE: "ECR has the image, or may have it, but does not hand it over.",
	IMAGE_OTHER_COMMIT: "An image with this tag exists, and says that it was built from another commit.",
	IMAGE_PLATFORM_MISSING: "An image with this tag exists, but not for every platform that is asked for.",
	IMAGE_OTHER_PARTS: "An image with this tag exists, and is not made of the images of merge-tags.",
	MERGE_IMPOSSIBLE: "The images of merge-tags cannot be put together to one image.",
	REPLICA_MISSING: "The image did not reach a registry that ECR fills by replication, in the time that replicas gives it.",
	ENGINE_MISSING: "No container engine answers on this runner.",
	ENGINE_UNSUITABLE: "The container engine cannot do what an input asks for.",
	BUILDER_SHARED: "The files of this run may be anybody's, and the builder is shared with other runs.",
	BUILDER_UNREACHABLE: "The builder could not be reached, or the connection to it broke.",
	PATH_OUTSIDE: "A path of the build leads out of the workspace, or to a folder that holds secrets of the job.",
	DOCKERFILE_MISSING: "The Dockerfile or the build context is not there.",
	BUILD_FAILED: "The container build failed.",
	PUSH_FAILED: "The image was built, but the registry did not take it.",
	REGISTRY_UNAVAILABLE: "The registry kept answering with a temporary error."
};
// src/errors/codes/inputs.ts
/** The codes of inputs, and of what a plan refuses. */
const INPUTS_CODES = {
	INPUT_INVALID: "An input has a value that cannot be used.",
	INPUT_REQUIRED: "An input that this run needs is empty.",
	TAG_MUTABLE: "The tag could point to another image tomorrow, so it cannot say what is deployed.",
	TAG_COMMIT_MISMATCH: "The tag names another commit than the one that would be built.",
	ACCOUNT_MISMATCH: "Two places name different AWS accounts, regions or partitions.",
	CHECKOUT_INCOMPLETE: "Files of the commit that the image is built from are not in the checkout.",
	CHECKOUT_MODIFIED: "Tracked files differ from the commit, and require-clean is set."
};
// src/errors/codes/render.ts
/** The codes of rendered overlays. */
const RENDER_CODES = {
	IMAGE_NOT_RENDERED: "The overlay or chart renders, but no container of it gets the new image.",
	RENDER_FAILED: "The overlay or chart could not be rendered, and render-check is require; or a chart could be, before the edit.",
	BASE_RENAMED: "The edit changes what an image is called for all that build on the file, and some of them go by the old name."
};
// src/errors/codes/runner.ts
/** The codes of the runner, and of the run as a whole. */
const RUNNER_CODES = {
	RUNNER_DISK: "The disk of the runner is full, or this step may not write its temporary files.",
	RUNNER_LIMIT: "The runner has no more open files, processes or memory for this step.",
	PROXY_UNUSABLE: "The proxy of the runner cannot be used, or lets no request of this step through.",
	CANCELLED: "The run was cancelled.",
	INTERNAL: "A defect of this action."
};
({
	...INPUTS_CODES,
	...AWS_CODES,
	...IMAGES_CODES,
	...OVERLAY_CODES,
	...EDIT_CODES,
	...RENDER_CODES,
	...ORDER_CODES,
	...PULL_REQUEST_CODES,
	...CONFIG_CODES,
	...GITHUB_APP_CODES,
	...RUNNER_CODES
});
/** The one error type: one problem, or several that were found together. */
var StepError = class extends Error {
	name = "StepError";
	problems;
	constructor(problems, cause) {
		super(problems.map((problem) => `${problem.code}: ${problem.message}`).join("\n"), { cause });
		this.problems = problems;
	}
	get code() {
		return this.problems[0].code;
	}
};
function fail(problem, cause) {
	throw new StepError([problem], cause);
}
/** Throws all problems together; does nothing when there is none. */
function failOnAny(problems) {
	const [first, ...rest] = onceEach([...new Map(problems.map((problem) => [`${problem.code} ${problem.message}`, problem])).values()]);
	if (first) throw new StepError([first, ...rest]);
}
/** What is wrong with an input that is known to be wrong adds nothing. */
function withoutEchoes(problems, earlier) {
	const isAtFault = (input) => earlier.some(({ inputs }) => inputs?.includes(input));
	return problems.filter((problem) => !problem.inputs?.some(isAtFault));
}
const messageOf = (thrown) => thrown instanceof Error ? thrown.message : String(thrown);
/** The same error, of which more is known by now. */
function withEach(error, change) {
	const [first, ...rest] = error.problems;
	return new StepError([change(first), ...rest.map(change)], error.cause);
}
/** The same error, each problem with the address of what explains its code. */
const explained = (error, link) => withEach(error, (problem) => ({
	...problem,
	help: link(problem.code)
}));
// src/errors/unforeseen.ts
/** What was thrown, as a StepError; anything unforeseen is a defect and says so. */
function asStepError(thrown) {
	if (thrown instanceof StepError) return thrown;
	const message = messageOf(thrown);
	if (isExhausted(thrown)) return new StepError([exhausted(message)], thrown);
	if (DISK_FULL.test(message)) return new StepError([diskFull(message)], thrown);
	return new StepError([UNWRITABLE.test(message) ? unwritable(message) : defect(message)], thrown);
}
/** Words of the system (errno.h) and of git. */
const DISK_FULL = /no space left on device|out of diskspace|disk quota exceeded/i;
/** As Node says it, and @actions/core of a file that the runner reads; nothing but temporary files is written. */
const UNWRITABLE = /^(?:(?:EACCES|EPERM|EROFS|ENOTDIR|ELOOP|ENAMETOOLONG|EIO): .*, (?:mkdir|open|write|symlink)\b|ENOENT: .*, mkdir\b|Missing file at path: )/;
/**
* Nothing is wrong with what was asked for: this process, or the system, has no more of something (errno.h). A pipe that
* is full for now says EAGAIN too, so that counts where a process was to be started alone.
*/
function isExhausted(thrown) {
	if (!(thrown instanceof Error)) return false;
	const { code = "", syscall = "" } = thrown;
	return [
		"EMFILE",
		"ENFILE",
		"ENOMEM"
	].includes(code) || code === "EAGAIN" && syscall.startsWith("spawn");
}
const diskFull = (said) => ({
	code: "RUNNER_DISK",
	message: `the disk of this runner is full: ${said}`,
	hint: "Free disk space where RUNNER_TEMP is (docker system df shows what images use), or use a runner with a larger disk."
});
const unwritable = (said) => ({
	code: "RUNNER_DISK",
	message: `this step cannot write its temporary files: ${said}`,
	hint: "Let RUNNER_TEMP name a folder that is there, and that the user of the runner may write to."
});
const exhausted = (said) => ({
	code: "RUNNER_LIMIT",
	message: `this runner has no more open files, processes or memory: ${said}`,
	hint: "Raise the limit of the runner: LimitNOFILE and TasksMax of its service, ulimit -n, or --ulimit and --memory in the options of a container job; or run fewer jobs on it at once."
});
const defect = (said) => ({
	code: "INTERNAL",
	message: `unexpected: ${said}`,
	hint: "Re-run the job with debug logging (Re-run jobs > Enable debug logging) and open an issue with the stack trace."
});
// src/report/help-link.ts
/** `owner/name` of an action that is used by it; a local one has none, and its reader has the page beside it. */
const REPOSITORY = /^[\w.-]+\/[\w.-]+$/;
/** Where a code is explained, as of the version that runs. */
function helpLink(env) {
	const page = pageLink(env);
	return page && ((code) => `${page("docs/troubleshooting.md")}#${code.toLowerCase()}`);
}
/** Where a file of this action is to be read, as of the version that runs (GitHub docs, "Variables reference"). */
function pageLink(env) {
	const { GITHUB_ACTION_REPOSITORY: repository = "", GITHUB_ACTION_REF: ref = "" } = env;
	const server = env.GITHUB_SERVER_URL || "https://github.com";
	if (!REPOSITORY.test(repository) || ref === "" || !/^https?:\/\/[\w.:[\]-]+$/.test(server)) return void 0;
	const path = ref.split("/").map(encodeURIComponent).join("/");
	return (file) => `${server}/${repository}/blob/${path}/${file}`;
}
// src/runner/log.ts
/** A log that keeps what people should know, each text once, for the report. */
function keptLog(log) {
	const warnings = /* @__PURE__ */ new Set();
	const notices = /* @__PURE__ */ new Set();
	return {
		log: {
			...log,
			notice: (text) => {
				notices.add(text);
				log.notice(text);
			},
			warning: (text) => {
				warnings.add(text);
				log.warning(text);
			}
		},
		said: () => ({
			warnings: [...warnings],
			notices: [...notices]
		})
	};
}
/**
* A line of somebody else's text, harmless in the log: the runner executes `::command::` at the start of a line and
* `##[command]` anywhere in it.
*/
function inert(line) {
	const plain = line.replaceAll("##[", "# #[");
	return COMMAND.test(plain) ? plain.replace("::", ": :") : plain;
}
/** White space as the runner's TrimStart knows it, which is not quite what `\s` knows. */
const COMMAND = /^[\s\u0085]*::/;
const inertLines = (text) => text.split(/\r\n|\r|\n/).map(inert).join("\n");
/**
* A message with text of others in it, such as a value of a file: in a terminal a control character is a colour, or a
* jump to what stands above. Lines and tabs stay.
*/
const withoutControls = (text) => text.replaceAll(/[^\P{Cc}\t\n]/gu, " ");
const runnerLog = {
	info: (text) => info(inertLines(text)),
	notice: (text) => notice(withoutControls(text)),
	warning: (text) => warning(withoutControls(text)),
	group: (title, work) => group(inertLines(title), work)
};
let draining;
/** What is written faster than the runner reads it is kept in memory: this says when there is room again. */
function logHasRoom() {
	if (!process.stdout.writableNeedDrain) return void 0;
	draining ??= new Promise((resolve) => {
		process.stdout.once("drain", () => {
			draining = void 0;
			resolve();
		});
	});
	return draining;
}
// src/report/write-report.ts
/** Outputs, summary and annotations: once, at the end, also of a failed run. */
async function writeReport(report, env) {
	for (const problem of report.error?.problems ?? []) annotate(problem);
	explainCause(report.error?.cause);
	for (const line of report.annotations ?? []) info(line);
	for (const [name, value] of Object.entries(report.outputs)) setOutput(name, value);
	if (env.GITHUB_STEP_SUMMARY) await summary.addRaw(report.summary).write();
}
/** The runner cuts longer messages, in the log as well (actions/runner, ExecutionContext), and the hint stands last. */
const MESSAGE_LENGTH = 4096;
/** How much of a long message is its beginning; the rest is its end, as of the log of a step. */
const HEAD_LENGTH = 1e3;
function annotate(problem) {
	const link = problem.configPlace?.url ? `\nSee ${problem.configPlace.url}` : "";
	const help = problem.help ? `\nMore: ${problem.help}` : "";
	const change = `\nWhat to change: ${problem.hint}${link}${help}`;
	const place = problem.checkoutPlace;
	const text = `${abridged(problem.message, MESSAGE_LENGTH - change.length)}${change}`;
	error(withoutControls(text), {
		title: problem.code,
		...place ? {
			file: place.file,
			...place.line === void 0 ? {} : { startLine: place.line }
		} : {}
	});
}
function abridged(message, length) {
	if (message.length <= length) return message;
	return `${message.slice(0, HEAD_LENGTH)}
[...]
${message.slice(1007 - length)}`;
}
function explainCause(cause) {
	for (let current = cause; current instanceof Error; current = current.cause) {
		const cause = `${current.name}: ${current.message}`.replaceAll(/\s+/g, " ");
		info(`caused by ${inert(withoutControls(cause))}`);
		debug(current.stack ?? "");
	}
}
// src/runner/conceal.ts
/**
* Takes the values of variables out of what the kernel shows of this process in /proc/PID/environ: every process of the
* same user may read that, what it runs as well, and to unset a variable does not change it (proc(5), "environ": the
* environment at the time of execve). This process keeps them: they are set again, which puts them into its own memory.
* @returns why it could not be done; undefined when nothing of them is to be seen any more.
*/
function conceal(isSecret, proc = "/proc/self") {
	try {
		const environ = readFileSync(`${proc}/environ`);
		const found = secretsIn(environ, isSecret);
		if (found.length === 0) return void 0;
		const kept = found.map(({ name }) => [name, process.env[name]]);
		try {
			overwrite(proc, environ, found);
		} finally {
			for (const [name, value] of kept) if (value !== void 0) process.env[name] = value;
		}
		const left = secretsIn(readFileSync(`${proc}/environ`), isSecret);
		return left.length === 0 ? void 0 : `${left.length} of them are still there`;
	} catch (error) {
		return String(error);
	}
}
function secretsIn(environ, isSecret) {
	const entries = [];
	let start = 0;
	for (const entry of environ.toString("latin1").split("\0")) {
		const equals = entry.indexOf("=");
		const length = entry.length - equals - 1;
		if (equals > 0 && length > 0) {
			const name = environ.toString("utf8", start, start + equals);
			if (isSecret(name)) entries.push({
				name,
				start: start + equals + 1,
				length
			});
		}
		start += entry.length + 1;
	}
	return entries;
}
/** @throws where the memory of this process cannot be written, or holds something else at that place. */
function overwrite(proc, environ, entries) {
	const block = environmentStart(readFileSync(`${proc}/stat`, "latin1"));
	const memory = openSync(`${proc}/mem`, "r+");
	try {
		const there = Buffer.alloc(environ.length);
		readSync(memory, there, 0, there.length, block);
		if (!there.equals(environ)) throw new Error("the environment is not where the kernel says");
		for (const { start, length } of entries) writeSync(memory, Buffer.alloc(length), 0, length, block + start);
	} finally {
		closeSync(memory);
	}
}
/** `env_start`, field 50 of proc_pid_stat(5); the name in field 2 may hold blanks and brackets. */
const environmentStart = (stat) => Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[47]);
// src/runner/environment.ts
/**
* Inputs hold secrets, with the request token anybody could mint an OIDC token of this job, and with the runtime token
* write the caches and artifacts of the default branch.
*/
const OF_THIS_STEP = /^(?:INPUT_|STATE_|ACTIONS_ID_TOKEN_REQUEST_|ACTIONS_RUNTIME_TOKEN$)/;
/**
* Variables that no child process needs, or that could make it run something. Of git's own only those stay that say
* where its configuration and certificates are.
*/
const WITHHELD = /^(?:SSH_ASKPASS$|SSLKEYLOGFILE$|GIT_(?!SSL_CA|EXEC_PATH$|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM)$))/;
/** The environment of one run, and what of it the children of the run may see. Another run has its own. */
var Environment = class {
	/** All of it, secrets too: for this process, and never as it is for a child. */
	variables;
	#conceal;
	#confined = /* @__PURE__ */ new Set();
	constructor(variables, conceal) {
		this.variables = variables;
		this.#conceal = conceal;
	}
	/**
	* From now on these variables, which hold secrets, reach only the children that are given them; with the inputs and
	* the tokens of this step they are no longer shown by the kernel.
	* @returns why the kernel still shows them, where it does.
	*/
	confine(names) {
		for (const name of names) this.#confined.add(name);
		return this.#conceal((name) => this.#isSecret(name));
	}
	/** The whole environment of a child: what it may see of this one, and what it is given. */
	forChild(given = {}) {
		const inherited = Object.entries(this.variables).filter(([name]) => !WITHHELD.test(name) && !this.#isSecret(name));
		return {
			...Object.fromEntries(inherited),
			...given
		};
	}
	#isSecret(name) {
		return OF_THIS_STEP.test(name) || this.#confined.has(name);
	}
};
// src/runner/left-behind.ts
/** The name under which the runner keeps the private folder's path for the post step. */
const WORKSPACE_STATE = "workspace";
const WORKSPACE_PREFIX = "ecr-gitops-deploy-";
const isName = (name) => name.startsWith("ecr-gitops-deploy-") && /^[0-9a-f]{16}$/.test(name.slice(18));
const temporaryRoot = (runnerTemp) => runnerTemp || tmpdir();
/** Removes a private folder by its path; refuses to remove anything else. A link is removed, not what it leads to. */
async function removeWorkspace(path) {
	if (!isName(basename(path))) return;
	await rm(path, {
		recursive: true,
		force: true,
		maxRetries: 3
	});
}
// src/runner/secrets.ts
/** The secrets of one run. Another run in this process has its own, and neither hides what is the other's. */
var Secrets = class {
	#lines = /* @__PURE__ */ new Set();
	#maskLine;
	/** @param maskLine Has the runner hide a line of a secret in the log. */
	constructor(maskLine) {
		this.#maskLine = maskLine;
	}
	/** Masks a secret before it is used anywhere; the runner masks single lines, so each line is masked. */
	mask(secret) {
		const lines = secret.split(/\r\n|\r|\n/).map((line) => line.trim());
		for (const line of lines.filter(({ length }) => length > 3)) {
			this.#lines.add(line);
			this.#maskLine(line);
		}
	}
	/** For a text that is going to be cut or escaped, and then no longer holds what the runner masks. */
	hide(text) {
		return [...this.#lines].toSorted((one, other) => other.length - one.length).reduce((hidden, secret) => hidden.replaceAll(secret, "***"), text);
	}
};
// src/runner/duration.ts
/** A time as people read it: with tenths of a second while it is short, in minutes where it is long. */
function duration(ms) {
	const seconds = Math.round(ms / 1e3);
	if (ms < 9950) return `${(ms / 1e3).toFixed(1)} s`;
	return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
// src/runner/waiting.ts
/** For nobody to hear of. */
const unwatched = (_, work) => work(() => {});
const CLOCK = {
	now: () => performance.now(),
	ringIn: (ms, ring) => {
		const timer = setTimeout(ring, ms).unref();
		return () => clearTimeout(timer);
	}
};
const SILENCE_MS = 2e4;
const GAP_MS = 6e4;
const MOST_NAMED = 5;
const LONGEST = 160;
/** What one run waits for: a line now and then about what has been silent for long. */
var Waiting = class {
	#ports;
	#clock;
	#silenceMs;
	#gapMs;
	#works = /* @__PURE__ */ new Set();
	#notBefore = 0;
	#takeBack;
	#ended = false;
	constructor(ports, { silenceMs = SILENCE_MS, gapMs = GAP_MS } = {}) {
		this.#ports = ports;
		this.#clock = ports.clock ?? CLOCK;
		this.#silenceMs = silenceMs;
		this.#gapMs = gapMs;
	}
	watch = async (look, work) => {
		const now = this.#clock.now();
		const one = {
			look,
			since: now,
			heardAt: now
		};
		this.#works.add(one);
		this.#wake();
		try {
			return await work(() => {
				one.heardAt = this.#clock.now();
			});
		} finally {
			this.#works.delete(one);
			if (this.#works.size === 0) this.#sleep();
		}
	};
	/** From now on nothing is said, whatever still goes on. */
	end() {
		this.#ended = true;
		this.#sleep();
	}
	#sleep() {
		this.#takeBack?.();
		this.#takeBack = void 0;
	}
	/** Lines come by the thousand, so that none of them sets the clock anew: it is looked at when it rings. */
	#wake() {
		if (this.#takeBack || this.#ended || this.#works.size === 0) return;
		const heard = [...this.#works].map(({ heardAt }) => heardAt);
		const next = Math.max(Math.min(...heard) + this.#silenceMs, this.#notBefore);
		const ms = Math.max(this.#silenceMs / 20, next - this.#clock.now());
		this.#takeBack = this.#clock.ringIn(ms, () => this.#ring());
	}
	#ring() {
		this.#takeBack = void 0;
		if (this.#ports.signal.aborted) return;
		const now = this.#clock.now();
		const line = now < this.#notBefore ? void 0 : this.#lineAt(now);
		if (line !== void 0) {
			this.#notBefore = now + this.#gapMs;
			this.#ports.say(line);
		}
		this.#wake();
	}
	#lineAt(now) {
		const seen = [...this.#works].flatMap(({ look, since: began, heardAt }) => {
			const sight = now - heardAt < this.#silenceMs ? void 0 : look();
			return sight ? [{
				since: began,
				...sight
			}] : [];
		});
		if (seen.length === 0) return void 0;
		const texts = seen.toSorted((one, other) => one.since - other.since).map(({ what, since }) => `${duration(now - since)} for ${this.#shown(what)}`);
		const [...distinct] = new Set(texts);
		const more = distinct.length > MOST_NAMED ? `; and ${distinct.length - MOST_NAMED} more` : "";
		return `Still waiting: ${distinct.slice(0, MOST_NAMED).join("; ")}${more}.`;
	}
	#shown(what) {
		const hidden = this.#ports.hide(what);
		return hidden.length > LONGEST ? `${hidden.slice(0, LONGEST)}...` : hidden;
	}
};
// src/runner/workspace.ts
/**
* One private folder for everything that must not stay behind: the docker configuration, the ssh key, the objects of
* the config repository, metadata files. Named before it is made, so that the post step can remove it after a cancel.
*/
var Workspace = class {
	path;
	#made = false;
	constructor(runnerTemp) {
		this.path = join(temporaryRoot(runnerTemp), `${WORKSPACE_PREFIX}${randomBytes(8).toString("hex")}`);
	}
	/** Synchronous, as is `file`: a git process waits for these few bytes, and a thread pool would take longer. */
	folder(name) {
		if (!this.#made) mkdirSync(this.path, { mode: 448 });
		this.#made = true;
		const folder = join(this.path, name);
		mkdirSync(folder, {
			recursive: true,
			mode: 448
		});
		return folder;
	}
	/** Writes a file only this user can read. */
	file(folderName, name, content) {
		const path = join(this.folder(folderName), name);
		writeFileSync(path, content, { mode: 384 });
		return path;
	}
	async remove() {
		if (this.#made) await removeWorkspace(this.path);
	}
};
// src/action.ts
const LINGER_MS = 1e3;
const SHOWN = "Other processes of this user may be able to read the inputs and tokens of this step";
/** Runs a door as a step of a job: signals, the private folder, the report, the exit code. */
async function runAction(open) {
	const environment = new Environment(process.env, conceal);
	const { variables } = environment;
	const secrets = new Secrets(setSecret);
	const workspace = new Workspace(variables.RUNNER_TEMP);
	const cancel = new AbortController();
	for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => cancel.abort());
	const { signal } = cancel;
	const { log, said } = keptLog(runnerLog);
	const waiting = new Waiting({
		say: log.info,
		hide: (text) => secrets.hide(text),
		signal
	});
	const closers = [() => waiting.end()];
	const atEnd = (close) => closers.push(close);
	const step = {
		inputs: INPUTS,
		environment,
		secrets,
		log,
		watch: waiting.watch,
		signal,
		workspace,
		atEnd
	};
	const door = open(step);
	const link = helpLink(variables);
	const error = await work(door, step).catch((thrown) => {
		const failed = signal.aborted ? cancelled(thrown) : asStepError(thrown);
		return link ? explained(failed, link) : failed;
	});
	process.exitCode = error ? 1 : 0;
	const warn = (reason) => log.warning(String(reason));
	for (const close of closers) await close();
	await workspace.remove().catch(warn);
	await (async () => {
		const report = door.report(error, said());
		process.exitCode = report.exitCode ?? process.exitCode;
		await writeReport(report, variables);
	})().catch(warn);
	process.stdout.write("", () => setTimeout(() => process.exit(), LINGER_MS).unref());
}
async function work(door, { environment, workspace, log, atEnd }) {
	const spare = openSync(devNull, "r");
	atEnd(() => closeSync(spare));
	saveState(WORKSPACE_STATE, workspace.path);
	const shown = environment.confine([]);
	if (shown) log.info(`${SHOWN} (${shown}).`);
	await door.work();
}
const INPUTS = {
	read: (name) => getInput(name, { trimWhitespace: false }),
	prefix: "",
	kind: "the input "
};
/** Reads inputs as they are; what may be secret in one is masked before anything else sees it. */
function inputReader({ inputs, secrets }, secretsIn) {
	return (name) => {
		const value = inputs.read(name);
		for (const secret of secretsIn(name, value)) secrets.mask(secret);
		return value;
	};
}
function cancelled(cause) {
	return new StepError([{
		code: "CANCELLED",
		message: "the run was cancelled",
		hint: "Run the job again: images that were pushed are reused, and a commit is made whole or not at all."
	}], cause);
}
// src/index.ts
/** The doors and the program, each loaded when it is opened; nothing happens when this file is imported. */
const deploy = async () => {
	const { openDeploy } = await import("./door-deploy.js").then((n) => n.t);
	await runAction(openDeploy);
};
const audit = async () => {
	const { openAudit } = await import("./door-audit.js").then((n) => n.n);
	await runAction(openAudit);
};
const cli = async () => {
	const { start } = await import("./program.js").then((n) => n.t);
	await start();
};
export { byCause as C, withoutEchoes as S, StepError as _, duration as a, audit, messageOf as b, conceal as c, cli, logHasRoom as d, deploy, withoutControls as f, isExhausted as g, diskFull as h, unwatched as i, inert as l, asStepError as m, Workspace as n, Secrets as o, pageLink as p, Waiting as r, Environment as s, inputReader as t, keptLog as u, fail as v, sameAt as w, withEach as x, failOnAny as y };
