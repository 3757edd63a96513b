import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Call } from '../Call';
import { toBoolean } from '../encode/scalar';
import type { ApiRequest } from '../transport/outcome';
import { isBlank } from '../values';

import { collection } from './inputs';

/** The option of everything that writes. */
export const validateOnlyOption: INodeProperties = {
	displayName: 'Validate Only',
	name: 'validateOnly',
	type: 'boolean',
	default: true,
	description: 'Whether to hand out what would be sent for each item, and send nothing',
};

/**
 * Whether the item is to be checked and not sent. An agent that leaves the option empty has not set it; for a person
 * an expression without a value is refused, since taking it for "no" would send what was only to be looked at.
 * @throws InputError for what is neither true nor false
 */
export function isValidateOnly(call: Call): boolean {
	const options = collection(call, 'options');
	if (!(validateOnlyOption.name in options)) return false;
	const given = options[validateOnlyOption.name];
	return !(call.asTool && isBlank(given)) && toBoolean(given, validateOnlyOption.displayName);
}

/** The item that shows a request: method, path, form fields by their names in the form, and Customer and Event Options as headers. */
export function requestItem({ method, version, path, pairs, headers }: ApiRequest): INodeExecutionData {
	return {
		json: {
			method,
			path: `/api/${version}${path}`,
			fields: Object.fromEntries(pairs),
			headers: { ...headers },
		},
	};
}
