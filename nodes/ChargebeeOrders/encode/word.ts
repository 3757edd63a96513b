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
