import type { INodeProperties } from 'n8n-workflow';

/** Where shared properties stand, whatever operation brought them: what it is about first, what is rarely set last. */
const FIRST = ['createNotice', 'apiVersion', 'orderId', 'invoiceId', 'exportId'];
const LAST = ['options', 'requestContext'];

function rank({ name }: INodeProperties): number {
	if (FIRST.includes(name)) return FIRST.indexOf(name) - FIRST.length;
	return LAST.indexOf(name) + 1;
}

/** All of a property but the operations that it is shown for. */
function likeness(property: INodeProperties): string {
	const show = { ...property.displayOptions?.show, operation: [] };
	return JSON.stringify({ ...property, displayOptions: { ...property.displayOptions, show } });
}

/**
 * Properties that several operations have alike become one that is shown for all of them, which keeps the description
 * light: the editor loads all of it. The properties of each operation keep their order, those named above aside.
 */
export function mergeAlike(properties: readonly INodeProperties[]): INodeProperties[] {
	const merged = new Map<string, INodeProperties>();
	for (const property of properties) {
		const key = likeness(property);
		const alike = merged.get(key);
		const show = property.displayOptions?.show;
		const operation = [...(alike?.displayOptions?.show?.operation ?? []), ...(show?.operation ?? [])];
		merged.set(key, { ...property, displayOptions: { ...property.displayOptions, show: { ...show, operation } } });
	}
	return [...merged.values()].sort((a, b) => rank(a) - rank(b));
}
