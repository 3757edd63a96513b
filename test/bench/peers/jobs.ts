import type { INodeParameters } from 'n8n-workflow';

import type { WorkflowFile } from '../../engine/harness/runWorkflow';
import { builtIn, chain, chargebeeOrders, orderTrigger, type Link } from '../../support/workflowChain';
import type { SandboxSettings } from '../sandboxProcess';
import { formFields, updateParameters } from '../workloads';

import { chainOfNodes } from './otherNodes';
import { form, httpRequest, measured, patient, WEBHOOK_PATH } from './workflows';

/** Who does a job: a workflow in an n8n of its own, or a script in a Node.js of its own. */
export interface Contender {
	name: string;
	/** Makes the workflow for a sandbox at this address. */
	workflow?: (url: string) => WorkflowFile;
	/** A file of `scripts`, which is given the job's name. */
	script?: 'sdk' | 'axios';
}

/** What all contenders do in turn. */
export interface Job {
	name: string;
	title: string;
	site: SandboxSettings;
	/** Items that have to come out. */
	expected: number;
	/** How many new orders the webhook is sent, or events are delivered. */
	items?: number;
	/** Whether Chargebee's events start the workflows, one after the other, each once the one before is answered. */
	delivered?: boolean;
	/** Whether each runs once before what is measured; no, where one run takes minutes. */
	warmUp?: boolean;
	contenders: readonly Contender[];
}

/**
 * The account of n8n's own Chargebee node, which speaks to `https://<account>.chargebee.com` only: nobody's, so that what
 * should pass by the proxy reaches no one.
 */
export const ACCOUNT = 'bench-of-n8n-nodes-chargebee-orders';

const OURS = 'Chargebee Orders';
const HTTP = 'HTTP Request';
const sdk: Contender = { name: 'official SDK in a script', script: 'sdk' };
const loop: Contender = { name: 'bare axios loop', script: 'axios' };

function workflow(name: string, counted: string, ...links: ReadonlyArray<Link | ((url: string) => Link)>): Contender {
	return {
		name,
		workflow: (url) =>
			measured(
				name,
				links.map((link) => (typeof link === 'function' ? link(url) : link)),
				counted,
			),
	};
}

const eachOrder = builtIn('Each Order', 'splitOut', 1, { fieldToSplitOut: 'body.orders', options: {} });

/** The same job with other settings of the workflow. */
function withSettings(contender: Contender, settings: WorkflowFile['settings'], addition = ''): Contender {
	const { workflow: make } = contender;
	if (make === undefined) return contender;
	return {
		...contender,
		name: contender.name + addition,
		workflow: (url) => {
			const file = make(url);
			return { ...file, settings: { ...file.settings, ...settings } };
		},
	};
}

/** What n8n does by default: it stores every execution, with all items of every node. */
const stored = (contender: Contender): Contender =>
	withSettings(contender, { saveDataSuccessExecution: 'all' }, ', execution stored');

const allOrders: INodeParameters = { resource: 'order', operation: 'getAll', returnAll: true };

const listing: readonly Contender[] = [
	workflow(OURS, 'id', chargebeeOrders(allOrders)),
	workflow(`${OURS}, 8 pages at once`, 'id', chargebeeOrders({ ...allOrders, options: { parallelPages: 8 } })),
	workflow(
		HTTP,
		'order',
		(url) =>
			httpRequest({
				url: `${url}/api/v2/orders`,
				sendQuery: true,
				queryParameters: { parameters: [{ name: 'limit', value: '100' }] },
				options: {
					pagination: {
						pagination: {
							paginationMode: 'updateAParameterInEachRequest',
							parameters: { parameters: [{ type: 'qs', name: 'offset', value: '={{ $response.body.next_offset }}' }] },
							paginationCompleteWhen: 'other',
							completeExpression: '={{ !$response.body.next_offset }}',
						},
					},
				},
			}),
		builtIn('Each Order', 'splitOut', 1, { fieldToSplitOut: 'list', options: {} }),
	),
	sdk,
	loop,
];

function list(orders: number, latency: number): Job {
	const of = latency === 0 ? 'no latency' : `${latency} ms`;
	return {
		name: `list-${orders}-${latency}`,
		title: `List ${orders.toLocaleString('en')} orders, ${of}`,
		site: { orders, latency },
		expected: orders,
		warmUp: orders * latency < 1e7,
		// Of executions of which nothing is ever stored, our node bears more than n8n can store.
		contenders: listing.map((contender) => withSettings(contender, { saveDataErrorExecution: 'none' })),
	};
}

/** The HTTP Request node that creates orders, with so many requests at once every so often. */
function creating(name: string, batch?: { batchSize: number; batchInterval: number }): Contender {
	const options = batch === undefined ? {} : { batching: { batch } };
	return workflow(name, 'order', eachOrder, (url) =>
		httpRequest(
			{ url: `${url}/api/v1/orders`, ...form({ id: '={{ $json.id }}', invoice_id: 'INV-without-orders' }), options },
			patient,
		),
	);
}

/** n8n's own Chargebee node, which has no orders, creating customers. */
const ownNode = workflow("n8n's Chargebee node, customers", 'customer', eachOrder, {
	...builtIn('Chargebee', 'chargebee', 1, {
		resource: 'customer',
		operation: 'create',
		properties: { id: '={{ $json.id }}' },
	}),
	...patient,
	credentials: { chargebeeApi: { id: '', name: '' } },
});

