import { idFromConsoleUrl, type ConsoleResource } from '../encode/consoleUrl';
import { InputError } from '../errors/InputError';
import { describe, isRecord, trimmed } from '../values';

/** What a resource locator holds, picked or typed; whatever else is given, as it is. */
export function locatedValue(given: unknown): unknown {
	return isRecord(given) && 'mode' in given && 'value' in given ? given.value : given;
}

/**
 * The ID that a resource locator holds: picked, typed, or in a pasted URL. n8n would extract the last with the site
 * left unread.
 * @param label the parameter as the editor names it
 * @param origin of the credential's site
 * @throws InputError for a URL that stands where an ID belongs, and for one of something else
 */
export function locatedId(
	located: unknown,
	{ resource, label, origin }: { resource: ConsoleResource; label: string; origin: string },
): unknown {
	const value = locatedValue(located);
	if (typeof value !== 'string') return value;
	const id = trimmed(value);
	if (isRecord(located) && located.mode === 'url' && id !== '') return idFromConsoleUrl(value, resource, label, origin);
	if (!/^https?:\/\//i.test(id)) return id;
	throw new InputError(
		label,
		`${label} is a URL, where an ID is expected: ${describe(id)}`,
		'Choose By URL for it, or give the ID alone.',
	);
}
