import { WRONG_SITE } from './siteTexts';

/** What to do about each of Chargebee's error codes. Sources: Chargebee's OpenAPI documents and its page on errors. */
const hintsByCode: Readonly<Record<string, string>> = {
	param_wrong_value: 'Check the value of the parameter that the message names.',
	duplicate_entry: 'An order with this ID exists already: use Update, or another ID.',
	resource_limit_exhausted: 'A limit of the Chargebee site is used up: see Settings in Chargebee, or its support.',
	resource_limit_exceeded: 'The request is larger than Chargebee allows: send less at once.',
	configuration_incompatible:
		'The Chargebee site is not set up for this: Create needs legacy order management (use Import instead), and some operations need the other product catalog.',
	api_authentication_failed:
		'The API key is not valid for this site: check the key, and that site and environment (live or test) are those it was made for.',
	basic_authentication_failed:
		'The API key is not valid for this site: check the key, and that site and environment (live or test) are those it was made for.',
	api_authorization_failed:
		'The API key is valid but may not do this: use a full-access key, or one with the permission for this resource.',
	request_blocked: 'Chargebee blocks requests of this key or address: see Settings, Security in Chargebee.',
	resource_not_found:
		'Nothing exists under this ID on this site: check the ID, the environment (live or test) and, where one is set, the Business Entity ID.',
	site_not_found: `${WRONG_SITE} in the credential.`,
	http_method_not_supported: 'The site does not offer this operation.',
	invalid_state_for_request:
		'The order is not in a state that allows this: Reopen needs a cancelled order, Delete an imported one. Read it with Get first.',
	api_request_limit_exceeded:
		'Chargebee limits requests by the minute (150 on test and starter sites): raise Rate Limit Wait, lower Simultaneous Requests, or run later.',
	third_party_api_request_limit_exceeded: 'A system behind Chargebee limits requests: try again later.',
	lock_timeout: 'Another request is changing the same order: lower Simultaneous Requests, or try again.',
	internal_error: 'Chargebee had trouble with this request: try again later.',
	internal_temporary_error: 'Chargebee had trouble for a moment: try again later.',
	db_connection_failure: 'Chargebee had trouble for a moment: try again later.',
	site_read_only_mode: 'Chargebee is in maintenance and takes no changes: try again later.',
	site_not_ready: 'The Chargebee site is not ready yet: try again later.',
};

const TOO_LARGE =
	'The request is larger than Chargebee, or a proxy before it, takes: send fewer values at once, or filter with an export.';

/** Where Chargebee names no code. */
const hintsByStatus: Readonly<Record<number, string>> = {
	400: 'Check the values of the fields.',
	401: 'Check the API key, site and environment in the credential.',
	403: 'The API key may not do this: use a key with the permission for it.',
	404: 'Check the ID, and site and environment in the credential.',
	405: 'The site does not offer this operation.',
	409: 'The order is not in a state that allows this: read it with Get first.',
	413: TOO_LARGE,
	414: TOO_LARGE,
	422: 'Chargebee could not process the request as it is.',
	429: 'Chargebee limits requests by the minute: try again later.',
	431: TOO_LARGE,
	500: 'Chargebee had trouble with this request: try again later.',
	502: 'Chargebee, or a proxy before it, had trouble for a moment: try again later.',
	503: 'Chargebee is not available for the moment: try again later.',
	504: 'Chargebee did not answer in time: try again later.',
};

const KEY_OF_OUR_OWN =
	'This item was sent before in this execution with other values (an expression such as $now changes between tries). Check in Chargebee what the first try did before sending it again.';
const KEY_OF_THE_PERSON =
	'The Idempotency Key was used within the last 30 minutes for a request with other values: give every item a key of its own.';

/** Whether an answer says that its idempotency key stands for another request. */
export function isKeyReused(status: number, code: string | undefined): boolean {
	return status === 422 && (code === undefined || code === 'unable_to_process_request');
}

/**
 * The sentence that says what to do next.
 * @param ownKey whether the idempotency key was made by the node, where one was sent
 */
export function hintFor(status: number, code: string | undefined, ownKey?: boolean): string | undefined {
	if (isKeyReused(status, code) && ownKey !== undefined) {
		return ownKey ? KEY_OF_OUR_OWN : KEY_OF_THE_PERSON;
	}
	return (code === undefined ? undefined : hintsByCode[code]) ?? hintsByStatus[status];
}
