import type { INodeProperties } from 'n8n-workflow';

/** Stamps properties with the values under which they are shown, beside those that they have. */
export function shownWhen(
	show: Readonly<Record<string, Array<string | boolean>>>,
	properties: readonly INodeProperties[],
): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: { ...property.displayOptions, show: { ...show, ...property.displayOptions?.show } },
	}));
}
