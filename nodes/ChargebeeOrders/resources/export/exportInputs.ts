import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Call } from '../../Call';
import { toList } from '../../encode/list';
import { encodeId } from '../../encode/path';
import { toInteger, toText } from '../../encode/scalar';
import { InputError } from '../../errors/InputError';
import type { Export, Waiting } from '../../exports/waitForExport';
import { orderOutput, type OutputOptions } from '../../output/orderOutput';
import { isEmpty, trimmed } from '../../values';
import { collection } from '../inputs';

/** The export that an operation is about. */
export const exportIdProperty: INodeProperties = {
	displayName: 'Export ID',
	name: 'exportId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. __test__KyVnHhSBWTF7H8v',
	description: 'ID of the export, from Start or from details.exportId of an error',
};

/**
 * Reads the ID of the export that an operation is about.
 * @throws InputError where it is none
 */
export function exportId(call: Call): string {
	const id = call.parameter('exportId', '');
	encodeId(id, 'Export ID', 50);
	return trimmed(String(id));
}

const wait: readonly INodeProperties[] = [
	{
		displayName: 'Maximum Wait (Minutes)',
		name: 'maxWait',
		type: 'number',
		default: 30,
		typeOptions: { minValue: 0, maxValue: 1440 },
		description:
			'How long to wait for a place among the five exports of a site, and then for Chargebee to finish the export',
	},
	{
		displayName: 'Polling Interval (Seconds)',
		name: 'pollInterval',
		type: 'number',
		default: 10,
		typeOptions: { minValue: 0.1 },
		description:
			'How often to look whether the export is done; Chargebee asks for 10 seconds or more, and the node never looks more often there',
	},
];

/** The options of an operation that waits. */
export const waitOptions = wait;

/** How long and how often to look, from the options. */
export function waitingOf(call: Call): Waiting {
	const options = collection(call, 'options');
	const number = (given: unknown, label: string, fallback: number): number => {
		const value = isEmpty(given) ? fallback : Number(given);
		if (!Number.isFinite(value) || value < 0)
			throw new InputError(
				label,
				`${label} is not a number of at least 0: ${String(given)}`,
				'Give a number, 0 or more.',
			);
		return value;
	};
	return {
		longest: number(options.maxWait, 'Maximum Wait', 30) * 60_000,
		interval: number(options.pollInterval, 'Polling Interval (Seconds)', 10) * 1000,
	};
}

/** The item for an export: what Chargebee sent. */
export function exportItem(found: Export, options: OutputOptions): INodeExecutionData {
	return { json: orderOutput(found, { ...options, shape: 'raw' }) };
}

/** Names of columns; nothing where all are wanted. */
export function columnList(value: unknown): string[] | undefined {
	const names = toList(value, 'Columns').map((name) => toText(name, 'Columns').trim());
	return names.length === 0 ? undefined : names;
}

/** A whole number of the options, at least 1. */
export function countOption(value: unknown, label: string, fallback: number): number {
	return isEmpty(value) ? fallback : toInteger(value, label, 1);
}
