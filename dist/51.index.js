export const id = 51;
export const ids = [51,892];
export const modules = {

/***/ 9051:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectRegistries: () => (/* binding */ connectRegistries)
});

// EXTERNAL MODULE: ./lib/names/host.js
var host = __webpack_require__(3548);
// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-sts/dist-cjs/index.js
var dist_cjs = __webpack_require__(1695);
// EXTERNAL MODULE: ./lib/errors/errors.js + 8 modules
var errors = __webpack_require__(905);
// EXTERNAL MODULE: ./lib/runner/retry.js
var retry = __webpack_require__(908);
// EXTERNAL MODULE: ./lib/runner/waiting.js
var waiting = __webpack_require__(9069);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./lib/names/text.js
var names_text = __webpack_require__(5937);
// EXTERNAL MODULE: ./lib/runner/http.js
var http = __webpack_require__(3892);
;// CONCATENATED MODULE: ./lib/aws/client.js






/**
 * Settings that every AWS client of this step shares: one attempt, because retries are classified in one place, and
 * every value given, so that no variable and no AWS profile on the runner is read or can change where requests go.
 */
function clientSettings(service, { registry, endpoints }, limits = retry/* LIMITS */.b1) {
    const endpoint = endpoints[service]?.url;
    // An endpoint that is given is what it is: the SDK refuses to combine it with a kind.
    const { fips, dualStack } = endpoint ? { fips: false, dualStack: false } : (0,host/* endpointKind */.kG)(registry);
    return {
        region: registry.region,
        ...(endpoint ? { endpoint } : {}),
        maxAttempts: 1,
        retryMode: 'standard',
        defaultsMode: 'standard',
        useDualstackEndpoint: dualStack,
        // In GovCloud the plain name is the FIPS one (IAM guide, "Dual-stack endpoint support"; STS endpoints).
        useFipsEndpoint: fips && !(service === 'STS' && registry.partition === 'aws-us-gov'),
        userAgentAppId: async () => undefined,
        authSchemePreference: [],
        sigv4aSigningRegionSet: [registry.region],
        disableClockSkewCorrection: false,
        ignoreConfiguredEndpointUrls: true,
        customUserAgent: [['ecr-gitops-deploy', '1']],
        requestHandler: {
            requestTimeout: limits.attemptMs,
            connectionTimeout: limits.attemptMs / 2,
            throwOnRequestTimeout: true,
            httpAgent: http/* httpAgent */.y$,
            httpsAgent: http/* httpsAgent */.fG,
        },
        extensions: [boundAnswers(service)],
    };
}
const MIB = 1024 * 1024;
/** A session is a few kilobytes; ECR takes manifests of up to 4 MiB (service quotas), and several are asked for at once. */
const MOST_BYTES = { STS: MIB, ECR: 32 * MIB };
/** The SDK reads an answer whole, however large it is, and knows no limit of the runner. */
function boundAnswers(service) {
    return {
        configure(client) {
            const handler = client.httpHandler();
            const handle = handler.handle.bind(handler);
            handler.handle = async (request, options) => {
                const answer = await handle(request, options).catch((error) => {
                    throw (0,errors/* isExhausted */.qo)(error) ? (0,errors/* asStepError */.Xg)(error) : error;
                });
                answer.response.body = (0,http/* upTo */.jB)(MOST_BYTES[service], answer.response.body);
                return answer;
            };
        },
    };
}
/** What to do when no answer comes. */
function unreachableHint(service, endpoints) {
    const endpoint = endpoints[service];
    const where = endpoint
        ? `Requests go to ${new URL(endpoint.url).origin}, because ${endpoint.variable} is set: check it. `
        : 'Check the spelling of aws-region, which names the endpoint. ';
    return `${where}Run the job again; if it stays, check the network of the runner, its proxy (HTTPS_PROXY, NO_PROXY; the authority of its certificate in NODE_EXTRA_CA_CERTS) and health.aws.amazon.com.`;
}
function awsFailure(error) {
    if (!(error instanceof Error)) {
        return {
            name: 'Error',
            message: (0,external_node_util_.inspect)(error),
            status: undefined,
            hopeless: false,
            clockCorrected: false,
        };
    }
    const { name, $metadata } = error;
    const hopeless = (0,http/* isHopeless */.cs)(error) || error instanceof TypeError || name === 'EndpointError';
    const { httpStatusCode: status, clockSkewCorrected: clockCorrected = false } = $metadata ?? {};
    return { name, message: (0,names_text/* cutLine */.Hh)((0,names_text/* oneLine */.TN)((0,http/* reasonOf */.A3)(error))), status, hopeless, clockCorrected };
}
/** AWS did not answer, or could not: also for good, by a certificate, an address that is none or the page of a proxy. */
function isUnreachable(failure) {
    const { name, status } = failure;
    const isNoAnswer = ['Unknown', 'SyntaxError', 'AnswerTooLarge'].includes(name);
    return isTransient(failure) || status === undefined || isNoAnswer;
}
const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i;
/** Network errors, throttling and 5xx pass by themselves; an answer that cannot be parsed was cut on its way. */
function isTransient({ name, status, hopeless }) {
    if (hopeless)
        return false;
    if (status === undefined || status >= 500 || status === 429 || THROTTLED.test(name))
        return true;
    return status === 200;
}
/** How people hear of a service that is asked again and again. */
const waitedFor = (who, watch) => watch && { watch, describe: (error) => `${who} (${awsFailure(error).message})` };
/** The kind of policy that denies by name (IAM guide, "Troubleshoot access denied error messages"). */
const deniedBy = (message) => /explicit deny in (?:an?|the) ([\w -]{1,60}? policy|permissions boundary)/.exec(message)?.[1];
const ENDED = /^ExpiredToken(?:Exception)?$/;
const WRONG_TIME = /^(?:InvalidSignature|SignatureDoesNotMatch|RequestTimeTooSkewed|RequestExpired)/;
/** The session has ended, whatever the clock of the runner says. */
const isEnded = ({ name }) => ENDED.test(name);
/** A signature with a time that AWS does not take. */
const isWrongTime = ({ name }) => WRONG_TIME.test(name);
/** How to judge the failures of one signed request: what a new session or a corrected clock may cure is tried once more. */
function signedVerdicts() {
    let retried = false;
    return (error) => {
        if (error instanceof errors/* StepError */.zg)
            return 'final';
        const failure = awsFailure(error);
        const isCurable = isEnded(failure) || (isWrongTime(failure) && failure.clockCorrected);
        if (!isCurable || retried)
            return isTransient(failure) ? 'transient' : 'final';
        retried = true;
        return 'transient';
    };
}

;// CONCATENATED MODULE: ./lib/aws/session/trust-policy.js

