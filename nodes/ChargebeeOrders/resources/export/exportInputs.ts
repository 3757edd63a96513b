import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Call } from '../../Call';
import { toList } from '../../encode/list';
import { numberOption, toInteger, toText } from '../../encode/scalar';
import { exportSegment, type Export, type Waiting } from '../../exports/waitForExport';
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
	exportSegment(id);
	return trimmed(String(id));
}

/** In minutes. */
const MAX_WAIT = 30;
/** In seconds, as Chargebee asks. */
const POLL_INTERVAL = 10;

/** The options of an operation that waits. */
export const waitOptions: readonly INodeProperties[] = [
	{
		displayName: 'Maximum Wait (Minutes)',
		name: 'maxWait',
		type: 'number',
		default: MAX_WAIT,
		typeOptions: { minValue: 0, maxValue: 1440 },
		description:
			'How long to wait for a place among the five exports of a site, and then for Chargebee to finish the export',
	},
	{
		displayName: 'Polling Interval (Seconds)',
		name: 'pollInterval',
		type: 'number',
		default: POLL_INTERVAL,
		typeOptions: { minValue: 0.1 },
		description:
			'How often to look whether the export is done; Chargebee asks for 10 seconds or more, and the node never looks more often there',
	},
];

/** How long and how often to look, from the options. */
export function waitingOf(call: Call): Waiting {
	const options = collection(call, 'options');
	return {
		longest: numberOption(options.maxWait, 'Maximum Wait', { preset: MAX_WAIT, least: 0 }) * 60_000,
		interval:
			numberOption(options.pollInterval, 'Polling Interval (Seconds)', { preset: POLL_INTERVAL, least: 0 }) * 1000,
	};
}

/** The item for an export: what Chargebee sent. */
export function exportItem(found: Export, options: OutputOptions): INodeExecutionData {
	return { json: orderOutput(found, { ...options, shape: 'raw' }) };
}

/** Names of columns or files, separated by commas or as a list; nothing where none is given. */
export function nameList(value: unknown, label: string): string[] | undefined {
	const names = toList(value, label).map((name) => toText(name, label).trim());
	return names.length === 0 ? undefined : names;
}

/** A whole number of the options, at least 1. */
export function countOption(value: unknown, label: string, fallback: number): number {
	return isEmpty(value) ? fallback : toInteger(value, label, 1);
}
