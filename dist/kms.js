import { n as __exportAll } from "./rolldown-runtime.js";
import { $ as streamCollector, B as resolveUserAgentConfig, C as NODE_AUTH_SCHEME_PREFERENCE_OPTIONS, Ct as loadConfig, E as NodeHttpHandler, F as getRetryPlugin, G as getRecursionDetectionPlugin, Gt as fromUtf8, H as DefaultIdentityProviderConfig, Ht as getSmithyContext, I as NODE_MAX_ATTEMPT_CONFIG_OPTIONS, J as resolveHostHeaderConfig, K as getLoggerPlugin, Kt as fromBase64, L as NODE_RETRY_MODE_CONFIG_OPTIONS, M as NODE_APP_ID_CONFIG_OPTIONS, N as createDefaultUserAgentProvider, O as getAwsRegionExtensionConfiguration, P as getUserAgentPlugin, Pt as calculateBodyLength, R as resolveRetryConfig, Rt as parseUrl, St as NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, T as AwsSdkSigV4Signer, U as getHttpSigningPlugin, Ut as toUtf8, W as getHttpAuthSchemeEndpointRuleSetPlugin, Wt as toBase64, X as getHttpHandlerExtensionConfiguration, Y as getContentLengthPlugin, Yt as emitWarningIfUnsupportedVersion$1, Z as resolveHttpHandlerRuntimeConfig, _t as ServiceException, a as awsFailure, at as BinaryDecisionDiagram, b as resolveAwsSdkSigV4Config, bt as Client, c as isEnded, ct as resolveRegionConfig, d as unreachableHint, dt as makeBuilder, et as getEndpointPlugin, f as waitedFor, ft as NoOpLogger, gt as loadConfigsForDefaultMode, h as Sha256Node, ht as emitWarningIfUnsupportedVersion, i as signingStatement, it as EndpointCache, j as awsEndpointFunctions, k as resolveAwsRegionExtensionConfiguration, l as isUnreachable, lt as NODE_REGION_CONFIG_FILE_OPTIONS, mt as resolveDefaultRuntimeConfig, nt as decideEndpoint, o as clientSettings, p as defaultProvider, pt as getDefaultExtensionConfiguration, q as getHostHeaderPlugin, qt as getDefaultSocketTimeout, r as APP_SIGNING, rt as customEndpointFunctions, s as deniedBy, st as resolveDefaultsModeConfig, tt as resolveEndpointConfig, u as signedVerdicts, ut as NODE_REGION_CONFIG_OPTIONS, vt as TypeRegistry, xt as NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, y as AwsJson1_1Protocol, yt as getSchemaSerdePlugin, z as DEFAULT_RETRY_MODE, zt as normalizeProvider } from "./aws.js";
import { _ as StepError, v as fail } from "./index.js";
import { $ as LIMITS, nt as withRetries, rt as within, tt as lastStart } from "./door-deploy.js";
// node_modules/@aws-sdk/client-kms/dist-es/auth/httpAuthSchemeProvider.js
const defaultKMSHttpAuthSchemeParametersProvider = async (config, context, input) => {
	return {
		operation: getSmithyContext(context).operation,
		region: await normalizeProvider(config.region)() || (() => {
			throw new Error("expected `region` to be configured for `aws.auth#sigv4`");
		})()
	};
};
function createAwsAuthSigv4HttpAuthOption(authParameters) {
	return {
		schemeId: "aws.auth#sigv4",
		signingProperties: {
			name: "kms",
			region: authParameters.region
		},
		propertiesExtractor: (config, context) => ({ signingProperties: {
			config,
			context
		} })
	};
}
const defaultKMSHttpAuthSchemeProvider = (authParameters) => {
	const options = [];
	switch (authParameters.operation) {
		default: options.push(createAwsAuthSigv4HttpAuthOption(authParameters));
	}
	return options;
};
const resolveHttpAuthSchemeConfig = (config) => {
	const config_0 = resolveAwsSdkSigV4Config(config);
	return Object.assign(config_0, { authSchemePreference: normalizeProvider(config.authSchemePreference ?? []) });
};
// node_modules/@aws-sdk/client-kms/dist-es/endpoint/EndpointParameters.js
const resolveClientEndpointParameters = (options) => {
	return Object.assign(options, {
		useDualstackEndpoint: options.useDualstackEndpoint ?? false,
		useFipsEndpoint: options.useFipsEndpoint ?? false,
		defaultSigningName: "kms"
	});
};
const commonParams = {
	UseFIPS: {
		type: "builtInParams",
		name: "useFipsEndpoint"
	},
	Endpoint: {
		type: "builtInParams",
		name: "endpoint"
	},
	Region: {
		type: "builtInParams",
		name: "region"
	},
	UseDualStack: {
		type: "builtInParams",
		name: "useDualstackEndpoint"
	}
};
// node_modules/@aws-sdk/client-kms/package.json
var version = "3.1164.0";
// node_modules/@aws-sdk/client-kms/dist-es/endpoint/bdd.js
const k = "ref";
const a = -1;
const b = true;
const c = "isSet";
const d = "PartitionResult";
const e = "booleanEquals";
const f = "getAttr";
const g = { [k]: "Endpoint" };
const h = { [k]: d };
const i = {};
const j = [{ [k]: "Region" }];
const _data = {
	conditions: [
		[c, [g]],
		[c, j],
		[
			"aws.partition",
			j,
			d
		],
		[e, [{ [k]: "UseFIPS" }, b]],
		[e, [{ [k]: "UseDualStack" }, b]],
		[e, [{
			fn: f,
			argv: [h, "supportsDualStack"]
		}, b]],
		[e, [{
			fn: f,
			argv: [h, "supportsFIPS"]
		}, b]]
	],
	results: [
		[a],
		[a, "Invalid Configuration: FIPS and custom endpoint are not supported"],
		[a, "Invalid Configuration: Dualstack and custom endpoint are not supported"],
		[g, i],
		["https://kms-fips.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
		[a, "FIPS and DualStack are enabled, but this partition does not support one or both"],
		["https://kms-fips.{Region}.{PartitionResult#dnsSuffix}", i],
		[a, "FIPS is enabled but this partition does not support FIPS"],
		["https://kms.{Region}.{PartitionResult#dualStackDnsSuffix}", i],
		[a, "DualStack is enabled but this partition does not support DualStack"],
		["https://kms.{Region}.{PartitionResult#dnsSuffix}", i],
		[a, "Invalid Configuration: Missing Region"]
	]
};
const root = 2;
const nodes = new Int32Array([
	-1,
	1,
	-1,
	0,
	12,
	3,
	1,
	4,
	100000011,
	2,
	5,
	100000011,
	3,
	8,
	6,
	4,
	7,
	100000010,
	5,
	100000008,
	100000009,
	4,
	10,
	9,
	6,
	100000006,
	100000007,
	5,
	11,
	100000005,
	6,
	100000004,
	100000005,
	3,
	100000001,
	13,
	4,
	100000002,
	100000003
]);
const bdd = BinaryDecisionDiagram.from(nodes, root, _data.conditions, _data.results);
// node_modules/@aws-sdk/client-kms/dist-es/endpoint/endpointResolver.js
const cache = new EndpointCache({
	size: 50,
	params: [
		"Endpoint",
		"Region",
		"UseDualStack",
		"UseFIPS"
	]
});
const defaultEndpointResolver = (endpointParams, context = {}) => {
	return cache.get(endpointParams, () => decideEndpoint(bdd, {
		endpointParams,
		logger: context.logger
	}));
};
customEndpointFunctions.aws = awsEndpointFunctions;
// node_modules/@aws-sdk/client-kms/dist-es/models/KMSServiceException.js
var KMSServiceException = class KMSServiceException extends ServiceException {
	static shapeId = "smithy.ts.sdk.synthetic.com.amazonaws.kms#KMSServiceException";
	constructor(options) {
		super(options);
		Object.setPrototypeOf(this, KMSServiceException.prototype);
	}
};
// node_modules/@aws-sdk/client-kms/dist-es/models/errors.js
var AlreadyExistsException = class AlreadyExistsException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#AlreadyExistsException";
	name = "AlreadyExistsException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "AlreadyExistsException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, AlreadyExistsException.prototype);
	}
};
var DependencyTimeoutException = class DependencyTimeoutException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#DependencyTimeoutException";
	name = "DependencyTimeoutException";
	$fault = "server";
	constructor(opts) {
		super({
			name: "DependencyTimeoutException",
			$fault: "server",
			...opts
		});
		Object.setPrototypeOf(this, DependencyTimeoutException.prototype);
	}
};
var InvalidArnException = class InvalidArnException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#InvalidArnException";
	name = "InvalidArnException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "InvalidArnException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, InvalidArnException.prototype);
	}
};
var KMSInternalException = class KMSInternalException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#KMSInternalException";
	name = "KMSInternalException";
	$fault = "server";
	constructor(opts) {
		super({
			name: "KMSInternalException",
			$fault: "server",
			...opts
		});
		Object.setPrototypeOf(this, KMSInternalException.prototype);
	}
};
var KMSInvalidStateException = class KMSInvalidStateException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#KMSInvalidStateException";
	name = "KMSInvalidStateException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "KMSInvalidStateException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, KMSInvalidStateException.prototype);
	}
};
var NotFoundException = class NotFoundException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#NotFoundException";
	name = "NotFoundException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "NotFoundException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, NotFoundException.prototype);
	}
};
var CloudHsmClusterInUseException = class CloudHsmClusterInUseException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#CloudHsmClusterInUseException";
	name = "CloudHsmClusterInUseException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "CloudHsmClusterInUseException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, CloudHsmClusterInUseException.prototype);
	}
};
var CloudHsmClusterInvalidConfigurationException = class CloudHsmClusterInvalidConfigurationException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#CloudHsmClusterInvalidConfigurationException";
	name = "CloudHsmClusterInvalidConfigurationException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "CloudHsmClusterInvalidConfigurationException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, CloudHsmClusterInvalidConfigurationException.prototype);
	}
};
var CloudHsmClusterNotActiveException = class CloudHsmClusterNotActiveException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#CloudHsmClusterNotActiveException";
	name = "CloudHsmClusterNotActiveException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "CloudHsmClusterNotActiveException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, CloudHsmClusterNotActiveException.prototype);
	}
};
var CloudHsmClusterNotFoundException = class CloudHsmClusterNotFoundException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#CloudHsmClusterNotFoundException";
	name = "CloudHsmClusterNotFoundException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "CloudHsmClusterNotFoundException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, CloudHsmClusterNotFoundException.prototype);
	}
};
var CloudHsmClusterNotRelatedException = class CloudHsmClusterNotRelatedException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#CloudHsmClusterNotRelatedException";
	name = "CloudHsmClusterNotRelatedException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "CloudHsmClusterNotRelatedException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, CloudHsmClusterNotRelatedException.prototype);
	}
};
var ConflictException = class ConflictException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#ConflictException";
	name = "ConflictException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "ConflictException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, ConflictException.prototype);
	}
};
var CustomKeyStoreInvalidStateException = class CustomKeyStoreInvalidStateException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#CustomKeyStoreInvalidStateException";
	name = "CustomKeyStoreInvalidStateException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "CustomKeyStoreInvalidStateException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, CustomKeyStoreInvalidStateException.prototype);
	}
};
var CustomKeyStoreNotFoundException = class CustomKeyStoreNotFoundException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#CustomKeyStoreNotFoundException";
	name = "CustomKeyStoreNotFoundException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "CustomKeyStoreNotFoundException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, CustomKeyStoreNotFoundException.prototype);
	}
};
var InvalidAliasNameException = class InvalidAliasNameException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#InvalidAliasNameException";
	name = "InvalidAliasNameException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "InvalidAliasNameException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, InvalidAliasNameException.prototype);
	}
};
var LimitExceededException = class LimitExceededException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#LimitExceededException";
	name = "LimitExceededException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "LimitExceededException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, LimitExceededException.prototype);
	}
};
var CustomKeyStoreNameInUseException = class CustomKeyStoreNameInUseException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#CustomKeyStoreNameInUseException";
	name = "CustomKeyStoreNameInUseException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "CustomKeyStoreNameInUseException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, CustomKeyStoreNameInUseException.prototype);
	}
};
var IncorrectTrustAnchorException = class IncorrectTrustAnchorException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#IncorrectTrustAnchorException";
	name = "IncorrectTrustAnchorException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "IncorrectTrustAnchorException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, IncorrectTrustAnchorException.prototype);
	}
};
var XksProxyIncorrectAuthenticationCredentialException = class XksProxyIncorrectAuthenticationCredentialException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksProxyIncorrectAuthenticationCredentialException";
	name = "XksProxyIncorrectAuthenticationCredentialException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksProxyIncorrectAuthenticationCredentialException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksProxyIncorrectAuthenticationCredentialException.prototype);
	}
};
var XksProxyInvalidConfigurationException = class XksProxyInvalidConfigurationException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksProxyInvalidConfigurationException";
	name = "XksProxyInvalidConfigurationException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksProxyInvalidConfigurationException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksProxyInvalidConfigurationException.prototype);
	}
};
var XksProxyInvalidResponseException = class XksProxyInvalidResponseException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksProxyInvalidResponseException";
	name = "XksProxyInvalidResponseException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksProxyInvalidResponseException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksProxyInvalidResponseException.prototype);
	}
};
var XksProxyUriEndpointInUseException = class XksProxyUriEndpointInUseException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksProxyUriEndpointInUseException";
	name = "XksProxyUriEndpointInUseException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksProxyUriEndpointInUseException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksProxyUriEndpointInUseException.prototype);
	}
};
var XksProxyUriInUseException = class XksProxyUriInUseException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksProxyUriInUseException";
	name = "XksProxyUriInUseException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksProxyUriInUseException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksProxyUriInUseException.prototype);
	}
};
var XksProxyUriUnreachableException = class XksProxyUriUnreachableException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksProxyUriUnreachableException";
	name = "XksProxyUriUnreachableException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksProxyUriUnreachableException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksProxyUriUnreachableException.prototype);
	}
};
var XksProxyVpcEndpointServiceInUseException = class XksProxyVpcEndpointServiceInUseException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksProxyVpcEndpointServiceInUseException";
	name = "XksProxyVpcEndpointServiceInUseException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksProxyVpcEndpointServiceInUseException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksProxyVpcEndpointServiceInUseException.prototype);
	}
};
var XksProxyVpcEndpointServiceInvalidConfigurationException = class XksProxyVpcEndpointServiceInvalidConfigurationException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksProxyVpcEndpointServiceInvalidConfigurationException";
	name = "XksProxyVpcEndpointServiceInvalidConfigurationException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksProxyVpcEndpointServiceInvalidConfigurationException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksProxyVpcEndpointServiceInvalidConfigurationException.prototype);
	}
};
var XksProxyVpcEndpointServiceNotFoundException = class XksProxyVpcEndpointServiceNotFoundException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksProxyVpcEndpointServiceNotFoundException";
	name = "XksProxyVpcEndpointServiceNotFoundException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksProxyVpcEndpointServiceNotFoundException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksProxyVpcEndpointServiceNotFoundException.prototype);
	}
};
var DisabledException = class DisabledException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#DisabledException";
	name = "DisabledException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "DisabledException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, DisabledException.prototype);
	}
};
var DryRunOperationException = class DryRunOperationException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#DryRunOperationException";
	name = "DryRunOperationException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "DryRunOperationException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, DryRunOperationException.prototype);
	}
};
var InvalidGrantTokenException = class InvalidGrantTokenException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#InvalidGrantTokenException";
	name = "InvalidGrantTokenException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "InvalidGrantTokenException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, InvalidGrantTokenException.prototype);
	}
};
var MalformedPolicyDocumentException = class MalformedPolicyDocumentException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#MalformedPolicyDocumentException";
	name = "MalformedPolicyDocumentException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "MalformedPolicyDocumentException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, MalformedPolicyDocumentException.prototype);
	}
};
var TagException = class TagException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#TagException";
	name = "TagException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "TagException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, TagException.prototype);
	}
};
var UnsupportedOperationException = class UnsupportedOperationException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#UnsupportedOperationException";
	name = "UnsupportedOperationException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "UnsupportedOperationException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, UnsupportedOperationException.prototype);
	}
};
var XksKeyAlreadyInUseException = class XksKeyAlreadyInUseException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksKeyAlreadyInUseException";
	name = "XksKeyAlreadyInUseException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksKeyAlreadyInUseException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksKeyAlreadyInUseException.prototype);
	}
};
var XksKeyInvalidConfigurationException = class XksKeyInvalidConfigurationException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksKeyInvalidConfigurationException";
	name = "XksKeyInvalidConfigurationException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksKeyInvalidConfigurationException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksKeyInvalidConfigurationException.prototype);
	}
};
var XksKeyNotFoundException = class XksKeyNotFoundException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#XksKeyNotFoundException";
	name = "XksKeyNotFoundException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "XksKeyNotFoundException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, XksKeyNotFoundException.prototype);
	}
};
var CustomKeyStoreHasCMKsException = class CustomKeyStoreHasCMKsException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#CustomKeyStoreHasCMKsException";
	name = "CustomKeyStoreHasCMKsException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "CustomKeyStoreHasCMKsException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, CustomKeyStoreHasCMKsException.prototype);
	}
};
var InvalidCiphertextException = class InvalidCiphertextException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#InvalidCiphertextException";
	name = "InvalidCiphertextException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "InvalidCiphertextException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, InvalidCiphertextException.prototype);
	}
};
var InvalidKeyUsageException = class InvalidKeyUsageException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#InvalidKeyUsageException";
	name = "InvalidKeyUsageException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "InvalidKeyUsageException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, InvalidKeyUsageException.prototype);
	}
};
var KeyUnavailableException = class KeyUnavailableException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#KeyUnavailableException";
	name = "KeyUnavailableException";
	$fault = "server";
	constructor(opts) {
		super({
			name: "KeyUnavailableException",
			$fault: "server",
			...opts
		});
		Object.setPrototypeOf(this, KeyUnavailableException.prototype);
	}
};
var IncorrectKeyException = class IncorrectKeyException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#IncorrectKeyException";
	name = "IncorrectKeyException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "IncorrectKeyException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, IncorrectKeyException.prototype);
	}
};
var InvalidMarkerException = class InvalidMarkerException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#InvalidMarkerException";
	name = "InvalidMarkerException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "InvalidMarkerException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, InvalidMarkerException.prototype);
	}
};
var ExpiredImportTokenException = class ExpiredImportTokenException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#ExpiredImportTokenException";
	name = "ExpiredImportTokenException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "ExpiredImportTokenException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, ExpiredImportTokenException.prototype);
	}
};
var IncorrectKeyMaterialException = class IncorrectKeyMaterialException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#IncorrectKeyMaterialException";
	name = "IncorrectKeyMaterialException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "IncorrectKeyMaterialException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, IncorrectKeyMaterialException.prototype);
	}
};
var InvalidImportTokenException = class InvalidImportTokenException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#InvalidImportTokenException";
	name = "InvalidImportTokenException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "InvalidImportTokenException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, InvalidImportTokenException.prototype);
	}
};
var InvalidGrantIdException = class InvalidGrantIdException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#InvalidGrantIdException";
	name = "InvalidGrantIdException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "InvalidGrantIdException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, InvalidGrantIdException.prototype);
	}
};
var KMSInvalidMacException = class KMSInvalidMacException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#KMSInvalidMacException";
	name = "KMSInvalidMacException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "KMSInvalidMacException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, KMSInvalidMacException.prototype);
	}
};
var KMSInvalidSignatureException = class KMSInvalidSignatureException extends KMSServiceException {
	static shapeId = "com.amazonaws.kms#KMSInvalidSignatureException";
	name = "KMSInvalidSignatureException";
	$fault = "client";
	constructor(opts) {
		super({
			name: "KMSInvalidSignatureException",
			$fault: "client",
			...opts
		});
		Object.setPrototypeOf(this, KMSInvalidSignatureException.prototype);
	}
};
// node_modules/@aws-sdk/client-kms/dist-es/schemas/schemas_0.js
const _AEE = "AlreadyExistsException";
const _CE = "ConflictException";
const _CHCICE = "CloudHsmClusterInvalidConfigurationException";
const _CHCIUE = "CloudHsmClusterInUseException";
const _CHCNAE = "CloudHsmClusterNotActiveException";
const _CHCNFE = "CloudHsmClusterNotFoundException";
const _CHCNRE = "CloudHsmClusterNotRelatedException";
const _CKSHCMKE = "CustomKeyStoreHasCMKsException";
const _CKSISE = "CustomKeyStoreInvalidStateException";
const _CKSNFE = "CustomKeyStoreNotFoundException";
const _CKSNIUE = "CustomKeyStoreNameInUseException";
const _DE = "DisabledException";
const _DR = "DryRun";
const _DROE = "DryRunOperationException";
const _DTE = "DependencyTimeoutException";
const _EITE = "ExpiredImportTokenException";
const _GT = "GrantTokens";
const _IAE = "InvalidArnException";
const _IANE = "InvalidAliasNameException";
const _ICE = "InvalidCiphertextException";
const _IGIE = "InvalidGrantIdException";
const _IGTE = "InvalidGrantTokenException";
const _IITE = "InvalidImportTokenException";
const _IKE = "IncorrectKeyException";
const _IKME = "IncorrectKeyMaterialException";
const _IKUE = "InvalidKeyUsageException";
const _IME = "InvalidMarkerException";
const _ITAE = "IncorrectTrustAnchorException";
const _KI = "KeyId";
const _KMSIE = "KMSInternalException";
const _KMSIME = "KMSInvalidMacException";
const _KMSISE = "KMSInvalidSignatureException";
const _KMSISEn = "KMSInvalidStateException";
const _KUE = "KeyUnavailableException";
const _LEE = "LimitExceededException";
const _MPDE = "MalformedPolicyDocumentException";
const _MT = "MessageType";
const _Me = "Message";
const _NFE = "NotFoundException";
const _PT = "PlaintextType";
const _S = "Signature";
const _SAi = "SigningAlgorithm";
const _SR = "SignRequest";
const _SRi = "SignResponse";
const _Si = "Sign";
const _TE = "TagException";
const _UOE = "UnsupportedOperationException";
const _XKAIUE = "XksKeyAlreadyInUseException";
const _XKICE = "XksKeyInvalidConfigurationException";
const _XKNFE = "XksKeyNotFoundException";
const _XPIACE = "XksProxyIncorrectAuthenticationCredentialException";
const _XPICE = "XksProxyInvalidConfigurationException";
const _XPIRE = "XksProxyInvalidResponseException";
const _XPUEIUE = "XksProxyUriEndpointInUseException";
const _XPUIUE = "XksProxyUriInUseException";
const _XPUUE = "XksProxyUriUnreachableException";
const _XPVESICE = "XksProxyVpcEndpointServiceInvalidConfigurationException";
const _XPVESIUE = "XksProxyVpcEndpointServiceInUseException";
const _XPVESNFE = "XksProxyVpcEndpointServiceNotFoundException";
const _aQE = "awsQueryError";
const _c = "client";
const _e = "error";
const _hE = "httpError";
const _m = "message";
const _s = "smithy.ts.sdk.synthetic.com.amazonaws.kms";
const _se = "server";
const n0 = "com.amazonaws.kms";
const _s_registry = new TypeRegistry(_s);
var KMSServiceException$ = [
	-3,
	_s,
	"KMSServiceException",
	0,
	[],
	[]
];
_s_registry.registerError(KMSServiceException$, KMSServiceException);
const n0_registry = new TypeRegistry(n0);
var AlreadyExistsException$ = [
	-3,
	n0,
	_AEE,
	{
		[_aQE]: [`AlreadyExists`, 409],
		[_e]: _c,
		[_hE]: 409
	},
	[_m],
	[0]
];
n0_registry.registerError(AlreadyExistsException$, AlreadyExistsException);
var CloudHsmClusterInUseException$ = [
	-3,
	n0,
	_CHCIUE,
	{
		[_aQE]: [`CloudHsmClusterInUseException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(CloudHsmClusterInUseException$, CloudHsmClusterInUseException);
var CloudHsmClusterInvalidConfigurationException$ = [
	-3,
	n0,
	_CHCICE,
	{
		[_aQE]: [`CloudHsmClusterInvalidConfigurationException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(CloudHsmClusterInvalidConfigurationException$, CloudHsmClusterInvalidConfigurationException);
var CloudHsmClusterNotActiveException$ = [
	-3,
	n0,
	_CHCNAE,
	{
		[_aQE]: [`CloudHsmClusterNotActiveException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(CloudHsmClusterNotActiveException$, CloudHsmClusterNotActiveException);
var CloudHsmClusterNotFoundException$ = [
	-3,
	n0,
	_CHCNFE,
	{
		[_aQE]: [`CloudHsmClusterNotFoundException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(CloudHsmClusterNotFoundException$, CloudHsmClusterNotFoundException);
var CloudHsmClusterNotRelatedException$ = [
	-3,
	n0,
	_CHCNRE,
	{
		[_aQE]: [`CloudHsmClusterNotRelatedException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(CloudHsmClusterNotRelatedException$, CloudHsmClusterNotRelatedException);
var ConflictException$ = [
	-3,
	n0,
	_CE,
	{
		[_aQE]: [`ConflictException`, 409],
		[_e]: _c,
		[_hE]: 409
	},
	[_m],
	[0]
];
n0_registry.registerError(ConflictException$, ConflictException);
var CustomKeyStoreHasCMKsException$ = [
	-3,
	n0,
	_CKSHCMKE,
	{
		[_aQE]: [`CustomKeyStoreHasCMKsException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(CustomKeyStoreHasCMKsException$, CustomKeyStoreHasCMKsException);
var CustomKeyStoreInvalidStateException$ = [
	-3,
	n0,
	_CKSISE,
	{
		[_aQE]: [`CustomKeyStoreInvalidStateException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(CustomKeyStoreInvalidStateException$, CustomKeyStoreInvalidStateException);
var CustomKeyStoreNameInUseException$ = [
	-3,
	n0,
	_CKSNIUE,
	{
		[_aQE]: [`CustomKeyStoreNameInUseException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(CustomKeyStoreNameInUseException$, CustomKeyStoreNameInUseException);
var CustomKeyStoreNotFoundException$ = [
	-3,
	n0,
	_CKSNFE,
	{
		[_aQE]: [`CustomKeyStoreNotFoundException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(CustomKeyStoreNotFoundException$, CustomKeyStoreNotFoundException);
var DependencyTimeoutException$ = [
	-3,
	n0,
	_DTE,
	{
		[_aQE]: [`DependencyTimeout`, 503],
		[_e]: _se,
		[_hE]: 503
	},
	[_m],
	[0]
];
n0_registry.registerError(DependencyTimeoutException$, DependencyTimeoutException);
var DisabledException$ = [
	-3,
	n0,
	_DE,
	{
		[_aQE]: [`Disabled`, 409],
		[_e]: _c,
		[_hE]: 409
	},
	[_m],
	[0]
];
n0_registry.registerError(DisabledException$, DisabledException);
var DryRunOperationException$ = [
	-3,
	n0,
	_DROE,
	{
		[_aQE]: [`DryRunOperation`, 412],
		[_e]: _c,
		[_hE]: 412
	},
	[_m],
	[0]
];
n0_registry.registerError(DryRunOperationException$, DryRunOperationException);
var ExpiredImportTokenException$ = [
	-3,
	n0,
	_EITE,
	{
		[_aQE]: [`ExpiredImportTokenException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(ExpiredImportTokenException$, ExpiredImportTokenException);
var IncorrectKeyException$ = [
	-3,
	n0,
	_IKE,
	{
		[_aQE]: [`IncorrectKeyException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(IncorrectKeyException$, IncorrectKeyException);
var IncorrectKeyMaterialException$ = [
	-3,
	n0,
	_IKME,
	{
		[_aQE]: [`IncorrectKeyMaterialException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(IncorrectKeyMaterialException$, IncorrectKeyMaterialException);
var IncorrectTrustAnchorException$ = [
	-3,
	n0,
	_ITAE,
	{
		[_aQE]: [`IncorrectTrustAnchorException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(IncorrectTrustAnchorException$, IncorrectTrustAnchorException);
var InvalidAliasNameException$ = [
	-3,
	n0,
	_IANE,
	{
		[_aQE]: [`InvalidAliasName`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(InvalidAliasNameException$, InvalidAliasNameException);
var InvalidArnException$ = [
	-3,
	n0,
	_IAE,
	{
		[_aQE]: [`InvalidArn`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(InvalidArnException$, InvalidArnException);
var InvalidCiphertextException$ = [
	-3,
	n0,
	_ICE,
	{
		[_aQE]: [`InvalidCiphertext`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(InvalidCiphertextException$, InvalidCiphertextException);
var InvalidGrantIdException$ = [
	-3,
	n0,
	_IGIE,
	{
		[_aQE]: [`InvalidGrantId`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(InvalidGrantIdException$, InvalidGrantIdException);
var InvalidGrantTokenException$ = [
	-3,
	n0,
	_IGTE,
	{
		[_aQE]: [`InvalidGrantToken`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(InvalidGrantTokenException$, InvalidGrantTokenException);
var InvalidImportTokenException$ = [
	-3,
	n0,
	_IITE,
	{
		[_aQE]: [`InvalidImportTokenException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(InvalidImportTokenException$, InvalidImportTokenException);
var InvalidKeyUsageException$ = [
	-3,
	n0,
	_IKUE,
	{
		[_aQE]: [`InvalidKeyUsage`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(InvalidKeyUsageException$, InvalidKeyUsageException);
var InvalidMarkerException$ = [
	-3,
	n0,
	_IME,
	{
		[_aQE]: [`InvalidMarker`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(InvalidMarkerException$, InvalidMarkerException);
var KeyUnavailableException$ = [
	-3,
	n0,
	_KUE,
	{
		[_aQE]: [`KeyUnavailable`, 500],
		[_e]: _se,
		[_hE]: 500
	},
	[_m],
	[0]
];
n0_registry.registerError(KeyUnavailableException$, KeyUnavailableException);
var KMSInternalException$ = [
	-3,
	n0,
	_KMSIE,
	{
		[_aQE]: [`KMSInternal`, 500],
		[_e]: _se,
		[_hE]: 500
	},
	[_m],
	[0]
];
n0_registry.registerError(KMSInternalException$, KMSInternalException);
var KMSInvalidMacException$ = [
	-3,
	n0,
	_KMSIME,
	{
		[_aQE]: [`KMSInvalidMac`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(KMSInvalidMacException$, KMSInvalidMacException);
var KMSInvalidSignatureException$ = [
	-3,
	n0,
	_KMSISE,
	{
		[_aQE]: [`KMSInvalidSignature`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(KMSInvalidSignatureException$, KMSInvalidSignatureException);
var KMSInvalidStateException$ = [
	-3,
	n0,
	_KMSISEn,
	{
		[_aQE]: [`KMSInvalidStateException`, 409],
		[_e]: _c,
		[_hE]: 409
	},
	[_m],
	[0]
];
n0_registry.registerError(KMSInvalidStateException$, KMSInvalidStateException);
var LimitExceededException$ = [
	-3,
	n0,
	_LEE,
	{
		[_aQE]: [`LimitExceeded`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(LimitExceededException$, LimitExceededException);
var MalformedPolicyDocumentException$ = [
	-3,
	n0,
	_MPDE,
	{
		[_aQE]: [`MalformedPolicyDocument`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(MalformedPolicyDocumentException$, MalformedPolicyDocumentException);
var NotFoundException$ = [
	-3,
	n0,
	_NFE,
	{
		[_aQE]: [`NotFound`, 404],
		[_e]: _c,
		[_hE]: 404
	},
	[_m],
	[0]
];
n0_registry.registerError(NotFoundException$, NotFoundException);
var TagException$ = [
	-3,
	n0,
	_TE,
	{
		[_aQE]: [`TagException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(TagException$, TagException);
var UnsupportedOperationException$ = [
	-3,
	n0,
	_UOE,
	{
		[_aQE]: [`UnsupportedOperation`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(UnsupportedOperationException$, UnsupportedOperationException);
var XksKeyAlreadyInUseException$ = [
	-3,
	n0,
	_XKAIUE,
	{
		[_aQE]: [`XksKeyAlreadyInUse`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksKeyAlreadyInUseException$, XksKeyAlreadyInUseException);
var XksKeyInvalidConfigurationException$ = [
	-3,
	n0,
	_XKICE,
	{
		[_aQE]: [`XksKeyInvalidConfiguration`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksKeyInvalidConfigurationException$, XksKeyInvalidConfigurationException);
var XksKeyNotFoundException$ = [
	-3,
	n0,
	_XKNFE,
	{
		[_aQE]: [`XksKeyNotFoundException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksKeyNotFoundException$, XksKeyNotFoundException);
var XksProxyIncorrectAuthenticationCredentialException$ = [
	-3,
	n0,
	_XPIACE,
	{
		[_aQE]: [`XksProxyIncorrectAuthenticationCredentialException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksProxyIncorrectAuthenticationCredentialException$, XksProxyIncorrectAuthenticationCredentialException);
var XksProxyInvalidConfigurationException$ = [
	-3,
	n0,
	_XPICE,
	{
		[_aQE]: [`XksProxyInvalidConfigurationException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksProxyInvalidConfigurationException$, XksProxyInvalidConfigurationException);
var XksProxyInvalidResponseException$ = [
	-3,
	n0,
	_XPIRE,
	{
		[_aQE]: [`XksProxyInvalidResponseException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksProxyInvalidResponseException$, XksProxyInvalidResponseException);
var XksProxyUriEndpointInUseException$ = [
	-3,
	n0,
	_XPUEIUE,
	{
		[_aQE]: [`XksProxyUriEndpointInUseException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksProxyUriEndpointInUseException$, XksProxyUriEndpointInUseException);
var XksProxyUriInUseException$ = [
	-3,
	n0,
	_XPUIUE,
	{
		[_aQE]: [`XksProxyUriInUseException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksProxyUriInUseException$, XksProxyUriInUseException);
var XksProxyUriUnreachableException$ = [
	-3,
	n0,
	_XPUUE,
	{
		[_aQE]: [`XksProxyUriUnreachableException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksProxyUriUnreachableException$, XksProxyUriUnreachableException);
var XksProxyVpcEndpointServiceInUseException$ = [
	-3,
	n0,
	_XPVESIUE,
	{
		[_aQE]: [`XksProxyVpcEndpointServiceInUseException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksProxyVpcEndpointServiceInUseException$, XksProxyVpcEndpointServiceInUseException);
var XksProxyVpcEndpointServiceInvalidConfigurationException$ = [
	-3,
	n0,
	_XPVESICE,
	{
		[_aQE]: [`XksProxyVpcEndpointServiceInvalidConfigurationException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksProxyVpcEndpointServiceInvalidConfigurationException$, XksProxyVpcEndpointServiceInvalidConfigurationException);
var XksProxyVpcEndpointServiceNotFoundException$ = [
	-3,
	n0,
	_XPVESNFE,
	{
		[_aQE]: [`XksProxyVpcEndpointServiceNotFoundException`, 400],
		[_e]: _c,
		[_hE]: 400
	},
	[_m],
	[0]
];
n0_registry.registerError(XksProxyVpcEndpointServiceNotFoundException$, XksProxyVpcEndpointServiceNotFoundException);
const errorTypeRegistries = [_s_registry, n0_registry];
var PlaintextType = [
	0,
	n0,
	_PT,
	8,
	21
];
var SignRequest$ = [
	3,
	n0,
	_SR,
	0,
	[
		_KI,
		_Me,
		_SAi,
		_MT,
		_GT,
		_DR
	],
	[
		0,
		[() => PlaintextType, 0],
		0,
		0,
		64,
		2
	],
	3
];
var SignResponse$ = [
	3,
	n0,
	_SRi,
	0,
	[
		_KI,
		_S,
		_SAi
	],
	[
		0,
		21,
		0
	]
];
var Sign$ = [
	9,
	n0,
	_Si,
	0,
	() => SignRequest$,
	() => SignResponse$
];
// node_modules/@aws-sdk/client-kms/dist-es/runtimeConfig.shared.js
const getRuntimeConfig$1 = (config) => {
	return {
		apiVersion: "2014-11-01",
		base64Decoder: config?.base64Decoder ?? fromBase64,
		base64Encoder: config?.base64Encoder ?? toBase64,
		disableHostPrefix: config?.disableHostPrefix ?? false,
		endpointProvider: config?.endpointProvider ?? defaultEndpointResolver,
		extensions: config?.extensions ?? [],
		httpAuthSchemeProvider: config?.httpAuthSchemeProvider ?? defaultKMSHttpAuthSchemeProvider,
		httpAuthSchemes: config?.httpAuthSchemes ?? [{
			schemeId: "aws.auth#sigv4",
			identityProvider: (ipc) => ipc.getIdentityProvider("aws.auth#sigv4"),
			signer: new AwsSdkSigV4Signer()
		}],
		logger: config?.logger ?? new NoOpLogger(),
		protocol: config?.protocol ?? AwsJson1_1Protocol,
		protocolSettings: config?.protocolSettings ?? {
			defaultNamespace: "com.amazonaws.kms",
			errorTypeRegistries,
			xmlNamespace: "https://trent.amazonaws.com/doc/2014-11-01/",
			version: "2014-11-01",
			serviceTarget: "TrentService"
		},
		serviceId: config?.serviceId ?? "KMS",
		sha256: config?.sha256 ?? Sha256Node,
		urlParser: config?.urlParser ?? parseUrl,
		utf8Decoder: config?.utf8Decoder ?? fromUtf8,
		utf8Encoder: config?.utf8Encoder ?? toUtf8
	};
};
// node_modules/@aws-sdk/client-kms/dist-es/runtimeConfig.js
const getRuntimeConfig = (config) => {
	emitWarningIfUnsupportedVersion(process.version);
	const defaultsMode = resolveDefaultsModeConfig(config);
	const defaultConfigProvider = () => defaultsMode().then(loadConfigsForDefaultMode);
	const clientSharedValues = getRuntimeConfig$1(config);
	emitWarningIfUnsupportedVersion$1(process.version);
	const loaderConfig = {
		profile: config?.profile,
		logger: clientSharedValues.logger
	};
	return {
		...clientSharedValues,
		...config,
		runtime: "node",
		defaultsMode,
		authSchemePreference: config?.authSchemePreference ?? loadConfig(NODE_AUTH_SCHEME_PREFERENCE_OPTIONS, loaderConfig),
		bodyLengthChecker: config?.bodyLengthChecker ?? calculateBodyLength,
		credentialDefaultProvider: config?.credentialDefaultProvider ?? defaultProvider,
		defaultSocketTimeout: getDefaultSocketTimeout(config?.requestHandler, 3e5),
		defaultUserAgentProvider: config?.defaultUserAgentProvider ?? createDefaultUserAgentProvider({
			serviceId: clientSharedValues.serviceId,
			clientVersion: version
		}),
		maxAttempts: config?.maxAttempts ?? loadConfig(NODE_MAX_ATTEMPT_CONFIG_OPTIONS, config),
		region: config?.region ?? loadConfig(NODE_REGION_CONFIG_OPTIONS, {
			...NODE_REGION_CONFIG_FILE_OPTIONS,
			...loaderConfig
		}),
		requestHandler: NodeHttpHandler.create(config?.requestHandler ?? defaultConfigProvider),
		retryMode: config?.retryMode ?? loadConfig({
			...NODE_RETRY_MODE_CONFIG_OPTIONS,
			default: async () => (await defaultConfigProvider()).retryMode || DEFAULT_RETRY_MODE
		}, config),
		streamCollector: config?.streamCollector ?? streamCollector,
		useDualstackEndpoint: config?.useDualstackEndpoint ?? loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS, loaderConfig),
		useFipsEndpoint: config?.useFipsEndpoint ?? loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS, loaderConfig),
		userAgentAppId: config?.userAgentAppId ?? loadConfig(NODE_APP_ID_CONFIG_OPTIONS, loaderConfig)
	};
};
// node_modules/@aws-sdk/client-kms/dist-es/auth/httpAuthExtensionConfiguration.js
const getHttpAuthExtensionConfiguration = (runtimeConfig) => {
	const _httpAuthSchemes = runtimeConfig.httpAuthSchemes;
	let _httpAuthSchemeProvider = runtimeConfig.httpAuthSchemeProvider;
	let _credentials = runtimeConfig.credentials;
	return {
		setHttpAuthScheme(httpAuthScheme) {
			const index = _httpAuthSchemes.findIndex((scheme) => scheme.schemeId === httpAuthScheme.schemeId);
			if (index === -1) _httpAuthSchemes.push(httpAuthScheme);
			else _httpAuthSchemes.splice(index, 1, httpAuthScheme);
		},
		httpAuthSchemes() {
			return _httpAuthSchemes;
		},
		setHttpAuthSchemeProvider(httpAuthSchemeProvider) {
			_httpAuthSchemeProvider = httpAuthSchemeProvider;
		},
		httpAuthSchemeProvider() {
			return _httpAuthSchemeProvider;
		},
		setCredentials(credentials) {
			_credentials = credentials;
		},
		credentials() {
			return _credentials;
		}
	};
};
const resolveHttpAuthRuntimeConfig = (config) => {
	return {
		httpAuthSchemes: config.httpAuthSchemes(),
		httpAuthSchemeProvider: config.httpAuthSchemeProvider(),
		credentials: config.credentials()
	};
};
// node_modules/@aws-sdk/client-kms/dist-es/runtimeExtensions.js
const resolveRuntimeExtensions = (runtimeConfig, extensions) => {
	const extensionConfiguration = Object.assign(getAwsRegionExtensionConfiguration(runtimeConfig), getDefaultExtensionConfiguration(runtimeConfig), getHttpHandlerExtensionConfiguration(runtimeConfig), getHttpAuthExtensionConfiguration(runtimeConfig));
	extensions.forEach((extension) => extension.configure(extensionConfiguration));
	return Object.assign(runtimeConfig, resolveAwsRegionExtensionConfiguration(extensionConfiguration), resolveDefaultRuntimeConfig(extensionConfiguration), resolveHttpHandlerRuntimeConfig(extensionConfiguration), resolveHttpAuthRuntimeConfig(extensionConfiguration));
};
// node_modules/@aws-sdk/client-kms/dist-es/KMSClient.js
var KMSClient = class extends Client {
	config;
	constructor(...[configuration]) {
		const _config_0 = getRuntimeConfig(configuration || {});
		super(_config_0);
		this.initConfig = _config_0;
		const _config_1 = resolveClientEndpointParameters(_config_0);
		const _config_2 = resolveUserAgentConfig(_config_1);
		const _config_3 = resolveRetryConfig(_config_2);
		const _config_4 = resolveRegionConfig(_config_3);
		const _config_5 = resolveHostHeaderConfig(_config_4);
		const _config_6 = resolveEndpointConfig(_config_5);
		const _config_7 = resolveHttpAuthSchemeConfig(_config_6);
		const _config_8 = resolveRuntimeExtensions(_config_7, configuration?.extensions || []);
		this.config = _config_8;
		this.middlewareStack.use(getSchemaSerdePlugin(this.config));
		this.middlewareStack.use(getUserAgentPlugin(this.config));
		this.middlewareStack.use(getRetryPlugin(this.config));
		this.middlewareStack.use(getContentLengthPlugin(this.config));
		this.middlewareStack.use(getHostHeaderPlugin(this.config));
		this.middlewareStack.use(getLoggerPlugin(this.config));
		this.middlewareStack.use(getRecursionDetectionPlugin(this.config));
		this.middlewareStack.use(getHttpAuthSchemeEndpointRuleSetPlugin(this.config, {
			httpAuthSchemeParametersProvider: defaultKMSHttpAuthSchemeParametersProvider,
			identityProviderConfigProvider: async (config) => new DefaultIdentityProviderConfig({ "aws.auth#sigv4": config.credentials })
		}));
		this.middlewareStack.use(getHttpSigningPlugin(this.config));
	}
	destroy() {
		super.destroy();
	}
};
// node_modules/@aws-sdk/client-kms/dist-es/commandBuilder.js
const command$1 = makeBuilder(commonParams, "TrentService", "KMSClient", getEndpointPlugin);
const _ep0 = {};
const _mw0 = (Command, cs, config, o) => [];
// node_modules/@aws-sdk/client-kms/dist-es/commands/SignCommand.js
var SignCommand = class extends command$1(_ep0, _mw0, "Sign", Sign$) {};
// src/aws/kms/kms-errors.ts
/** @throws StepError that says what to change. */
function explainKms(error, { key, access }) {
	if (error instanceof StepError) throw error;
	const failure = awsFailure(error);
	const { name, message } = failure;
	if (/^AccessDenied/.test(name)) return fail(denied({
		key,
		access
	}, message), error);
	const why = UNUSABLE.find(([pattern]) => pattern.test(`${name} ${message}`))?.[1];
	if (why) return fail(unusable(key, why, message), error);
	if (isUnreachable(failure)) return fail(unreachable({
		key,
		access
	}, message), error);
	return fail(unusable(key, "Check config-app-kms-key, and what KMS says of it", `${name}: ${message}`), error);
}
function denied({ key, access }, said) {
	const by = deniedBy(said);
	const who = access.role ? `role ${access.role.arn}` : "the runner's own credentials";
	const statement = JSON.stringify(signingStatement(key.arn));
	const also = access.role && access.role.account !== key.account ? ` The key is in another account: its key policy must name the role, too.` : " The key policy must let IAM policies of its account decide (the statement for the root of the account), or name the role itself.";
	return {
		code: "KMS_DENIED",
		message: `KMS refused kms:Sign with config-app-kms-key ${key.arn} to ${who}: ${said}`,
		hint: by ? `Take kms:Sign with that key out of the explicit deny in the ${by}.` : `Add this statement to the permissions of the role: ${statement}.${also} KMS also answers so where there is no such key: check its ARN.`
	};
}
/** By exception (KMS API reference, Sign, "Errors"), and by what it says of the state. */
const UNUSABLE = [
	[/NotFoundException|InvalidArnException/, "Set config-app-kms-key to the ARN of a key that is there, in the region that the ARN names: a key of several regions has an ARN in each of them"],
	[/pending import|PendingImport/i, "Import the private key of the App into it (docs/setup.md, \"Key of a GitHub App in KMS\")"],
	[/pending deletion|PendingDeletion/i, "Cancel its deletion (aws kms cancel-key-deletion, then aws kms enable-key), or import the key of the App into another one"],
	[/DisabledException|is disabled/i, "Enable it (aws kms enable-key), once it is known why it was disabled"],
	[/InvalidKeyUsage|ValidationException|UnsupportedOperation|KMSInvalidState/, "Make a key with origin EXTERNAL, key spec RSA_2048 and key usage SIGN_VERIFY, and import the private key of the App: GitHub takes RS256 alone"]
];
const unusable = ({ arn }, hint, said) => ({
	code: "KMS_KEY_UNUSABLE",
	message: `KMS cannot sign with config-app-kms-key ${arn}: ${said}`,
	hint: `${hint}.`
});
const unreachable = ({ key, access }, said) => ({
	code: "AWS_UNREACHABLE",
	message: `KMS in ${key.region} did not answer: ${said}`,
	hint: unreachableHint("KMS", access.endpoints)
});
// src/aws/kms/sign.ts
var sign_exports = /* @__PURE__ */ __exportAll({ signWithKms: () => signWithKms });
/**
* Signs with a key that nobody can read (KMS API reference, Sign): the text goes there as it is, up to 4096 bytes.
* @throws StepError KMS_DENIED, KMS_KEY_UNUSABLE or AWS_UNREACHABLE, and those of the session.
*/
function signWithKms({ key, access }, credentials, { signal, watch, limits = LIMITS }) {
	const place = {
		registry: {
			...access.registry,
			region: key.region,
			account: key.account
		},
		endpoints: access.endpoints
	};
	const provider = Object.assign(() => credentials(), { memoized: true });
	const client = new KMSClient({
		...clientSettings("KMS", place, limits),
		credentials: provider
	});
	return async (input) => {
		let refused;
		const attempt = async () => {
			const used = await credentials(refused ? { except: refused } : {});
			try {
				return await within(limits.attemptMs, signal, (abortSignal) => client.send(command(key, input), { abortSignal }));
			} catch (error) {
				if (isEnded(awsFailure(error))) refused = used;
				throw error;
			}
		};
		try {
			const { Signature } = await withRetries(attempt, {
				classify: signedVerdicts(),
				budgetMs: lastStart(limits),
				signal,
				waiting: waitedFor(`KMS in ${key.region}`, watch)
			});
			return Signature ?? fail(withoutSignature(key));
		} catch (error) {
			signal.throwIfAborted();
			return explainKms(error, {
				key,
				access
			});
		}
	};
}
const command = ({ arn }, input) => new SignCommand({
	KeyId: arn,
	Message: Buffer.from(input),
	MessageType: "RAW",
	SigningAlgorithm: APP_SIGNING
});
const withoutSignature = ({ arn }) => ({
	code: "KMS_KEY_UNUSABLE",
	message: `KMS answered for ${arn} without a signature`,
	hint: "Check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_KMS on this runner: KMS itself never answers so."
});
export { sign_exports as t };