const GITHUB = 'token.actions.githubusercontent.com';
/** IAM names a provider by its issuer without the scheme; enterprise servers have issuers of their own. */
const issuerOf = ({ iss }) => (iss ?? `https://${GITHUB}`).replace(/^https:\/\//, '');
const providerArn = ({ partition, account }, claims) => `arn:${partition}:iam::${account}:oidc-provider/${issuerOf(claims)}`;
/** The audience of a token; one that cannot be read has the usual one. */
const audienceOf = ({ aud }) => aud ?? 'sts.amazonaws.com';
/** What the trust policy of a role must say to accept a token, and what is easily overlooked about this one. */
function trustAdvice(claims, role) {
    const issuer = issuerOf(claims);
    const condition = {
        StringEquals: {
            [`${issuer}:aud`]: audienceOf(claims),
            [`${issuer}:sub`]: claims.sub ?? 'the sub of this token',
        },
    };
    const statement = `Action sts:AssumeRoleWithWebIdentity, Principal.Federated ${providerArn(role, claims)}, Condition ${(0,names_text/* oneLine */.TN)(JSON.stringify(condition))}`;
    return [
        `Make the trust policy of the role accept it: ${statement}.`,
        ...notes(claims).map(names_text/* oneLine */.TN),
        `Check also that the role exists in account ${role.account} (partition ${role.partition}): STS answers the same for one that does not.`,
    ].join(' ');
}
/** GitHub docs, "OpenID Connect reference": the forms of `sub`, and what a reusable workflow changes. */
function notes(claims) {
    const { sub = '', repository = '' } = claims;
    const found = [];
    if (/^repo:[^:]*@\d+/.test(sub)) {
        found.push(`The sub has IDs behind "@", as repositories have that were created, renamed or transferred since 15 July 2026: a condition on repo:${repository}:... does not accept it.`);
    }
    if (claims.environment) {
        found.push(`The job has environment: ${claims.environment}, and then sub names it in place of the ref: a condition on ...:ref:... does not accept it.`);
    }
    else if (sub.endsWith(':pull_request')) {
        found.push('The run is for a pull request, whose sub ends in :pull_request and names no branch: give such runs a role of their own that can only pull.');
    }
    if (sub !== '' && !sub.startsWith('repo:')) {
        found.push('The organization or repository has customised its sub: the condition must have the form above.');
    }
    return [...found, ...reusable(claims)];
}
function reusable(claims) {
    const { job_workflow_ref: workflow, repository } = claims;
    if (!workflow || !repository || workflow.toLowerCase().startsWith(`${repository.toLowerCase()}/`))
        return [];
    return [
        `The job is in the reusable workflow ${workflow}, but sub stays that of the caller ${repository}: to trust the workflow itself, add a condition on "${issuerOf(claims)}:job_workflow_ref".`,
    ];
}
/** The claims of GitHub's OIDC token that trust policies are written over; none of them is secret. */
const SHOWN = [
    'iss',
    'aud',
    'sub',
    'repository',
    'repository_id',
    'repository_owner_id',
    'ref',
    'environment',
    'job_workflow_ref',
    'event_name',
];
/** Reads, but does not verify: STS does that, and what it was given is what helps to find the mistake. */
function readClaims(token) {
    try {
        const payload = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
        const claims = payload;
        return Object.fromEntries(SHOWN.flatMap((name) => (typeof claims[name] === 'string' ? [[name, claims[name]]] : [])));
    }
    catch {
        return {};
    }
}
/** One claim a line, to stand under an error. */
function describeClaims(claims) {
    const lines = SHOWN.flatMap((name) => {
        const claim = claims[name];
        return claim === undefined ? [] : [`  ${name}: ${(0,names_text/* oneLine */.TN)(claim)}`];
    });
    return lines.length > 0 ? lines.join('\n') : '  (the token could not be read)';
}

;// CONCATENATED MODULE: ./lib/aws/session/sts-errors.js



/** STS could not ask GitHub for the keys of the token, which comes and goes (aws-cli#7194, configure-aws-credentials#299). */
const isUnverified = ({ name, message }) => /^IDPCommunicationError/.test(name) ||
    (/^InvalidIdentityToken/.test(name) && /verification key/.test(message));
/** `AccessDenied` of the query protocol, with or without the suffix that the SDK's model adds. */
const isDenied = ({ name }) => /^AccessDenied(?:Exception)?$/.test(name);
function webIdentityVerdict(error) {
    if (error instanceof errors/* StepError */.zg)
        return 'final';
    const failure = awsFailure(error);
    if (isDenied(failure))
        return 'settling';
    // The token is new at every attempt, so one that ended on the way is worth another.
    const isMomentary = isUnverified(failure) || /^ExpiredToken/.test(failure.name);
    return isTransient(failure) || isMomentary ? 'transient' : 'final';
}
/** A refusal of AssumeRoleWithWebIdentity as what to change. */
function explainWebIdentity(error, { role, endpoints }, token) {
    if (error instanceof errors/* StepError */.zg)
        throw error;
    const failure = awsFailure(error);
    const claims = readClaims(token);
    if (!isDenied(failure))
        return explainSts(failure, error, { role, claims, endpoints });
    return (0,errors/* fail */.fJ)({
        code: 'ROLE_REFUSED',
        message: `STS does not let this job assume ${role.arn} (account ${role.account}, partition ${role.partition}): ${failure.message}. The token of this job says:\n${describeClaims(claims)}`,
        hint: denialHint(failure, 'sts:AssumeRoleWithWebIdentity', role) ?? trustAdvice(claims, role),
    }, error);
}
/** Where a policy denies by name, no other one that allows is of use. */
function denialHint({ message }, action, { arn }) {
    const policy = deniedBy(message);
    return (policy && `Change the ${policy}: it denies ${action} on ${arn}, and a deny overrules what others allow.`);
}
/** Any other failure of STS (API reference of AssumeRole and AssumeRoleWithWebIdentity, "Errors"). */
function explainSts(failure, cause, request) {
    const { name, message } = failure;
    const { arn } = request.role;
    if (isUnreachable(failure)) {
        return (0,errors/* fail */.fJ)({
            code: 'AWS_UNREACHABLE',
            message: `STS did not answer for ${arn}: ${name}: ${message}`,
            hint: unreachableHint('STS', request.endpoints),
        }, cause);
    }
    const fix = FIXES[name.replace(/Exception$/, '')] ?? (() => 'Check role-to-assume and the trust policy of the role.');
    return (0,errors/* fail */.fJ)({
        code: 'STS_FAILED',
        message: `STS rejected the request for ${arn}: ${name}: ${message}`,
        hint: isUnverified(failure) ? unverified(request) : fix(request, message),
    }, cause);
}
const unverified = ({ claims }) => `Run the job again. If it stays, STS cannot reach the issuer ${issuerOf(claims)}: it must be open to the internet; a runner with AWS credentials of its own can set aws-credentials: ambient.`;
const FIXES = {
    InvalidIdentityToken: ({ role, claims }, message) => {
        const provider = providerArn(role, claims);
        const audience = audienceOf(claims);
        if (/audience/i.test(message)) {
            return `Add the audience ${audience} to the client IDs of the IAM OIDC identity provider ${provider}, or set the input audience to one that it has.`;
        }
        if (/thumbprint|certificate/i.test(message)) {
            return `Update the thumbprints of the IAM OIDC identity provider ${provider}.`;
        }
        return `Create the IAM OIDC identity provider of the issuer in account ${role.account}: aws iam create-open-id-connect-provider --url https://${issuerOf(claims)} --client-id-list ${audience}`;
    },
    ExpiredToken: () => 'Run the job again: the token was new. If it stays, set the clock of the GitHub Enterprise Server that issues the tokens.',
    IDPRejectedClaim: ({ role, claims }) => `Check the input audience (${audienceOf(claims)}) against the client IDs of the IAM OIDC identity provider ${providerArn(role, claims)}.`,
    ValidationError: (_, message) => {
        if (/chaining/i.test(message)) {
            return 'Set role-duration-seconds to 3600 at most: a role that is assumed with the session of another one has no more.';
        }
        if (/duration/i.test(message)) {
            return 'Lower role-duration-seconds, or raise the maximum session duration of the role.';
        }
        return /sessionname/i.test(message)
            ? 'Correct role-session-name.'
            : 'Check role-to-assume, role-duration-seconds against the maximum session duration of the role, and role-session-name.';
    },
    MalformedPolicyDocument: () => 'Report this as a defect: the session policy is made by this action.',
    PackedPolicyTooLarge: () => 'Shorten role-session-name, or reduce the session tags of the role.',
    RegionDisabled: ({ role }) => `Enable STS in that region in account ${role.account} (IAM > Account settings), or use another aws-region.`,
};

;// CONCATENATED MODULE: ./lib/aws/session/ambient-errors.js




const SOURCES = 'give the runner an instance profile, an ECS task role, an EKS service account with a role, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
/** The provider chain has come to its end. */
function noRunnerCredentials({ message }) {
    return {
        code: 'CREDENTIALS_UNAVAILABLE',
        inputs: ['aws-credentials'],
        message: `aws-credentials is ambient, but this runner has no AWS credentials: ${message}`,
        hint: `Leave aws-credentials empty to use GitHub's OIDC token, or ${SOURCES}. A job in a container reaches the instance profile only where the instance has a metadata hop limit of 2.`,
    };
}
function wrongCaller(arn, registry, accounts) {
    const account = arn.split(':')[4] ?? '';
    return {
        code: 'ACCOUNT_MISMATCH',
        message: `the credentials of this runner are ${(0,names_text/* oneLine */.TN)(arn)}, but registry ${registry.host} is in partition ${registry.partition}, and this step expects the account ${accounts.join(' or ') || 'of a role'}`,
        hint: `Run the job on a runner of that account, set role-to-assume to a role there, or, if account ${account} is meant, add "${account}" to allowed-account-ids.`,
    };
}
/** GetCallerIdentity needs no permission: it fails for the credentials' own sake, or for want of an answer. */
function explainCaller(failure, cause, endpoints) {
    if (cause instanceof errors/* StepError */.zg)
        throw cause;
    const { name, message } = failure;
    if (isUnreachable(failure)) {
        return (0,errors/* fail */.fJ)({
            code: 'AWS_UNREACHABLE',
            message: `STS did not answer who this runner is: ${name}: ${message}`,
            hint: unreachableHint('STS', endpoints),
        }, cause);
    }
    return (0,errors/* fail */.fJ)({
        code: 'CREDENTIALS_UNAVAILABLE',
        message: `STS does not take the AWS credentials of this runner: ${name}: ${message}`,
        hint: callerHint(failure),
    }, cause);
}
function callerHint(failure) {
    if (isWrongTime(failure)) {
        return 'Set the clock of the runner, and check AWS_SECRET_ACCESS_KEY against AWS_ACCESS_KEY_ID.';
    }
    return isEnded(failure)
        ? 'They have ended. Give the runner credentials that renew themselves, or let the step that sets AWS_SESSION_TOKEN run right before this one.'
        : 'Check AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, which an earlier step or the runner has set, and that aws-region is enabled in their account.';
}
/** AssumeRole, unlike its sibling for tokens, has two sides that must agree (IAM guide, "Using IAM roles"). */
function explainAssumeRole(error, { role, endpoints }, caller) {
    const failure = awsFailure(error);
    if (!isDenied(failure))
        return explainSts(failure, error, { role, endpoints, claims: {} });
    const principal = principalOf(caller);
    const bothSides = `Make the trust policy of the role accept it: Action sts:AssumeRole, Principal.AWS ${principal}; and allow sts:AssumeRole on ${role.arn} in the permission policy of ${principal}. Check also that the role exists in account ${role.account}.`;
    return (0,errors/* fail */.fJ)({
        code: 'ROLE_REFUSED',
        message: `STS does not let this runner, which is ${(0,names_text/* oneLine */.TN)(caller)}, assume ${role.arn} (account ${role.account}, partition ${role.partition}): ${failure.message}`,
        hint: denialHint(failure, 'sts:AssumeRole', role) ?? bothSides,
    }, error);
}
/** Policies name the role, not the session of it. */
function principalOf(caller) {
    const [, partition = '', account = '', name = ''] = /^arn:([^:]+):sts::(\d+):assumed-role\/([^/]+)\//.exec(caller) ?? [];
    return name === '' ? (0,names_text/* oneLine */.TN)(caller) : `arn:${partition}:iam::${account}:role/${name}`;
}

;// CONCATENATED MODULE: ./lib/aws/session/policy.js
/** What a pull, and the questions of this step, need (Amazon ECR, "IAM permissions for pushing and pulling"). */
const READ = [
    'ecr:GetAuthorizationToken',
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
    'ecr:DescribeRepositories',
    // A pull through cache fetches what it does not hold yet in the name of whoever pulls.
    'ecr:BatchImportUpstreamImage',
];
const WRITE = ['ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage'];
const CREATE = ['ecr:CreateRepository', 'ecr:PutLifecyclePolicy', 'ecr:SetRepositoryPolicy'];
/** STS API reference, AssumeRoleWithWebIdentity, `Policy`. */
const LONGEST_POLICY = 2048;
/**
 * The session may do no more than this, whatever the role may: a leaked session cannot overwrite other repositories.
 * Reading stays open to `*`, because base images may be anywhere. Where the names of many repositories are too long
 * for STS, folders of repositories stand for them, as few and as deep as will do.
 */
const sessionPolicy = (plan) => policyText(fitting(plan));
/** The registries of which a session may write to every repository, because the names of its own are too long. */
function openedRegistries(plan) {
    const whole = fitting(plan).writes.filter((arn) => arn.endsWith(':repository/*'));
    return whole.map((arn) => {
        const [, , , region, account] = arn.split(':');
        return `account ${account} in ${region}`;
    });
}
/** The least wide lists that STS takes, or the widest where it takes none. */
function fitting({ writes, creates }) {
    let lists = { writes, creates };
    for (const widen of WIDENINGS) {
        lists = { writes: widen(writes), creates: widen(creates) };
        if (policyText(lists).length <= LONGEST_POLICY)
            break;
    }
    return lists;
}
function policyText({ writes, creates }) {
    const allow = (Action, Resource) => ({
        Effect: 'Allow',
        Action,
        Resource,
    });
    const Statement = [
        allow(READ, '*'),
        ...(writes.length > 0 ? [allow(WRITE, writes)] : []),
        ...(creates.length > 0 ? [allow(CREATE, creates)] : []),
    ];
    return JSON.stringify({ Version: '2012-10-17', Statement });
}
/**
 * Wider and wider lists that cover the same repositories, the exact one first: repositories of one folder become
 * `folder/*`, then those of a folder above, until each registry has one pattern. None leaves its account and region.
 */
const WIDENINGS = [
    distinct,
    ...[4, 3, 2, 1, 0].map((depth) => (arns) => fold(distinct(arns), depth)),
    (arns) => distinct(arns.map((arn) => `${named(arn).registry}/*`)),
];
function distinct(texts) {
    return [...new Set(texts)];
}
/** What shares the first folders becomes one pattern; a repository that is alone keeps its name. */
function fold(arns, depth) {
    const groups = new Map();
    for (const one of arns.map(named)) {
        const key = [one.registry, ...one.folders.slice(0, depth)].join('/');
        const group = groups.get(key);
        if (group)
            group.push(one);
        else
            groups.set(key, [one]);
    }
    return [...groups.values()].map(([first, ...rest]) => rest.length === 0 ? first.arn : [first.registry, ...commonFolders([first, ...rest]), '*'].join('/'));
}
function commonFolders([first, ...rest]) {
    const differs = first.folders.findIndex((folder, at) => rest.some(({ folders }) => folders[at] !== folder));
    return differs < 0 ? first.folders : first.folders.slice(0, differs);
}
/** `arn:aws:ecr:region:account:repository/team/app`: registry, and the folder `team`. */
function named(arn) {
    const [registry = '', ...path] = arn.split('/');
    return { arn, registry, folders: path.slice(0, -1) };
}

;// CONCATENATED MODULE: ./lib/aws/session/runner-credentials.js


/**
 * What the SDK's default chain of sources finds on the runner. The clients that the chain makes for itself take their
 * addresses from variables and from `endpoint_url` of a profile, whatever the client that starts it was given: the
 * requests to STS are made here instead, and those to IAM Identity Center go to AWS's own addresses.
 */
function findCredentials(place, limits, until) {
    const settings = clientSettings('STS', place, limits);
    const client = new dist_cjs/* STSClient */.iM(settings);
    const options = { abortSignal: until };
    const find = client.config.credentialDefaultProvider({
        ...client.config,
        parentClientConfig: client.config,
        clientConfig: { ignoreConfiguredEndpointUrls: true, requestHandler: settings.requestHandler },
        roleAssumer: async (credentials, input) => keysIn(await new dist_cjs/* STSClient */.iM({ ...settings, credentials }).send(new dist_cjs/* AssumeRoleCommand */.QL(input), options)),
        roleAssumerWithWebIdentity: async (input) => keysIn(await client.send(new dist_cjs/* AssumeRoleWithWebIdentityCommand */.WH(input), options)),
    });
    return find({ callerClientConfig: client.config });
}
function keysIn({ Credentials: given }) {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
        throw new Error('STS answered without credentials');
    }
    return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
    };
}

