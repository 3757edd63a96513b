import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { byId } from '../engine/orderSandbox';
import type { LedgerEntry, Sandbox } from '../sandbox';

/** An operation that writes, for items `{ mark, invoice }`: the mark names what the item is about, and is seen on the wire. */
export interface Write {
	resource: 'order' | 'export';
	operation: string;
	parameters: INodeParameters;
	/** Makes what the item needs on the site. */
	prepare(sandbox: Sandbox, mark: string): void;
	/** Whether an answer is that of this item. */
	answers(json: IDataObject, mark: string, sandbox: Pick<Sandbox, 'ledger'>): boolean;
}

/** The input of an item. */
export function inputOf(mark: string): IDataObject {
	return { mark, invoice: `INV ${mark}` };
}

const orderId = byId('={{ $json.mark }}');
const invoice_id = byId('={{ $json.invoice }}');
const note = '={{ $json.mark }}';
const date = 1_763_000_000;

function onOrder(
	operation: string,
	parameters: INodeParameters,
	...order: Parameters<Sandbox['store']['addOrder']>
): Write {
	const [attributes = {}, more = {}] = order;
	const line = { fulfillment_quantity: 2, status: 'queued', object: 'order_line_item' };
	return {
		resource: 'order',
		operation,
		parameters: { orderId, ...parameters },
		prepare: ({ store }, mark) => {
			store.addOrder(
				{ id: mark, total: 500, refundable_credits: 500, ...attributes },
				{ ...more, details: { order_line_items: [{ id: `li ${mark}`, ...line }] } },
			);
		},
		answers: (json, mark) => (operation === 'resend' ? json.original_order_id : json.id) === mark,
	};
}

/** Without an id of its own, so that a second one would be made. */
function made(operation: string, imported: boolean, parameters: INodeParameters): Write {
	return {
		resource: 'order',
		operation,
		parameters: { invoice_id, fields: { note }, ...parameters },
		prepare: ({ store }, mark) => {
			store.addInvoice({ id: `INV ${mark}` }, imported);
		},
		answers: (json, mark) => json.note === mark,
	};
}

/** Every operation that writes; update in both versions. */
export const writes: readonly Write[] = [
	made('create', false, {}),
	made('import', true, { status: 'shipped', created_at: date, order_date: date, shipping_date: date }),
	onOrder('update', { fields: { note } }),
	onOrder('update', { apiVersion: 'v1', fields: { note } }),
	onOrder('assignOrderNumber', {}),
	onOrder('cancel', { cancellation_reason: 'others' }),
	onOrder('createRefundableCreditNote', { credit_note__reason_code: 'waiver', credit_note__total: 7 }),
	onOrder('delete', {}, {}, { imported: true }),
	onOrder('reopen', {}, { status: 'cancelled' }),
	onOrder('resend', {}),
	{
		resource: 'export',
		operation: 'start',
		parameters: { filters: { order__id: [{ operator: 'is', value: note }] } },
		prepare: () => undefined,
		answers: (json, mark, { ledger }) =>
			ledger.some((entry) => entry.effect === `export ${String(json.id)}` && markOf(entry) === mark),
	},
];

/** The mark of the item that a request is for. */
export function markOf({ form, path }: LedgerEntry): string {
	const named = form.find(([name]) => name === 'note' || name === 'order[id][is]');
	return named?.[1] ?? decodeURIComponent(path.split('/')[4] ?? '');
}
