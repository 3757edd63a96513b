import type { ExampleSite } from '../examples/exampleSite';

/** A call of a tool, as a model makes it: what it leaves out it sends as empty text, since every argument is required. */
export interface ToolCall {
	tool: string;
	arguments: Record<string, string>;
}

/** What a model is told of the tools, whoever offers them: name, description, arguments, those required. */
export const toolsTold = [
	['Get_Export', 'Get the status of an export in Chargebee Orders', { export_id: 'ID of the export' }],
	[
		'Get_Order',
		'Get an order in Chargebee Orders',
		{ id: 'ID of the order', business_entity: 'Business entity, if any' },
	],
	[
		'List_Orders',
		'Get many orders in Chargebee Orders',
		{ limit: 'How many', statuses: 'Statuses, separated by commas', invoice: 'ID of the invoice' },
	],
	[
		'Update_Order',
		'Update an order in Chargebee Orders',
		{ id: 'ID of the order', note: 'The new note', tracking: 'The tracking ID' },
	],
] as const;

/** The arguments of a tool's schema: texts with these descriptions, all of them required, and no other. */
export function schemaOf(told: Readonly<Record<string, string>>): object {
	const properties = Object.entries(told).map(([name, description]) => [name, { type: 'string', description }]);
	return { type: 'object', properties: Object.fromEntries(properties) as object, required: Object.keys(told) };
}

/** Calls that do something, and one that asks for what there is not. */
export function callsFor(orderId: string, note: string): ToolCall[] {
	return [
		{ tool: 'Get_Order', arguments: { id: orderId, business_entity: '' } },
		{ tool: 'List_Orders', arguments: { limit: '', statuses: '', invoice: '' } },
		{ tool: 'List_Orders', arguments: { limit: '2', statuses: 'queued, shipped', invoice: '' } },
		{ tool: 'Update_Order', arguments: { id: orderId, note, tracking: '' } },
		{ tool: 'Get_Export', arguments: { export_id: 'no-such-export' } },
	];
}

/** What the model reads of an error: what it is about, what to do, and Chargebee's code, each once. */
export const errorTold = expect.stringMatching(
	/no-such-export not found\. Nothing exists under this ID on this site: check the ID(?!.*check the ID).*resource_not_found(?!.*resource_not_found)/s,
) as string;

/** What reached Chargebee of those calls: method, path and what was sent. */
export function requestsFor(orderId: string, note: string): unknown[] {
	return [
		['GET', `/api/v2/orders/${orderId}`, []],
		[
			'GET',
			'/api/v2/orders',
			[
				['limit', '20'],
				['sort_by[desc]', 'created_at'],
			],
		],
		[
			'GET',
			'/api/v2/orders',
			expect.arrayContaining([
				['limit', '2'],
				['status[in]', '["queued","shipped"]'],
			]),
		],
		['POST', `/api/v2/orders/${orderId}`, [['note', note]]],
		['GET', '/api/v2/exports/no-such-export', []],
	];
}

/** The requests so far, of that form, and the headers of Chargebee's own that came with them. */
export function received({ sandbox }: ExampleSite): { requests: unknown[]; headers: string[] } {
	return {
		requests: sandbox.ledger.map(({ method, path, query, form }) => [method, path, [...query, ...form]]),
		headers: sandbox.ledger.flatMap(({ headers }) => Object.keys(headers).filter((name) => /^chargebee/.test(name))),
	};
}
