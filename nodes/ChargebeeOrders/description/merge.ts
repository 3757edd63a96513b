import type { INodeProperties } from 'n8n-workflow';

/** The shared properties that come first and last, whichever operation has them: its subject first, rare settings last. */
const FIRST = ['createNotice', 'apiVersion', 'orderId', 'invoiceId', 'exportId', 'exportType'];
const LAST = [
	...['outputAs', 'rowsFrom', 'fileNames', 'binaryPropertyName', 'batchSize'],
	...['options', 'requestContext'],
];

/** The conditions over which properties are merged, one after the other: merged at once, combinations would be shown that no operation has. */
const PLACES = ['operation', 'exportType'] as const;

function rank({ name }: INodeProperties): number {
	if (FIRST.includes(name)) return FIRST.indexOf(name) - FIRST.length;
	return LAST.indexOf(name) + 1;
}

const written = new WeakMap<object, string>();

/** Options as text, written once: operations share the long lists of their filters. */
function optionsText({ options }: INodeProperties): string {
	if (options === undefined) return '';
	const text = written.get(options) ?? JSON.stringify(options);
	written.set(options, text);
	return text;
}

/** All of a property but the places of one kind that it is shown for. */
function likeness(property: INodeProperties, place: string): string {
	const show = { ...property.displayOptions?.show, [place]: [] };
	const rest = { ...property, options: undefined, displayOptions: { ...property.displayOptions, show } };
	return JSON.stringify(rest) + optionsText(property);
}

function mergeOver(place: string, properties: readonly INodeProperties[]): INodeProperties[] {
	const merged = new Map<string, INodeProperties>();
	for (const property of properties) {
		const show = property.displayOptions?.show;
		if (show?.[place] === undefined) {
			merged.set(`${property.name} ${merged.size}`, property);
			continue;
		}
		const key = likeness(property, place);
		const places = [...new Set([...(merged.get(key)?.displayOptions?.show?.[place] ?? []), ...show[place]])];
		merged.set(key, {
			...property,
			displayOptions: { ...property.displayOptions, show: { ...show, [place]: places } },
		});
	}
	return [...merged.values()];
}

/**
 * Properties that several operations, or several exports, have alike become one that is shown for all of them, which
 * keeps the description light: the editor loads all of it. The properties of each keep their order, those named above aside.
 */
export function mergeAlike(properties: readonly INodeProperties[]): INodeProperties[] {
	return PLACES.reduce<INodeProperties[]>((merged, place) => mergeOver(place, merged), [...properties]).sort(
		(a, b) => rank(a) - rank(b),
	);
}