;// CONCATENATED MODULE: ./lib/aws/session/sts-session.js



const stsClient = (place, limits) => new dist_cjs/* STSClient */.iM(clientSettings('STS', place, limits));
/** The session, masked, and compared with the role that was asked for before anything uses it. */
function readSession(answer, role, { secrets }) {
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration)
        return withoutCredentials(role);
    for (const secret of [AccessKeyId, SecretAccessKey, SessionToken])
        secrets.mask(secret);
    compareAccount(role, answer.AssumedRoleUser?.Arn ?? '');
    return {
        accessKeyId: AccessKeyId,
        secretAccessKey: SecretAccessKey,
        sessionToken: SessionToken,
        expiration: Expiration,
        account: role.account,
    };
}
function withoutCredentials({ arn }) {
    return (0,errors/* fail */.fJ)({
        code: 'STS_FAILED',
        message: `STS answered for ${arn} without credentials`,
        hint: 'Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS on this runner: STS itself never answers so.',
    });
}
/** The answer names the account, which makes a GetCallerIdentity call unnecessary. */
function compareAccount(role, arn) {
    const [, partition, , , account] = arn.split(':');
    if (account === role.account && partition === role.partition)
        return;
    (0,errors/* fail */.fJ)({
        code: 'ACCOUNT_MISMATCH',
        message: `STS answered with ${arn || 'no ARN'}, but role-to-assume is ${role.arn}`,
        hint: 'Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS on this runner: the answer came from something else than the STS of that account.',
    });
}

