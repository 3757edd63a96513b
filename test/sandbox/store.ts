import type { EventLog } from './events/eventLog';
import type { EventSource, OrderEventType, SandboxEvent } from './events/event';
import type { ExportJobs } from './exports/exportJobs';
import type { Invoice, InvoiceAttributes, InvoiceTable } from './invoices/invoiceTable';
import type { Order, OrderAttributes, OrderDetails } from './orders/order';
import { noDetails } from './orders/order';
import type { OrderTable } from './orders/orderTable';
import type { Shop } from './shop/shop';
import type { Site } from './site';
import { businessEntities } from './siteSettings';
import type { Endpoint, EndpointDetails, EndpointTable } from './webhooks/endpointTable';

/** The state of the sandbox, for tests to look at and to add to. */
export interface Store {
	readonly orders: OrderTable;
	readonly invoices: InvoiceTable;
	readonly exports: ExportJobs;
	/** What the exports hand out beside the orders, as it is now. */
	readonly shop: Shop;
	readonly businessEntities: readonly string[];
	/** The events of all orders; writes through `addOrder` and `orders.change` add to them, as requests do. */
	readonly events: EventLog;
	readonly endpoints: EndpointTable;
	/**
	 * Adds an order; what is not given gets a plain value. An invoice that does not exist yet is made. Lists see it at
	 * once: it is no write of the API.
	 */
	addOrder(
		attributes?: Partial<OrderAttributes>,
		more?: { details?: Partial<OrderDetails>; imported?: boolean },
	): Order;
	/** Adds an invoice; what is not given gets a plain value. */
	addInvoice(attributes?: Partial<InvoiceAttributes>, imported?: boolean): Invoice;
	/** Adds an event of an order as it is now, without a write: one of a scheduled job, or of the past. */
	addEvent(event: NewEvent): SandboxEvent;
	/** Adds a webhook endpoint, as by hand in Chargebee's console; what is not given gets a plain value. Any port will do. */
	addEndpoint(details?: Partial<EndpointDetails>): Endpoint;
}

/** An event that a test adds. */
export interface NewEvent {
	event_type: OrderEventType;
	orderId: string;
	/** That of the sandbox's option by default. */
	source?: EventSource;
	user?: string;
	/** Unix seconds; now by default. */
	occurred_at?: number;
	/** Whether it is not to be delivered. */
	suppressed?: boolean;
}

/** Gives tests their hold on the state; `now` is the present of the seed in unix seconds. */
export function storeOf({ orders, listed, invoices, exports, shop, events, endpoints }: Site, now: number): Store {
	const addInvoice: Store['addInvoice'] = (attributes = {}, imported = false) => {
		const id = attributes.id ?? `INV-added-${invoices.count + 1}`;
		if (invoices.get(id) !== undefined) throw new Error(`the sandbox already has an invoice ${id}`);
		const plain = {
			customer_id: 'cust_1',
			status: 'paid',
			price_type: 'tax_exclusive',
			date: now,
			total: 2490,
			currency_code: 'USD',
		};
		return invoices.add(
			{ ...plain, business_entity_id: businessEntities[0], deleted: false, ...attributes, id },
			imported,
		);
	};
	const addOrder: Store['addOrder'] = (attributes = {}, more = {}) => {
		const id = attributes.id ?? orders.freeId();
		if (orders.get(id) !== undefined) throw new Error(`the sandbox already has an order ${id}`);
		const invoiceId = attributes.invoice_id ?? addInvoice().attributes.id;
		const invoice = invoices.get(invoiceId) ?? addInvoice({ id: invoiceId }, more.imported);
		const { customer_id, price_type, total, currency_code, business_entity_id } = invoice.attributes;
		const createdAt = attributes.created_at ?? now;
		const plain = {
			customer_id,
			price_type,
			total,
			currency_code,
			business_entity_id,
			status: 'queued',
			order_type: 'system_generated',
		};
		const amounts = { amount_paid: total, refundable_credits: total, refundable_credits_issued: 0 };
		const state = {
			created_at: createdAt,
			resource_version: (attributes.updated_at ?? createdAt) * 1000,
			deleted: false,
			is_resent: false,
		};
		const details = { ...noDetails(), ...more.details };
		const all = { ...plain, ...amounts, ...state, ...attributes, id, invoice_id: invoiceId };
		const order = orders.add(all, more.imported ?? false, () => details);
		listed.reveal(order);
		return order;
	};
	return {
		orders,
		invoices,
		exports,
		get shop() {
			return shop.shop;
		},
		businessEntities,
		events,
		endpoints,
		addInvoice,
		addOrder,
		addEvent: ({ event_type, orderId, ...details }) => {
			const order = orders.get(orderId);
			if (order === undefined) throw new Error(`the sandbox has no order ${orderId}`);
			return events.add(event_type, order.snapshot(), details);
		},
		addEndpoint: (details) => {
			const plain = { name: 'Added by hand', url: 'https://example.com/hook' };
			return endpoints.add({ ...plain, ...details });
		},
	};
}
