import { parse } from 'csv-parse/sync';
import type { IDataObject } from 'n8n-workflow';

import type { Sandbox } from '../sandbox';
import type { Draws } from '../sandbox/seed/random';
import { listed, wantedOf } from '../support/parallelReads';
import { inputOf, markOf } from '../support/writes';
import type { SkippedTime } from '../support/skippedTime';

import { Flow } from './Flow';

/** Longer than the lists of any site lag behind, in milliseconds. */
const WHILE = 10 * 60_000;

export type Chain = (flow: Flow, time: SkippedTime) => void;

/** Waits, and goes on with one item. */
function wait(flow: Flow, name: string, time: SkippedTime): void {
	flow.code(name, async () => {
		await time.sleep(WHILE);
		return [{}];
	});
}

/** Some of the orders that came, so that each is known by its mark. */
function choose(flow: Flow, name: string, holds: (order: IDataObject) => boolean): void {
	flow.code(name, (items) =>
		items.filter((item) => item.id !== undefined && holds(item)).map(({ id }) => ({ mark: id })),
	);
}

/** Orders from a CSV file are made; then all are listed, those awaiting get their tracking, and some are changed again. */
function fulfilment(flow: Flow, time: SkippedTime): void {
	const { sandbox, draws } = flow;
	const marks = Array.from({ length: 50 + draws.below(300) }, (_, row) => `${draws.text(6)} ${row}`);
	const csv = ['mark,invoice', ...marks.map((mark) => Object.values(inputOf(mark)).join(','))].join('\n');
	flow.code('Read CSV', () => parse(csv, { columns: true }) as IDataObject[]);
	const made = flow.write('Make Orders', draws.pick(['create', 'import']));
	for (const mark of marks) made.prepare(sandbox, mark);
	wait(flow, 'Wait for Lists', time);
	flow.list('List All', { filters: {}, matches: () => true });
	const statuses = draws.pick([
		['new', 'shipped'],
		['queued', 'shipped'],
		['new', 'queued', 'awaiting_shipment', 'shipped'],
	]);
	choose(flow, 'Awaiting', ({ status }) => statuses.includes(String(status)));
	flow.write('Add Tracking', 'update');
	const share = draws.pick([2, 3, 5]);
	choose(flow, 'Some', () => draws.below(share) === 0);
	flow.write('Change Some', draws.pick(['cancel', 'createRefundableCreditNote', 'resend', 'delete']));
	choose(flow, 'Changed', () => true);
	flow.get('Read Again');
}

/** What is new is listed, and exported, and held against each other. */
function nightly(flow: Flow, time: SkippedTime): void {
	const { sandbox, draws } = flow;
	const times = [...sandbox.store.orders.all()].map(({ attributes }) => attributes.created_at);
	flow.code('Each Night', () => [{}]);
	flow.list('List Since', wantedOf(draws, times));
	for (const name of ['Export', 'Export Again']) {
		const status = draws.pick(['', 'queued', 'shipped', 'cancelled']);
		const filters = status === '' ? {} : { order__status: [{ operator: 'is', value: status }] };
		const matches = (attributes: { status: string }): boolean => status === '' || attributes.status === status;
		wait(flow, `Before ${name}`, time);
		flow.handOut(name, { operation: 'startAndDownload', filters }, () =>
			listed(sandbox, { filters, matches }, false)
				.sort((a, b) => a.sequence - b.sequence)
				.map(({ attributes }) => attributes.id),
		);
	}
}

/** Exports are started in one node, one an order, and downloaded in another. */
function exportsApart(flow: Flow, time: SkippedTime): void {
	const { sandbox, draws } = flow;
	const ids = listed(sandbox, { filters: {}, matches: () => true }, false).map(({ attributes }) => attributes.id);
	const share = Math.ceil(ids.length / (5 + draws.below(20)));
	flow.code('Choose Orders', () => ids.filter((_, index) => index % share === 0).map((mark) => ({ mark })));
	flow.write('Start Exports', 'start');
	flow.code('Wait for Exports', async (items) => {
		await time.sleep(draws.pick([1, WHILE]));
		return items
			.filter(({ id }) => id !== undefined)
			.map(({ id }) => ({ mark: markOfExport(sandbox, id), exportId: id }));
	});
	flow.handOut('Download Exports', { operation: 'download', exportId: '={{ $json.exportId }}' }, ({ mark }) => [
		String(mark),
	]);
}

function markOfExport({ ledger }: Sandbox, id: IDataObject[string]): string {
	const entry = ledger.find(({ effect }) => effect === `export ${String(id)}`);
	return entry === undefined ? '' : markOf(entry);
}

const chains: readonly [Chain, ...Chain[]] = [fulfilment, nightly, exportsApart];

/** A workflow, its options and its data, all drawn. */
export function drawFlow(sandbox: Sandbox, draws: Draws, time: SkippedTime): Flow {
	const flow = new Flow(sandbox, draws);
	draws.pick(chains)(flow, time);
	flow.code('End', () => []);
	return flow;
}