;// CONCATENATED MODULE: ./lib/aws/session/ambient.js










/**
 * Credentials that the runner has by itself (environment, EKS, ECS, EC2), for runners whose token issuer AWS cannot
 * reach. With a role they are used for AssumeRole, so that the session policy holds here too; without one, or where
 * they are that role's already, they are used as they are.
 * @throws StepError CREDENTIALS_UNAVAILABLE, ACCOUNT_MISMATCH, ROLE_REFUSED, STS_FAILED or AWS_UNREACHABLE.
 */
async function ambientCredentials(access, { accounts }, { signal, secrets, limits = retry/* LIMITS */.b1, watch = waiting/* unwatched */.M }) {
    const ports = { signal, secrets, limits, watch };
    const keys = await findKeys(access, ports);
    const client = new dist_cjs/* STSClient */.iM({ ...clientSettings('STS', access, limits), credentials: keys });
    const caller = await identifyCaller(client, { access, keys }, ports);
    const { role } = access;
    if (role === undefined) {
        const [, partition = ''] = caller.arn.split(':');
        const isExpected = accounts.some((account) => account === caller.credentials.account);
        if (!isExpected || partition !== access.registry.partition) {
            return (0,errors/* fail */.fJ)(wrongCaller(caller.arn, access.registry, accounts));
        }
        return caller.credentials;
    }
    if (isSessionOf(caller.arn, role))
        return caller.credentials;
    return assumeFrom(client, { access: { ...access, role }, caller }, ports);
}
async function findKeys(access, { signal, secrets, limits }) {
    const keys = await (0,retry/* within */.ux)(limits.attemptMs, signal, (until) => findCredentials(access, limits, until)).catch((error) => {
        signal.throwIfAborted();
        return (0,errors/* fail */.fJ)(noRunnerCredentials(awsFailure(error)), error);
    });
    const { accessKeyId, secretAccessKey, sessionToken } = keys;
    for (const secret of [accessKeyId, secretAccessKey, sessionToken])
        if (secret)
            secrets.mask(secret);
    return keys;
}
async function identifyCaller(client, { access, keys }, ports) {
    const send = (until) => client.send(new dist_cjs/* GetCallerIdentityCommand */.zI({}), { abortSignal: until });
    const answer = await signed(send, ports).catch((error) => explainCaller(awsFailure(error), error, access.endpoints));
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = keys;
    const { Arn: arn = '', Account: account = '' } = answer;
    return {
        arn,
        credentials: {
            accessKeyId,
            secretAccessKey,
            account,
            ...(sessionToken ? { sessionToken } : {}),
            ...(expiration ? { expiration } : {}),
        },
    };
}
async function assumeFrom(client, { access, caller }, ports) {
    const { role, session } = access;
    const command = () => new dist_cjs/* AssumeRoleCommand */.QL({
        RoleArn: role.arn,
        RoleSessionName: session.name,
        DurationSeconds: session.durationSeconds,
        Policy: sessionPolicy(session),
    });
    const send = async (until) => readSession(await client.send(command(), { abortSignal: until }), role, ports);
    return signed(send, ports).catch((error) => {
        if (error instanceof errors/* StepError */.zg)
            throw error;
        return explainAssumeRole(error, access, caller.arn);
    });
}
function signed(send, { signal, limits, watch }) {
    const judge = signedVerdicts();
    const classify = (error) => isDenied(awsFailure(error)) ? 'settling' : judge(error);
    return (0,retry/* withRetries */.LH)(() => (0,retry/* within */.ux)(limits.attemptMs, signal, send), {
        classify,
        budgetMs: (0,retry/* lastStart */.pJ)(limits),
        signal,
        waiting: waitedFor('STS', watch),
    });
}
/** `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`: the path of the role is not in it (IAM guide, "IAM identifiers"). */
function isSessionOf(caller, { arn, partition, account }) {
    const name = arn.slice(arn.lastIndexOf('/') + 1);
    return caller.startsWith(`arn:${partition}:sts::${account}:assumed-role/${name}/`);
}

