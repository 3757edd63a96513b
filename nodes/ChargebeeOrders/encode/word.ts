import { trimmed } from '../values';

/**
 * A word without what its spellings differ in: case, blanks, hyphens and underscores. `on_hold`, "On Hold" and "on-hold"
 * are one.
 */
export function wordKey(text: string): string {
	return trimmed(text)
		.toLowerCase()
		.replace(/[\s_-]/g, '');
}

/**
 * The name of a field without what its spellings differ in: `shipping_address[city]`, `shipping_address.city` and
 * "Shipping Address City" are one.
 */
export function fieldKey(name: string): string {
	return wordKey(name.replace(/[[\].,:]/g, ' '));
}
