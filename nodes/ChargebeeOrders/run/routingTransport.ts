import type { IExecutePaginationFunctions, INodeExecutionData } from 'n8n-workflow';

import { clock } from '../async/clock';
import type { Call } from '../Call';
import { CanceledError } from '../errors/ApiError';
import { InputError } from '../errors/InputError';
import { errorItem, nodeError } from '../errors/nodeError';
import { maskKey } from '../errors/withoutKey';
import type { Operation } from '../resources/Operation';
import { operations } from '../resources/operations';
import { RunReport } from '../RunReport';
import { randomKey } from '../transport/idempotencyKey';
import { CREDENTIAL_TYPE } from '../transport/transmit';
import { isRecord } from '../values';

import { ownPlaces } from './ownPlaces';
import { once } from './parameterReader';
import { prepareItem } from './prepareItem';
import { transportOptions, siteOf } from './requestOptions';

/** The operation that the parameters name; an expression there, or a stale value, selects nothing and must not be sent. */
function chosenOperation(functions: IExecutePaginationFunctions): Operation {
	const resource = functions.getNodeParameter('resource');
	// Below a resource that is an expression n8n knows no operation.
	const value = functions.getNodeParameter('operation', '');
	const operation = operations.find((candidate) => candidate.resource === resource && candidate.value === value);
	if (operation === undefined) {
		throw new InputError(
			'operation',
			`There is no operation "${String(value)}" of "${String(resource)}"`,
			'Choose resource and operation from their lists: an expression selects nothing there.',
		);
	}
	return operation;
}

async function routingCall(functions: IExecutePaginationFunctions): Promise<Call> {
	const parameter = once((name, fallback) => functions.getNodeParameter(name, fallback));
	const site = siteOf(await functions.getCredentials(CREDENTIAL_TYPE));
	const options = parameter('options', {});
	const requestOptions = parameter('requestOptions', {});
	return {
		functions,
		itemIndex: functions.getItemIndex(),
		site,
		// Only agents and servers of tools come this way.
		asTool: true,
		report: new RunReport(),
		places: ownPlaces(functions),
		transport: transportOptions(isRecord(options) ? options : {}, isRecord(requestOptions) ? requestOptions : {}, true),
		context: { timezone: functions.getTimezone(), now: Math.floor(clock.now() / 1000) },
		parameter,
		stored: (name) => functions.getNode().parameters[name],
		progress: (message) => functions.logger.info(maskKey(message, site.credential.apiKey)),
		// Calls cannot be told apart here: run index and node are the same each time.
		writeKey: randomKey(),
		signal: functions.getExecutionCancelSignal(),
	};
}

async function work(functions: IExecutePaginationFunctions): Promise<INodeExecutionData[]> {
	const ready = await prepareItem(chosenOperation(functions), await routingCall(functions));
	const results = await ready.run();
	return results.map((result) => ({ ...result, pairedItem: { item: functions.getItemIndex() } }));
}

/**
 * n8n's routing path, for callers that bypass `customOperations` (older agents, the MCP server trigger): a paginator
 * that hands the item to the same operation and sender instead of sending what the routing prepared.
 */
export async function routingTransport(this: IExecutePaginationFunctions): Promise<INodeExecutionData[]> {
	return await work(this).catch((reason: unknown): INodeExecutionData[] => {
		const itemIndex = this.getItemIndex();
		if (!this.continueOnFail() || reason instanceof CanceledError)
			throw nodeError(reason, { node: this.getNode(), itemIndex, asTool: true });
		return [errorItem(reason, this.getNode(), this.getInputData().json, itemIndex)];
	});
}
