export const id = 701;
export const ids = [701,892];
export const modules = {

/***/ 5701:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   askedAhead: () => (/* binding */ askedAhead),
/* harmony export */   githubWebIdentity: () => (/* binding */ githubWebIdentity)
/* harmony export */ });
/* harmony import */ var _errors_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(905);
/* harmony import */ var _names_host_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3548);
/* harmony import */ var _names_text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5937);
/* harmony import */ var _runner_http_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3892);
/* harmony import */ var _runner_retry_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(908);
/* harmony import */ var _id_token_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7685);






/**
 * The same, with the first token of an audience asked for at once: what will use it takes long to load. What is wrong is
 * reported to whoever asks.
 */
function askedAhead(identity, audience, budgetMs) {
    let first = identity(audience, budgetMs);
    first.catch(() => undefined);
    return (asked, leftMs) => {
        if (asked !== audience || !first)
            return identity(asked, leftMs);
        const ahead = first;
        first = undefined;
        return ahead;
    };
}
/**
 * Our own request, because the toolkit retries each of its attempts for minutes.
 * @throws StepError ID_TOKEN_UNAVAILABLE or OIDC_FAILED.
 */
function githubWebIdentity(env, source, { signal, secrets, watch, limits = _runner_retry_js__WEBPACK_IMPORTED_MODULE_3__/* .LIMITS */ .b1 }) {
    return async (audience, budgetMs = limits.budgetMs) => {
        const url = env.ACTIONS_ID_TOKEN_REQUEST_URL;
        const requestToken = env.ACTIONS_ID_TOKEN_REQUEST_TOKEN;
        if (!url || !requestToken)
            return (0,_errors_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)((0,_id_token_js__WEBPACK_IMPORTED_MODULE_4__/* .noIdToken */ .o)(source));
        secrets.mask(requestToken);
        const request = { url: withAudience(url, audience), requestToken, signal };
        // However little time is left, an attempt that is made at all must have a chance.
        const timeoutMs = Math.ceil(Math.min(limits.attemptMs, Math.max(budgetMs, limits.attemptMs / 10)));
        try {
            const token = await (0,_runner_retry_js__WEBPACK_IMPORTED_MODULE_3__/* .withRetries */ .LH)(() => requestOnce({ ...request, timeoutMs }), {
                classify: (error) => (error instanceof _errors_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepError */ .zg || (0,_runner_http_js__WEBPACK_IMPORTED_MODULE_2__/* .isHopeless */ .cs)(error) ? 'final' : 'transient'),
                budgetMs: (0,_runner_retry_js__WEBPACK_IMPORTED_MODULE_3__/* .lastStart */ .pJ)({ ...limits, budgetMs }),
                signal,
                waiting: watch && {
                    watch,
                    describe: (error) => `GitHub's OIDC endpoint (${(0,_names_text_js__WEBPACK_IMPORTED_MODULE_5__/* .oneLine */ .TN)((0,_runner_http_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error))})`,
                },
            });
            secrets.mask(token);
            return token;
        }
        catch (error) {
            if (error instanceof _errors_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .StepError */ .zg)
                throw error;
            return failed(`did not answer: ${(0,_runner_http_js__WEBPACK_IMPORTED_MODULE_2__/* .reasonOf */ .A3)(error)}`, error);
        }
    };
}
function withAudience(url, audience) {
    if (!URL.canParse(url))
        return failed('has no address: ACTIONS_ID_TOKEN_REQUEST_URL is no URL');
    if (!(0,_names_host_js__WEBPACK_IMPORTED_MODULE_1__/* .isPrivate */ .Gw)(url))
        return inTheClear(url);
    const request = new URL(url);
    request.searchParams.set('audience', audience);
    return request.href;
}
/** The runner sets the variable itself for every step that may have a token, over whatever a step before has written. */
function inTheClear(url) {
    return (0,_errors_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)({
        code: 'ENDPOINT_UNTRUSTED',
        message: `the variable ACTIONS_ID_TOKEN_REQUEST_URL is at ${new URL(url).origin}, and the token that this request carries would cross the network unencrypted`,
        hint: 'Serve the GitHub Enterprise Server of this runner over HTTPS; a runner of github.com has such an address only if something on it changes ACTIONS_ID_TOKEN_REQUEST_URL, which should be found before the job runs again. Where there is no HTTPS, set aws-credentials: ambient.',
    });
}
async function requestOnce({ url, requestToken, timeoutMs, signal }) {
    const headers = { authorization: `Bearer ${requestToken}`, accept: 'application/json' };
    const { status, body } = await (0,_runner_http_js__WEBPACK_IMPORTED_MODULE_2__/* .httpGet */ .lx)(url, headers, { timeoutMs, signal });
    if (status === 429 || status >= 500)
        throw new Error(`HTTP ${status}`);
    if (status !== 200)
        return failed(`answered ${status}${reasonIn(body)}`);
    const token = tokenIn(body);
    // An answer cut short is a fault of the way, not of the request.
    if (token === undefined)
        throw new Error('the answer held no token');
    return token;
}
function tokenIn(body) {
    const { value } = (0,_names_text_js__WEBPACK_IMPORTED_MODULE_5__/* .jsonObject */ .o$)(body);
    return typeof value === 'string' && value !== '' ? value : undefined;
}
/** GitHub says why in a `message`. */
function reasonIn(body) {
    const { message } = (0,_names_text_js__WEBPACK_IMPORTED_MODULE_5__/* .jsonObject */ .o$)(body);
    return typeof message === 'string' ? `: ${(0,_names_text_js__WEBPACK_IMPORTED_MODULE_5__/* .oneLine */ .TN)(message).slice(0, 200)}` : '';
}
function failed(what, cause) {
    return (0,_errors_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .fail */ .fJ)({
        code: 'OIDC_FAILED',
        message: `GitHub's OIDC endpoint ${what}`,
        hint: 'Run the job again; if it stays, look at githubstatus.com, and at the proxy settings of a self-hosted runner (HTTPS_PROXY, NO_PROXY; the authority of a certificate in NODE_EXTRA_CA_CERTS).',
    }, cause);
}


