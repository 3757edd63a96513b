import type { IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../async/clock';
import type { Places } from '../async/places';
import type { Call } from '../Call';
import { maskKey } from '../errors/withoutKey';
import type { RunReport } from '../RunReport';
import { CREDENTIAL_TYPE } from '../transport/transmit';
import { isRecord } from '../values';

import { once, type ParameterReader } from './parameterReader';
import { transportOptions, siteOf } from './requestOptions';
import type { RunKeys } from './runKeys';

/** What all items of one run of the node share. */
export interface Run {
	readonly functions: IExecuteFunctions;
	readonly reader: ParameterReader;
	readonly report: RunReport;
	readonly asTool: boolean;
	readonly keys: RunKeys;
	readonly places: Places;
}

/** Whether the node runs as a tool of an agent: n8n derives a type of its own for that. */
export function isTool(nodeType: string): boolean {
	return nodeType.endsWith('Tool');
}

/**
 * The call for one input item in n8n's engine: its one credential, and parameters that are evaluated when they are asked for.
 * @param values where the parameters' values are kept as long as the caller needs them
 */
export async function executeCall(run: Run, itemIndex: number, values: Map<string, unknown>): Promise<Call> {
	const { functions, reader, report, asTool, places } = run;
	const parameter = once(
		(name, fallback) => reader.read(name, () => functions.getNodeParameter(name, itemIndex, fallback)),
		values,
	);
	const site = siteOf(await functions.getCredentials(CREDENTIAL_TYPE, itemIndex));
	const options = parameter('options', {});
	const requestOptions = parameter('requestOptions', {});
	return {
		functions,
		itemIndex,
		site,
		asTool,
		report,
		places,
		transport: transportOptions(
			isRecord(options) ? options : {},
			isRecord(requestOptions) ? requestOptions : {},
			asTool || functions.getMode() === 'manual',
		),
		context: { timezone: functions.getTimezone(), now: Math.floor(clock.now() / 1000) },
		parameter,
		stored: (name) => reader.stored(name),
		progress(message) {
			const masked = maskKey(message, site.credential.apiKey);
			functions.logger.info(masked);
			functions.sendMessageToUI(masked);
		},
		writeKey: run.keys.ofItem(itemIndex),
		signal: functions.getExecutionCancelSignal(),
	};
}