;// CONCATENATED MODULE: ./lib/aws/session/assume-role.js






/**
 * AssumeRoleWithWebIdentity, within one budget for its own attempts and those to get the tokens.
 * @throws StepError ROLE_REFUSED, STS_FAILED, ACCOUNT_MISMATCH or AWS_UNREACHABLE, and those of the token.
 */
async function assumeRole(access, webIdentity, { signal, secrets, watch, limits = retry/* LIMITS */.b1 }) {
    const client = stsClient(access, limits);
    const tokenBy = (0,retry/* lastStart */.pJ)(limits);
    const started = performance.now();
    let token = '';
    try {
        return await (0,retry/* withRetries */.LH)(async () => {
            // A fresh token for every attempt: one may end while attempts time out.
            token = await webIdentity(access.session.audience, tokenBy - (performance.now() - started));
            return await (0,retry/* within */.ux)(limits.attemptMs, signal, (until) => assumeOnce(client, { access, token }, { signal: until, secrets }));
        }, 
        // An attempt begins with a token, for which there must be some time left.
        {
            classify: webIdentityVerdict,
            budgetMs: tokenBy - limits.attemptMs / 2,
            signal,
            waiting: waitedFor('STS', watch),
        });
    }
    catch (error) {
        return explainWebIdentity(error, access, token);
    }
}
async function assumeOnce(client, { access, token }, ports) {
    const { role, session } = access;
    const answer = await client.send(new dist_cjs/* AssumeRoleWithWebIdentityCommand */.WH({
        RoleArn: role.arn,
        RoleSessionName: session.name,
        DurationSeconds: session.durationSeconds,
        WebIdentityToken: token,
        Policy: sessionPolicy(session),
    }), { abortSignal: ports.signal });
    return readSession(answer, role, ports);
}

;// CONCATENATED MODULE: ./lib/aws/session/credentials.js
/** Renewed this long before the end, so that a request that starts now also finishes. */
const MARGIN_MS = 5 * 60_000;
/** Remembers credentials until shortly before they end, and asks once for callers that come at the same time. */
function renewable(assume, now = Date.now) {
    let current;
    return async ({ except } = {}) => {
        const isRefused = except !== undefined && current?.value === except;
        if (current && !isRefused && now() < current.renewAt)
            return current.credentials;
        const asked = { credentials: assume(), renewAt: Number.POSITIVE_INFINITY, value: undefined };
        current = asked;
        try {
            const credentials = await asked.credentials;
            asked.value = credentials;
            asked.renewAt = renewalOf(credentials, now());
            return credentials;
        }
        catch (error) {
            // Nothing takes the place of credentials while they are waited for, so these are the ones to forget.
            current = undefined;
            throw error;
        }
    };
}
function renewalOf({ expiration }, now) {
    if (!expiration)
        return Number.POSITIVE_INFINITY;
    const left = expiration.getTime() - now;
    // New and ended already: the clock is ahead by more than a session. A real end is reported by the service.
    if (left <= 0)
        return now + MARGIN_MS;
    // Sessions shorter than twice the margin would be renewed for every request.
    return now + Math.max(left - MARGIN_MS, left / 2);
}

// EXTERNAL MODULE: ./node_modules/@aws-sdk/client-ecr/dist-cjs/index.js
var client_ecr_dist_cjs = __webpack_require__(8249);
;// CONCATENATED MODULE: ./lib/aws/registry/create-repository.js



/** See `Registry.createRepository`. */
async function createRepository(session, wanted) {
    const made = await create(session, wanted);
    if (made === 'created') {
        await (0,errors/* allOrProblems */.Xd)([putLifecyclePolicy(session, wanted), setRepositoryPolicy(session, wanted)]);
    }
    return made;
}
async function create(session, wanted) {
    const command = new client_ecr_dist_cjs/* CreateRepositoryCommand */.WTe({
        ...namesOf(wanted),
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
    });
    let isAnswerLost = false;
    try {
        await session.attempt((client, options) => client.send(command, options).catch((error) => {
            const { status = 500 } = awsFailure(error);
            isAnswerLost ||= status >= 500;
            throw error;
        }));
        return 'created';
    }
    catch (error) {
        if (awsFailure(error).name !== 'RepositoryAlreadyExistsException') {
            return session.explain(error, requestOf(wanted, 'ecr:CreateRepository'));
        }
        // Two jobs of one push meet here: whoever comes second finds it made. After an attempt whose answer was lost it is
        // this step's own, and nobody else would set its policies.
        return isAnswerLost ? 'created' : 'existed';
    }
}
/**
 * What an index refers to stays as long as the index does (ECR user guide, "Lifecycle policy evaluation rules"; a
 * deletion is refused as ImageReferencedByManifestList), so the platforms of a deployed image are safe, though they have
 * no tag. What a cache leaves behind when its tag moves has none either, and goes.
 */
