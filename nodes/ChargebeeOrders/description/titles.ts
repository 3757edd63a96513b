import type { INodePropertyOptions } from 'n8n-workflow';

import { title } from '../api/titles';

/** Stands with every input of a time. */
export const TIME_ZONE = "a date without an offset is one of the workflow's time zone";

/** Stands below every input of money. */
export const MINOR_UNITS = 'In minor units: 1999 is 19.99 USD';

/** Options for values of the API, by name. */
export function optionsFor(values: readonly string[]): INodePropertyOptions[] {
	return values.map((value) => ({ name: title(value), value })).sort((a, b) => a.name.localeCompare(b.name));
}

/** Options for values that have names of their own, in their order. */
export function namedOptions(names: Readonly<Record<string, string>>): INodePropertyOptions[] {
	return Object.entries(names).map(([value, name]) => ({ name, value }));
}
