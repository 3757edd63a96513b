import { isRecord, parseJson } from '../values';

import { ApiError } from './ApiError';
import { hintFor, isKeyReused } from './hints';

/** An answer of the API that is no success. */
export interface FailedAnswer {
	readonly status: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
	/** Whether the idempotency key was the node's own; `undefined` where none was sent. */
	readonly ownKey?: boolean;
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The body's fields; proxies and maintenance pages answer with HTML or nothing. */
export function errorFields(body: unknown): Record<string, unknown> {
	const parsed = typeof body === 'string' ? parseJson(body) : body;
	return isRecord(parsed) ? parsed : {};
}

function hostOf(location: unknown): string {
	const target = text(location);
	return target !== undefined && URL.canParse(target) ? new URL(target).host : 'another address';
}

/**
 * The error of an answer: Chargebee's message as headline, with parameter, code and hint.
 * A redirect is an error too: following it would hand the API key to another address.
 */
export function answerError({ status, headers, body, ownKey }: FailedAnswer): ApiError {
	if (status >= 300 && status < 400) {
		return new ApiError(`The site redirects to ${hostOf(headers.location)}, and the API key is not sent there`, {
			status,
			hint: 'Check Site and Environment in the credential: the address is not that of a Chargebee site, or a proxy is in between.',
			retryable: false,
		});
	}
	const fields = errorFields(body);
	const code = text(fields.api_error_code) ?? text(fields.error_code);
	const parameter = text(fields.param) ?? text(fields.error_param);
	const message =
		text(fields.message) ?? text(fields.error_msg) ?? `Chargebee answered with status ${status} and no message`;
	return new ApiError(parameter === undefined || message.includes(parameter) ? message : `${parameter}: ${message}`, {
		status,
		...(code === undefined ? {} : { code }),
		...(parameter === undefined ? {} : { parameter }),
		hint: hintFor(status, code, ownKey),
		retryable: status === 429 || status >= 500,
		// The key is this item's alone: what it stands for is an earlier try of the same item.
		...(ownKey === true && isKeyReused(status, code) ? { outcomeUnknown: true } : {}),
	});
}