/***/ }),

/***/ 3892:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

var node_https__WEBPACK_IMPORTED_MODULE_1___namespace_cache;
var node_http__WEBPACK_IMPORTED_MODULE_0___namespace_cache;
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A3: () => (/* binding */ reasonOf),
/* harmony export */   aj: () => (/* binding */ httpRequest),
/* harmony export */   closeConnections: () => (/* binding */ closeConnections),
/* harmony export */   cs: () => (/* binding */ isHopeless),
/* harmony export */   fG: () => (/* binding */ httpsAgent),
/* harmony export */   jB: () => (/* binding */ upTo),
/* harmony export */   lx: () => (/* binding */ httpGet),
/* harmony export */   y$: () => (/* binding */ httpAgent)
/* harmony export */ });
/* unused harmony export AnswerTooLarge */
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7067);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4708);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7075);
/* harmony import */ var _errors_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(905);




/*
 * The agents are of the process, whichever of its runs asks: connections stay open for the next request, and where the
 * proxies of the network are is the same for all. They know no secret of a run.
 */
/** Plain HTTP is for loopback, so that no proxy has any business with it: it would read what is sent. */
const httpAgent = new node_http__WEBPACK_IMPORTED_MODULE_0__.Agent({ keepAlive: true });
/**
 * Proxies come from HTTPS_PROXY and NO_PROXY in either case (Node >= 24.5, `proxyEnv`). Certificates are always looked
 * at: with NODE_TLS_REJECT_UNAUTHORIZED=0 any proxy could answer for AWS and GitHub.
 */
const httpsAgent = new node_https__WEBPACK_IMPORTED_MODULE_1__.Agent({
    keepAlive: true,
    proxyEnv: process.env,
    rejectUnauthorized: true,
});
/** Closes what is kept open for a next request. */
function closeConnections() {
    httpAgent.destroy();
    httpsAgent.destroy();
}
const MIB = 1024 * 1024;
/** Why a connection failed. Node leaves that unsaid where a host has several addresses, and none of them answered. */
function reasonOf(error) {
    if (error instanceof AggregateError)
        return error.errors.map(reasonOf).join(', ');
    return (0,_errors_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error);
}
/** Somebody else than the service answers, or without end: whoever reads on is filled up. */
class AnswerTooLarge extends Error {
    name = 'AnswerTooLarge';
    constructor(most) {
        super(`the answer is larger than ${most / MIB} MiB`);
    }
}
/**
 * No later attempt will do better: the certificate of the other side, or of a proxy, is not trusted, or the answer is too
 * large.
 */
const isHopeless = (error) => error instanceof AnswerTooLarge ||
    (error instanceof Error &&
        /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(error.code ?? ''));
/** The same bytes, up to a size; what comes then is not read any more, and the connection is given up. */
function upTo(most, body) {
    let size = 0;
    const transform = (chunk, _encoding, done) => {
        size += chunk.length;
        if (size > most)
            done(new AnswerTooLarge(most));
        else
            done(null, chunk);
    };
    // Whoever reads the result sees a failure; a pipeline passes it on to the connection as well.
    return (0,node_stream__WEBPACK_IMPORTED_MODULE_2__.pipeline)(body, new node_stream__WEBPACK_IMPORTED_MODULE_2__.Transform({ transform }), () => { });
}
/** One GET. */
const httpGet = (url, headers, options) => httpRequest({ url, headers }, options);
/**
 * One request that ends, well or badly, within the time limit. Rejects when no complete answer came, or too large a one.
 */
function httpRequest({ url, method = 'GET', headers, body: sent }, options) {
    const timeout = AbortSignal.timeout(options.timeoutMs);
    const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
    const secure = new URL(url).protocol === 'https:';
    return new Promise((resolve, reject) => {
        const onError = (error) => {
            if ((0,_errors_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .isExhausted */ .qo)(error))
                reject((0,_errors_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .asStepError */ .Xg)(error));
            else
                reject(timeout.aborted ? new Error(`no answer within ${options.timeoutMs / 1000} s`) : error);
        };
        const request = (secure ? /*#__PURE__*/ (node_https__WEBPACK_IMPORTED_MODULE_1___namespace_cache || (node_https__WEBPACK_IMPORTED_MODULE_1___namespace_cache = __webpack_require__.t(node_https__WEBPACK_IMPORTED_MODULE_1__, 2))) : /*#__PURE__*/ (node_http__WEBPACK_IMPORTED_MODULE_0___namespace_cache || (node_http__WEBPACK_IMPORTED_MODULE_0___namespace_cache = __webpack_require__.t(node_http__WEBPACK_IMPORTED_MODULE_0__, 2)))).request(url, { method, headers, signal, agent: secure ? httpsAgent : httpAgent }, (response) => {
            const chunks = [];
            const body = upTo(options.mostBytes ?? MIB, response);
            body.on('data', (chunk) => chunks.push(chunk));
            body.on('error', onError);
            body.on('end', () => resolve({
                status: response.statusCode ?? 0,
                headers: response.headers,
                body: Buffer.concat(chunks).toString('utf8'),
            }));
        });
        request.on('error', onError);
        request.end(sent);
    });
}


/***/ })

};
