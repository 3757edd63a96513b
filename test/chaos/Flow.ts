import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import type { IDataObject, INode, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { readRows } from '../../nodes/ChargebeeOrders/exports/exportRows';
import { byId } from '../engine/orderSandbox';
import type { Sandbox } from '../sandbox';
import type { Draws } from '../sandbox/seed/random';
import { listed, type Wanted } from '../support/parallelReads';
import { builtIn, chargebeeOrders, type Link } from '../support/workflowChain';
import { writes, type Write } from '../support/writes';

import type { Code } from './codeNode';
import { detailsOf, judgeRead, judgeWrite, type Judged, type Visit } from './visit';

/** Looks at the site before a node runs, and gives the judge of what comes of it. */
type Watch = () => (visit: Visit) => Judged | Promise<Judged>;

/** Long enough for an answer; stalled answers end with it. In milliseconds. */
const TIMEOUT = 100;

/** A workflow in the making: nodes of the package with options that the seed draws, and Code nodes between them. */
export class Flow {
	readonly links: Link[] = [builtIn('Start', 'manualTrigger', 1, {})];
	readonly codes = new Map<string, Code>();
	readonly watches = new Map<string, Watch>();

	constructor(
		readonly sandbox: Sandbox,
		readonly draws: Draws,
	) {}

	code(name: string, code: Code): void {
		this.links.push(builtIn(name, 'code', 1, {}));
		this.codes.set(name, code);
	}

	/** A write of items that have a mark; exports that are started again are others, so that Retry On Fail is left off. */
	write(name: string, operation: string): Write {
		const write = this.draws.pick(writes.filter((known) => known.operation === operation) as [Write, ...Write[]]);
		const { resource, parameters } = write;
		const options = resource === 'order' ? { output: 'raw' } : {};
		const node = this.node(name, { resource, operation, ...parameters }, options);
		if (resource === 'export') node.retryOnFail = false;
		this.watches.set(name, () => (visit) => judgeWrite(visit, write));
		return write;
	}

	/** Reads the order that each item names by its mark. */
	get(name: string): void {
		const orderId = byId('={{ $json.mark }}');
		this.node(name, { resource: 'order', operation: 'get', orderId }, { output: this.output() });
		this.watches.set(name, () => async (visit) => {
			return await judgeRead(visit, idsOf, (item) => [visit.input[item]?.json.mark]);
		});
	}

	/** Lists all orders that are wanted; a single item is expected before it. */
	list(name: string, wanted: Wanted): void {
		const options = {
			parallelPages: 1 + this.draws.below(8),
			output: this.output(),
			outputFields: ['id', 'status', 'created_at'],
		};
		const newest = this.draws.below(3) === 0;
		const sort = newest ? { by: { field: 'created_at', direction: 'desc' } } : {};
		this.node(
			name,
			{ resource: 'order', operation: 'getAll', returnAll: true, filters: wanted.filters, sort },
			options,
		);
		this.watches.set(name, () => {
			const ids = listed(this.sandbox, wanted, false).map(({ attributes }) => attributes.id);
			if (newest) ids.reverse();
			return async (visit) => await judgeRead(visit, idsOf, () => ids);
		});
	}

	/**
	 * Hands out exports: of all that the filters let through, or of what was started before.
	 * @param expected the orders in the export of an item
	 */
	handOut(name: string, parameters: INodeParameters, expected: (input: IDataObject) => string[]): void {
		const outputAs = this.draws.pick(['rows', 'rowBatches', 'file']);
		const options = { pollInterval: this.draws.pick([0.1, 5]) };
		const rowsFrom = this.draws.pick(['mainTable', 'allFiles']);
		const node = this.node(name, { resource: 'export', outputAs, rowsFrom, batchSize: 70, ...parameters }, options);
		this.watches.set(name, () => async (visit) => {
			const ids = visit.input.map(({ json }) => expected(json));
			const judged = await judgeRead(visit, exportedOrders, (item) => ids[item] ?? []);
			if (node.retryOnFail !== true) judged.wrong.push(...exportErrors(visit));
			return judged;
		});
	}

	private output(): string {
		return this.draws.pick(['raw', 'simplified', 'selected']);
	}

	private node(name: string, parameters: INodeParameters, options: INodeParameters): Link {
		const { draws } = this;
		const retry: Partial<INode> = { retryOnFail: true, maxTries: 2 + draws.below(2), waitBetweenTries: 1 };
		const simultaneousRequests = 1 + draws.below(16);
		const link = chargebeeOrders(
			{ ...parameters, options: { ...options, simultaneousRequests }, requestOptions: { timeout: TIMEOUT } },
			{
				name,
				onError: draws.pick(['continueErrorOutput', 'continueErrorOutput', 'continueRegularOutput', 'stopWorkflow']),
				...(draws.below(3) === 0 ? retry : {}),
			},
		);
		this.links.push(link);
		return link;
	}
}

function idsOf(items: INodeExecutionData[]): unknown[] {
	return items.map(({ json }) => json.id);
}

/** The orders that the result of an export holds, whichever form it has. */
async function exportedOrders(items: INodeExecutionData[]): Promise<unknown[]> {
	const ids: unknown[] = [];
	for (const { json, binary } of items) {
		if (binary?.data !== undefined) {
			const zip = await Container.get(BinaryDataService).getAsBuffer(binary.data);
			for await (const rows of readRows(zip, { columnNames: 'asSent' }))
				for (const { file, values } of rows) if (file === 'Orders.csv') ids.push(values['Order Id']);
		} else if (json.source_file === 'Orders.csv') {
			for (const row of (json.rows ?? [json]) as IDataObject[]) ids.push(row['Order Id']);
		}
	}
	return ids;
}

/** An error names an export that was started, and where it names none and nothing is unknown, there is none. */
function exportErrors(visit: Visit): string[] {
	const started = visit.ledger.flatMap(({ effect }) => effect?.replace('export ', '') ?? []);
	const errors = visit.output.flat().flatMap(({ json }) => (json.error === undefined ? [] : [json]));
	const details = errors.map((json) => (json.details ?? {}) as IDataObject);
	if (visit.error !== undefined) details.push(detailsOf(visit) as IDataObject);
	const named = details.flatMap(({ exportId }) => (exportId === undefined ? [] : [String(exportId)]));
	const asked = visit.input.map(({ json }) => json.exportId);
	const strange = named.filter((id) => !started.includes(id) && !asked.includes(id));
	const hidden =
		details.length > named.length && !details.some(({ outcomeUnknown }) => outcomeUnknown === true)
			? started.length > visit.input.length - (details.length - named.length)
			: false;
	return [
		...strange.map((id) => `an error names the export ${id}, which the node did not start`),
		...(hidden ? [`an error does not name its export: ${JSON.stringify(details)}`] : []),
	];
}