/** Our node creating orders, with so many requests at once. */
function create(simultaneousRequests: number): Contender {
	const parameters: INodeParameters = {
		resource: 'order',
		operation: 'create',
		invoice_id: { __rl: true, mode: 'id', value: 'INV-without-orders' },
		fields: { id: '={{ $json.id }}' },
		options: simultaneousRequests === 8 ? {} : { simultaneousRequests },
	};
	const name = simultaneousRequests === 8 ? OURS : `${OURS}, ${simultaneousRequests} at once`;
	return workflow(name, 'id', eachOrder, chargebeeOrders(parameters, patient));
}

/** An update with 40 fields by our node, and the same fields by the HTTP Request node. */
function update(by: 'static' | 'expressions'): Job {
	return {
		name: `update-${by}`,
		title: `Update 1,000 orders, 40 fields by ${by === 'static' ? 'fixed values' : 'expressions'}, no latency`,
		site: { orders: 250, latency: 0 },
		expected: 1_000,
		items: 1_000,
		contenders: [
			workflow(OURS, 'id', eachOrder, chargebeeOrders(updateParameters(by), patient)),
			workflow(`${HTTP}, 8 at once every 10 ms`, 'order', eachOrder, (url) =>
				httpRequest(
					{
						url: `${url}/api/v2/orders/order_1`,
						...form(formFields(by)),
						options: { batching: { batch: { batchSize: 8, batchInterval: 10 } } },
					},
					patient,
				),
			),
		],
	};
}

/** A workflow that events start and that does nothing. */
function started(name: string, trigger: Link): Contender {
	const file = chain(name, [{ ...trigger, webhookId: WEBHOOK_PATH }, builtIn('Done', 'noOp', 1, {})]);
	const make = (): WorkflowFile => ({ ...file, settings: { ...file.settings, saveDataSuccessExecution: 'none' } });
	return { name, workflow: make };
}

const EXPORTED = 100_000;
/** Rows of the export's two files: the orders, and the lines of those that the sandbox draws. */
const ROWS = 300_098;
const exporting = (outputAs: 'rows' | 'file'): INodeParameters => ({
	resource: 'export',
	operation: 'startAndDownload',
	outputAs,
	...(outputAs === 'rows' ? { rowsFrom: 'allFiles' } : {}),
	options: { pollInterval: 0.5 },
});

const toRows = workflow(OURS, 'source_file', chargebeeOrders(exporting('rows')));
const chainToRows: Contender = { name: 'chain of seven nodes', workflow: (url) => chainOfNodes(url, 'rows') };

/** Every job, in the order of the report. */
export const jobs: readonly Job[] = [
	list(10_000, 0),
	list(10_000, 80),
	list(150_000, 0),
	list(150_000, 80),
	{
		name: 'create',
		title: 'Create 1,000 orders, 80 ms, no limit',
		site: { orders: 250, latency: 80 },
		expected: 1_000,
		items: 1_000,
		contenders: [
			create(8),
			create(50),
			creating(`${HTTP}, all at once`),
			creating(`${HTTP}, 8 every 80 ms`, { batchSize: 8, batchInterval: 80 }),
			sdk,
			loop,
		],
	},
	{
		name: 'create-limited',
		title: 'Create 1,000 orders, 80 ms, 150 a second (150 a minute, 60 times as fast)',
		site: { orders: 250, latency: 80, rateLimit: { perMinute: 150, windowMs: 1_000 } },
		expected: 1_000,
		items: 1_000,
		contenders: [
			create(8),
			create(50),
			creating(`${HTTP}, all at once`),
			creating(`${HTTP}, 12 every 80 ms`, { batchSize: 12, batchInterval: 80 }),
			sdk,
			loop,
		],
	},
	{
		name: 'create-tls',
		title: 'Create 200 records over TLS, 80 ms, no limit',
		site: { orders: 250, latency: 80, host: `${ACCOUNT}.chargebee.com` },
		expected: 200,
		items: 200,
		contenders: [
			create(8),
			create(1),
			ownNode,
			creating(`${HTTP}, 8 every 80 ms`, { batchSize: 8, batchInterval: 80 }),
		],
	},
	update('static'),
	update('expressions'),
	{
		name: 'export-file',
		title: `Export ${EXPORTED.toLocaleString('en')} orders to a file`,
		site: { orders: EXPORTED, latency: 0 },
		expected: 1,
		contenders: [
			workflow(OURS, 'export_id', chargebeeOrders(exporting('file'))),
			{ name: 'HTTP Request, Wait, If', workflow: (url) => chainOfNodes(url, 'file') },
		],
	},
	{
		name: 'export-rows',
		title: `Export ${EXPORTED.toLocaleString('en')} orders to ${ROWS.toLocaleString('en')} rows`,
		site: { orders: EXPORTED, latency: 0 },
		expected: ROWS,
		contenders: [toRows, chainToRows, stored(toRows), stored(chainToRows)],
	},
	{
		name: 'events',
		title: 'Take 50 events by webhook, one after the other, from the request to the answer',
		site: { orders: 1 },
		expected: 50,
		items: 50,
		delivered: true,
		contenders: [
			started(`${OURS} Trigger`, orderTrigger({ events: ['order_created'] })),
			started("n8n's Chargebee Trigger", builtIn('Chargebee Trigger', 'chargebeeTrigger', 1, { events: ['*'] })),
		],
	},
];
