import type { INodeProperties } from 'n8n-workflow';

import { jsonExample } from '../encode/json';

/**
 * An input for JSON. It begins empty: any other default turns an object that is dropped onto it into text.
 * @param about what it takes, an example follows
 */
export function jsonProperty(
	displayName: string,
	name: string,
	{ about, example, more = '' }: { about: string; example: object; more?: string },
): INodeProperties {
	return {
		displayName,
		name,
		type: 'json',
		default: '',
		description: `${about}, such as ${jsonExample(example)}${more}`,
	};
}