const LIFECYCLE_POLICY = JSON.stringify({
    rules: [
        {
            rulePriority: 1,
            description: 'Expire untagged images after 14 days',
            selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 14 },
            action: { type: 'expire' },
        },
    ],
});
async function putLifecyclePolicy(session, wanted) {
    const command = new client_ecr_dist_cjs/* PutLifecyclePolicyCommand */.Rcn({
        ...namesOf(wanted),
        lifecyclePolicyText: LIFECYCLE_POLICY,
    });
    const request = requestOf(wanted, 'ecr:PutLifecyclePolicy');
    await session
        .call(request, (client, options) => client.send(command, options))
        .catch((error) => failUnset(error, wanted, 'lifecycle policy'));
}
async function setRepositoryPolicy(session, wanted) {
    if (wanted.pullAccounts.length === 0)
        return;
    const policyText = pullPolicy(wanted.host, wanted.pullAccounts);
    const command = new client_ecr_dist_cjs/* SetRepositoryPolicyCommand */.IOA({ ...namesOf(wanted), policyText });
    const request = requestOf(wanted, 'ecr:SetRepositoryPolicy');
    await session
        .call(request, (client, options) => client.send(command, options))
        .catch((error) => failUnset(error, wanted, 'repository policy'));
}
/** The three actions of a pull (Amazon ECR, "IAM permissions for pushing and pulling"). */
function pullPolicy({ partition }, accounts) {
    const statement = {
        Sid: 'PullAccounts',
        Effect: 'Allow',
        Principal: { AWS: accounts.map((account) => `arn:${partition}:iam::${account}:root`) },
        Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
    };
    return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
const namesOf = ({ host, repository }) => ({
    registryId: host.account,
    repositoryName: repository,
});
const requestOf = ({ host, repository }, action) => ({
    action,
    resource: repository,
    host,
});
/** The next run finds the repository and leaves its settings alone, so the reader must hear of what is not set. */
function failUnset(error, { host, repository }, what) {
    const remove = `aws ecr delete-repository --region ${host.region} --repository-name ${repository}`;
    const explained = (problem) => ({
        ...problem,
        message: `${problem.message}. The repository ${repository} exists now, without its ${what}`,
        hint: `${problem.hint} Later runs do not set the ${what}: set it yourself, or delete the empty repository (${remove}) and run the job again.`,
    });
    const [first, ...rest] = (0,errors/* asStepError */.Xg)(error).problems;
    throw new errors/* StepError */.zg([explained(first), ...rest.map(explained)], error);
}

// EXTERNAL MODULE: ./lib/names/reference.js
var reference = __webpack_require__(4021);
;// CONCATENATED MODULE: ./lib/aws/registry/manifest.js



const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
/** OCI image-spec and Docker Registry v2 schema 2: each a manifest and a list of manifests. */
const MANIFEST_MEDIA_TYPES = [
    OCI_MANIFEST,
    OCI_INDEX,
    'application/vnd.docker.distribution.manifest.v2+json',
    'application/vnd.docker.distribution.manifest.list.v2+json',
];
function foundImage({ digest = '', manifest = '', mediaType }) {
    if (!(0,reference/* isDigest */.Bc)(digest)) {
        return (0,errors/* fail */.fJ)({
            code: 'ECR_FAILED',
            message: `ECR named the image by "${digest}", which is no sha256 digest`,
            hint: 'Run the job again; check AWS_ENDPOINT_URL_ECR on this runner if it stays.',
        });
    }
    const content = (0,names_text/* jsonObject */.o$)(manifest);
    return {
        digest,
        platforms: platformsOf(content),
        revision: annotation(content, 'revision'),
        manifest,
        mediaType: mediaType ?? mediaTypeOf(content),
    };
}
/** `unknown/unknown` marks attestations (BuildKit, attestation storage), which are no platform. */
function platformsOf({ manifests }) {
    if (!Array.isArray(manifests))
        return [];
    return manifests.flatMap((entry) => {
        const platform = entry?.platform;
        if (!platform?.os || platform.os === 'unknown')
            return [];
        return [[platform.os, platform.architecture, platform.variant].filter(Boolean).join('/')];
    });
}
/** Keys of the OCI image-spec, "Pre-Defined Annotation Keys". */
function annotation({ annotations }, name) {
    if (annotations === null || typeof annotations !== 'object')
        return undefined;
    const value = Reflect.get(annotations, `org.opencontainers.image.${name}`);
    return typeof value === 'string' && value !== '' ? value : undefined;
}
/** The OCI image-spec lets a manifest leave it out; Docker's formats never do. */
function mediaTypeOf({ mediaType, manifests }) {
    if (typeof mediaType === 'string')
        return mediaType;
    return Array.isArray(manifests) ? OCI_INDEX : OCI_MANIFEST;
}

// EXTERNAL MODULE: ./lib/aws/registry/withheld.js
var registry_withheld = __webpack_require__(7154);
;// CONCATENATED MODULE: ./lib/aws/registry/find-images.js






/** BatchGetImage takes at most 100 image IDs (ECR API reference). */
const MOST_TAGS = 100;
/** See `Registry.find`; several images that are kept back are reported together. */
async function findImages(session, question) {
    const found = new Map();
    const problems = [];
    const waiting = chunksOf([...new Set(question.tags)]);
    for (let tags = waiting.shift(); tags; tags = waiting.shift()) {
        const part = { ...question, tags };
        const answer = await ask(session, part);
        if (!answer)
            return undefined;
        for (const [tag, image] of imagesOf(answer, tags))
            found.set(tag, image);
        const open = tags.filter((tag) => !found.has(tag));
        // An image with several of the tags may be reported once, by one of them: the others are asked for alone.
        const silent = tags.length > 1 ? open.filter((tag) => !failureOf(tag, answer)) : [];
        waiting.push(...silent.map((tag) => [tag]));
        problems.push(...open.filter((tag) => !silent.includes(tag)).flatMap((tag) => problemOf(part, tag, answer) ?? []));
    }
    (0,errors/* failOnAny */.kc)(problems);
    return found;
}
function chunksOf(tags) {
    const chunks = [];
    for (let from = 0; from < tags.length; from += MOST_TAGS)
        chunks.push(tags.slice(from, from + MOST_TAGS));
    return chunks;
}
/** undefined: there is no such repository. */
async function ask(session, question) {
    const { host, repository, tags } = question;
    const command = new client_ecr_dist_cjs/* BatchGetImageCommand */.P8n({
        registryId: host.account,
        repositoryName: repository,
        imageIds: tags.map((imageTag) => ({ imageTag })),
        // Without its media type in the list an image looks as if it were not there.
        acceptedMediaTypes: [...MANIFEST_MEDIA_TYPES],
    });
    try {
        return await session.attempt((client, options) => client.send(command, options));
    }
    catch (error) {
        const { name, message } = awsFailure(error);
        if (name === 'RepositoryNotFoundException')
            return undefined;
        const [tag = '', ...others] = tags;
        const withheld = (0,registry_withheld/* withheldProblem */.L)({ ...question, tag, reason: name, detail: message });
        // Which of several tags it is about is not said: no answer, so that each is asked for alone.
        if (withheld && others.length > 0)
            return { $metadata: {} };
        if (withheld)
            return (0,errors/* fail */.fJ)(withheld, error);
        return session.explain(error, { action: 'ecr:BatchGetImage', resource: repository, host });
    }
}
function imagesOf({ images = [] }, asked) {
    return images.flatMap(({ imageId, imageManifest, imageManifestMediaType }) => {
        // Whatever other tag of it is named: the image of the one tag that was asked for is the one that was answered.
        const tag = asked.length === 1 && images.length === 1 ? asked[0] : imageId?.imageTag;
        if (tag === undefined)
            return [];
        const stated = {
            digest: imageId?.imageDigest,
            manifest: imageManifest,
            mediaType: imageManifestMediaType,
        };
        return [[tag, foundImage(stated)]];
    });
}
function failureOf(tag, { failures = [] }) {
    return failures.find(({ imageId }) => imageId?.imageTag === tag);
}
/** Why a tag has no image in the answer; undefined when the registry has none. */
function problemOf({ host, repository }, tag, answer) {
    const { failureCode: reason = 'no answer for this tag', failureReason: detail = '' } = failureOf(tag, answer) ?? {};
    const withheld = (0,registry_withheld/* withheldProblem */.L)({ host, repository, tag, reason, detail });
    if (withheld || reason === 'ImageNotFound')
        return withheld;
    return {
        code: 'ECR_FAILED',
        message: `ECR could not say whether ${repository}:${tag} exists: ${(0,names_text/* oneLine */.TN)(`${reason} ${detail}`).trim()}`,
        hint: 'Look at the image in the ECR console, and check AWS_ENDPOINT_URL_ECR on this runner.',
    };
}

;// CONCATENATED MODULE: ./lib/aws/registry/ecr.js





/** Amazon ECR's own API for one registry; every call names the account, so that a wrong one cannot answer. */
class EcrRegistry {
    host;
    #session;
    constructor(host, session) {
        this.host = host;
        this.#session = session;
    }
    identify() {
        return this.#session.identify();
    }
    async login() {
        const { username, password, endpoint } = await this.#session.authorization(this.host);
        // Only loopback may stand in for the planned host: an endpoint variable must not redirect a push.
        const pushHost = (0,host/* isLoopback */.U9)(endpoint.host) ? endpoint.host : this.host.host;
        const insecure = endpoint.protocol === 'http:' && (0,host/* isLoopback */.U9)(endpoint.host);
        return { host: this.host, pushHost, insecure, username, password };
    }
    find(repository, tags) {
        return findImages(this.#session, { host: this.host, repository, tags });
    }
    /** The manifest goes back as it came, so that digest and image stay the same (PutImage). */
    async tag(repository, tag, image) {
        const command = new client_ecr_dist_cjs/* PutImageCommand */.SUU({
            registryId: this.host.account,
            repositoryName: repository,
            imageTag: tag,
            imageManifest: image.manifest,
            imageManifestMediaType: image.mediaType,
            imageDigest: image.digest,
        });
        try {
            await this.#session.attempt((client, options) => client.send(command, options));
            return 'tagged';
        }
        catch (error) {
            const { name } = awsFailure(error);
            // This tag is on this image already: another run was faster, or the answer to our own request was lost.
            if (name === 'ImageAlreadyExistsException')
                return 'tagged';
            if (name === 'ImageTagAlreadyExistsException')
                return 'taken';
            return this.#session.explain(error, { action: 'ecr:PutImage', resource: repository, host: this.host });
        }
    }
    createRepository(repository, settings) {
        return createRepository(this.#session, { host: this.host, repository, ...settings });
    }
    async mutableTags(repository, tags) {
        const command = new client_ecr_dist_cjs/* DescribeRepositoriesCommand */.pE_({
            registryId: this.host.account,
            repositoryNames: [repository],
        });
        try {
            const { repositories } = await this.#session.once((client, options) => client.send(command, options));
            return tags.filter((tag) => isTagMutable(repositories?.[0], tag));
        }
        catch {
            // Asked once, for the sake of a warning: a role that may not describe repositories can push all the same.
            return [];
        }
    }
}
/** Whether somebody else could put another image under this tag; undefined: not known. */
function isTagMutable(settings, tag) {
    const filters = settings?.imageTagMutabilityExclusionFilters;
    const excluded = filters?.some(({ filter }) => filter !== undefined && matches(filter, tag)) ?? false;
    const settled = new Map([
        ['MUTABLE', true],
        ['IMMUTABLE', false],
        ['IMMUTABLE_WITH_EXCLUSION', excluded],
        ['MUTABLE_WITH_EXCLUSION', !excluded],
    ]);
    return settled.get(settings?.imageTagMutability);
}
/** ECR's wildcard filters know `*` alone, over letters, digits and `._-`. */
function matches(filter, tag) {
    const [first = '', ...rest] = filter.split('*');
    const last = rest.pop();
    if (last === undefined)
        return filter === tag;
    if (!tag.startsWith(first) || !tag.endsWith(last))
        return false;
    // What stands between two stars is taken where it is found first: the star behind it takes what is left.
    let from = first.length;
    for (const part of rest) {
        const at = tag.indexOf(part, from);
        if (at < 0)
            return false;
        from = at + part.length;
    }
    return from <= tag.length - last.length;
}

;// CONCATENATED MODULE: ./lib/aws/registry/ecr-errors.js



/** An ECR exception (API reference of the action, "Errors") as what to change. */
function explainEcr(error, request, endpoints = {}) {
    if (error instanceof errors/* StepError */.zg)
        throw error;
    const failure = awsFailure(error);
    const { action, resource, host } = request;
    const where = `account ${host.account}, region ${host.region}`;
    const said = `${failure.name}: ${failure.message}`;
    if (failure.name === 'RepositoryNotFoundException') {
        return (0,errors/* fail */.fJ)((0,registry_withheld/* missingRepository */.n)(host, resource), error);
    }
    if (ecr_errors_isDenied(failure)) {
        return (0,errors/* fail */.fJ)({
            code: 'ECR_DENIED',
            message: `the role may not ${action} on ${resource} in ${where}: ${failure.message}`,
            hint: deniedHint(request, failure.message),
        }, error);
    }
    if (isUnreachable(failure)) {
        return (0,errors/* fail */.fJ)({
            code: 'AWS_UNREACHABLE',
            message: `ECR did not answer ${action} in ${where}: ${said}`,
            hint: unreachableHint('ECR', endpoints),
        }, error);
    }
    return (0,errors/* fail */.fJ)({
        code: 'ECR_FAILED',
        message: `ECR rejected ${action} on ${resource} in ${where}: ${said}`,
        hint: rejectedHint(failure, request),
    }, error);
}
const ecr_errors_isDenied = ({ name }) => /^AccessDenied|^UnauthorizedOperation|^NotAuthorized/.test(name);
/** IAM says which kind of policy stood in the way (IAM guide, "Troubleshoot access denied error messages"). */
function deniedHint(request, message) {
    const { action } = request;
    const policy = deniedBy(message);
    if (policy)
        return `Change the ${policy}: it denies ${action} on ${arnOf(request)}, and a deny overrules what the role allows.`;
    const [, missingIn] = /because no ([\w -]{1,60}?) (?:policy )?allows/.exec(message) ?? [];
    if (missingIn && /boundary|endpoint|control/.test(missingIn)) {
        return `Allow ${action} on ${arnOf(request)} in the ${missingIn} policy, too: it limits role-to-assume.`;
    }
    if (missingIn === 'session') {
        return `Use credentials whose own session allows ${action}: a session policy that was given to them forbids it. Set role-to-assume to have this step make its session.`;
    }
    const other = action === 'ecr:GetAuthorizationToken'
        ? ''
        : '; a registry of another account also needs it in its repository policy';
    return `Allow ${action} on ${arnOf(request)} in the permission policy of role-to-assume${other}.`;
}
function rejectedHint(failure, { action, host, resource }) {
    if (isWrongTime(failure))
        return 'Set the clock of the runner: AWS refuses signatures whose time is minutes away from its own.';
    if (isEnded(failure)) {
        return 'Set the clock of the runner, and check role-duration-seconds: a new session was refused as well.';
    }
    const fixes = {
        UnrecognizedClientException: `Check aws-region: a region that is not enabled in account ${host.account} does not know its credentials (Account settings > AWS Regions).`,
        KmsException: `Enable the KMS key of the repository ${resource}, and allow ECR to use it in its key policy.`,
        LimitExceededException: `Raise the quota in Service Quotas for account ${host.account}, or let a lifecycle policy of the repository ${resource} remove old images.`,
        BlockedByOrganizationPolicyException: 'Ask the administrator of the AWS organization: one of its policies blocks ECR for this account.',
        InvalidParameterException: action === 'ecr:SetRepositoryPolicy'
            ? 'Correct the input pull-accounts: ECR takes only accounts that exist.'
            : 'Correct the input repository, registry or tag: the message of ECR says which.',
        LayersNotFoundException: `Do not delete images of ${resource} while it is deployed from: parts of this one are gone.`,
        ReferencedImagesNotFoundException: `Let the lifecycle policy of ${resource} keep the images that an index refers to: some of this one are gone.`,
    };
    return fixes[failure.name] ?? 'Check the inputs repository, registry and tag against the message of ECR.';
}
function arnOf({ resource, host }) {
    if (resource === '*')
        return '"*"';
    return `arn:${host.partition}:ecr:${host.region}:${host.account}:repository/${resource}`;
}

;// CONCATENATED MODULE: ./lib/aws/registry/ecr-session.js






/** One session in one region: a client, and the one authorization token that every registry there takes. */
class EcrSession {
    #client;
    #place;
    #credentials;
    #signal;
    #secrets;
    #limits;
    #waiting;
    #authorization;
    constructor(place, credentials, { signal, secrets, watch, limits = retry/* LIMITS */.b1 }) {
        this.#place = place;
        this.#credentials = credentials;
        this.#signal = signal;
        this.#secrets = secrets;
        this.#limits = limits;
        this.#waiting = waitedFor(`ECR in ${place.registry.region}`, watch);
        // The provider remembers by itself, and knows when to forget: the SDK must not remember besides.
        const provider = Object.assign(() => credentials(), { memoized: true });
        this.#client = new client_ecr_dist_cjs/* ECRClient */.S70({ ...clientSettings('ECR', place, limits), credentials: provider });
    }
    /** Good for 12 h (GetAuthorizationToken), so it is asked for once. */
    authorization(host) {
        this.#authorization ??= this.#authorize(host);
        return this.#authorization;
    }
    /** There are credentials, and they are those that were asked for. @throws StepError that says what to change. */
    async identify() {
        await this.#credentials();
    }
    /** @throws StepError that says what to change. */
    async call(request, send) {
        try {
            return await this.attempt(send);
        }
        catch (error) {
            return this.explain(error, request);
        }
    }
    /** @throws StepError that says what to change, and where the request went. */
    explain(error, request) {
        return explainEcr(error, request, this.#place.endpoints);
    }
    /** With retries; a failure is that of the SDK, for a caller to whom it is an answer. */
    attempt(send) {
        let refused;
        const attempt = async () => {
            // Outside of the time limit of the attempt: getting credentials has limits of its own.
            const credentials = await this.#credentials(refused ? { except: refused } : {});
            try {
                return await this.once(send);
            }
            catch (error) {
                if (isEnded(awsFailure(error)))
                    refused = credentials;
                throw error;
            }
        };
        return (0,retry/* withRetries */.LH)(attempt, {
            classify: signedVerdicts(),
            budgetMs: (0,retry/* lastStart */.pJ)(this.#limits),
            signal: this.#signal,
            waiting: this.#waiting,
        });
    }
    /** One attempt, without any explanation. */
    once(send) {
        return (0,retry/* within */.ux)(this.#limits.attemptMs, this.#signal, (abortSignal) => send(this.#client, { abortSignal }));
    }
    async #authorize(host) {
        const request = { action: 'ecr:GetAuthorizationToken', resource: '*', host };
        const answer = await this.call(request, (client, options) => client.send(new client_ecr_dist_cjs/* GetAuthorizationTokenCommand */.Eu6({}), options));
        const [data] = answer.authorizationData ?? [];
        const token = data?.authorizationToken;
        if (!token || !data?.proxyEndpoint || !URL.canParse(data.proxyEndpoint))
            return withoutToken(host);
        const [username = '', ...rest] = Buffer.from(token, 'base64').toString('utf8').split(':');
        const password = rest.join(':');
        // The form that a docker configuration has may be padded in another way than the one of ECR.
        const written = Buffer.from(`${username}:${password}`).toString('base64');
        for (const secret of new Set([token, password, written]))
            this.#secrets.mask(secret);
        const endpoint = new URL(data.proxyEndpoint);
        this.#compareEndpoint(endpoint, (await this.#credentials()).account);
        return { username, password, endpoint };
    }
    /** ECR names the registry of the caller's own account; the token is good for those of other accounts too. */
    #compareEndpoint(endpoint, account) {
        const { region } = this.#place.registry;
        const named = (0,host/* parseEcrHost */.wl)(endpoint.host);
        if ((0,host/* isLoopback */.U9)(endpoint.host))
            return;
        if (named?.region === region && named.account === account)
            return;
        (0,errors/* fail */.fJ)({
            code: 'ACCOUNT_MISMATCH',
            message: `ECR answered with the registry ${endpoint.host}, but role-to-assume is in account ${account}, ${region}`,
            hint: 'Check role-to-assume, registry and aws-region, and AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_ECR on this runner.',
        });
    }
}
function withoutToken({ account, region }) {
    return (0,errors/* fail */.fJ)({
        code: 'ECR_FAILED',
        message: `ECR answered ecr:GetAuthorizationToken in account ${account}, region ${region}, without a token`,
        hint: 'Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_ECR on this runner: ECR itself never answers so.',
    });
}

;// CONCATENATED MODULE: ./lib/aws/registry/connect-registries.js







/**
 * One session per role, and one authorization token per role, region and kind of endpoint, however many registries
 * there are.
 */
function connectRegistries(webIdentity, { log, ...ports }) {
    const opened = new Map();
    return (access) => {
        const { registry, session: plan } = access;
        const session = opened.get(plan) ?? openSession(access, log, () => obtain(access, webIdentity, ports));
        opened.set(plan, session);
        const place = JSON.stringify([registry.region, (0,host/* endpointKind */.kG)(registry)]);
        const ecr = session.places.get(place) ?? new EcrSession(access, session.provider, ports);
        session.places.set(place, ecr);
        return new EcrRegistry(registry, ecr);
    };
}
function openSession({ role, session }, log, assume) {
    // Credentials without a role are used as they are, whatever they may do.
    for (const registry of role ? openedRegistries(session) : []) {
        log.info(`The session of ${role?.arn} may write to every repository of ${registry}: the names of those that it writes to make a session policy of more than ${LONGEST_POLICY} characters, which STS does not take.`);
    }
    return { provider: renewable(assume), places: new Map() };
}
function obtain(access, webIdentity, ports) {
    const { role, session } = access;
    if (session.ambient)
        return ambientCredentials(access, session.ambient, ports);
    if (role === undefined)
        throw new Error('a plan without ambient credentials has a role');
    return assumeRole({ ...access, role }, webIdentity, ports);
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
