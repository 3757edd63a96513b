import { InputError } from '../errors/InputError';
import { trimmed } from '../values';

/** What has a page of its own in Chargebee's web console. */
export type ConsoleResource = 'order' | 'invoice';

/**
 * The address of a page in Chargebee's web console, with the ID as its one group, which is what n8n wants of it.
 *
 * `/admin-console/{resources}/{id}` is the form that Chargebee documents, `/d/{resources}/{id}` the one that its console
 * shows for invoices and customers. Neither is documented for orders, so what stands before `orders` may differ; what
 * stands after the ID may not, or a part of a longer ID would pass for the whole.
 */
export function consoleUrlPattern(resource: ConsoleResource): string {
	return `^\\s*https?://[^/?#@\\s]{1,253}(?:/[\\w-]{1,40}){0,2}?/${resource}s/([^/?#\\s]{1,600})(?:/details)?/?(?:[?#]\\S{0,1000})?\\s*$`;
}

/** What a segment of a path stands for; nothing where its encoding is broken. */
function decoded(segment: string): string | undefined {
	try {
		return decodeURIComponent(segment);
	} catch {
		return undefined;
	}
}

/**
 * The ID in the address of a page of Chargebee's web console.
 * @param label the parameter as the editor names it
 * @param origin of the credential's site
 * @throws InputError for any other address, and for one of another host: an ID may exist on both
 */
export function idFromConsoleUrl(pasted: string, resource: ConsoleResource, label: string, origin: string): string {
	const given = trimmed(pasted);
	const segment = new RegExp(consoleUrlPattern(resource)).exec(given)?.[1];
	const id = segment === undefined ? undefined : decoded(segment);
	if (id === undefined || !URL.canParse(given)) {
		throw new InputError(
			label,
			`${label} is not the URL of an ${resource} in Chargebee`,
			`Open the ${resource} in Chargebee and copy the address of the page, which ends in /${resource}s/ and the ID; or choose By ID.`,
		);
	}
	const { host } = new URL(given);
	const own = new URL(origin).host;
	if (host !== own) {
		throw new InputError(
			label,
			`The URL in ${label} is one of ${host}, and the credential is for ${own}`,
			'Choose the credential of that site, or By ID for an ID of this one: the same ID may exist on both.',
		);
	}
	return id;
}
