import { trimmed } from '../values';

import { ApiError, CanceledError } from './ApiError';
import { InputError } from './InputError';

const MASK = '[API key]';

/** A key of Chargebee has forty characters or so; masking what is much shorter would garble every text. */
const SHORTEST_KEY = 8;

/**
 * The ways in which a request or an answer may carry the key: as it is, and encoded for Basic authentication. As it was
 * pasted, and without the blanks at its ends, as the node sends it.
 */
function formsOf(pasted: string): string[] {
	const encoded = (text: string): string => Buffer.from(text).toString('base64').replace(/=+$/, '');
	const keys = [...new Set([pasted, trimmed(pasted)])];
	return keys.flatMap((key) => [encoded(`${key}:`), encoded(key), encodeURIComponent(key), key]);
}

/**
 * A text in which a mask stands for the API key. An answer may repeat what was sent (a proxy that shows the headers
 * of the request it refused, say), and errors are stored, logged and mailed around.
 */
export function maskKey(text: string, key: unknown): string {
	if (typeof key !== 'string' || trimmed(key).length < SHORTEST_KEY) return text;
	return formsOf(key).reduce((masked, form) => masked.replaceAll(form, MASK), text);
}

/** What was thrown, without the API key in any of its texts. */
export function withoutKey(reason: unknown, key: unknown): unknown {
	if (!(reason instanceof Error) || reason instanceof CanceledError) return reason;
	const mask = (text: string): string => maskKey(text, key);
	const message = mask(reason.message);
	if (reason instanceof ApiError) {
		const details = Object.entries(reason.details).map(([name, value]) => [
			name,
			typeof value === 'string' ? mask(value) : value,
		]);
		return new ApiError(message, Object.fromEntries(details) as ApiError['details']);
	}
	if (reason instanceof InputError) return new InputError(mask(reason.parameter), message, mask(reason.hint));
	return message === reason.message ? reason : new Error(message);
}
