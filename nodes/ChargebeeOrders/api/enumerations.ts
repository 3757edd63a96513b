/** The values that Chargebee accepts, each list once. Source: Chargebee's OpenAPI documents v1 (2026-06-12) and v2 (2026-09-24). */

export const legacyOrderStatuses = ['new', 'processing', 'complete', 'cancelled', 'voided'] as const;

export const currentOrderStatuses = [
	'queued',
	'awaiting_shipment',
	'on_hold',
	'delivered',
	'shipped',
	'partially_delivered',
	'returned',
] as const;

export const orderStatuses = [...legacyOrderStatuses, ...currentOrderStatuses] as const;

/** What an imported order and a line item can be: the current statuses and `cancelled`. */
export const importStatuses = [...currentOrderStatuses, 'cancelled'] as const;
export const lineItemStatuses = importStatuses;

export const cancellationReasons = [
	'shipping_cut_off_passed',
	'product_unsatisfactory',
	'third_party_cancellation',
	'product_not_required',
	'delivery_date_missed',
	'alternative_found',
	'invoice_written_off',
	'invoice_voided',
	'fraudulent_transaction',
	'payment_declined',
	'subscription_cancelled',
	'product_not_available',
	'others',
	'order_resent',
] as const;

export const creditNoteReasonCodes = [
	'write_off',
	'subscription_change',
	'subscription_cancellation',
	'subscription_pause',
	'chargeback',
	'product_unsatisfactory',
	'service_unsatisfactory',
	'order_change',
	'order_cancellation',
	'waiver',
	'other',
	'fraudulent',
] as const;

export const addressValidationStatuses = ['not_validated', 'valid', 'partially_valid', 'invalid'] as const;

export const orderTypes = ['manual', 'system_generated'] as const;

export const priceTypes = ['tax_exclusive', 'tax_inclusive'] as const;

export const resentStatuses = ['fully_resent', 'partially_resent'] as const;

export const sortFields = ['created_at', 'updated_at'] as const;

export const exportStatuses = ['in_process', 'completed', 'failed'] as const;

export const responseSchemaTypes = ['compat', 'items', 'plans_addons'] as const;

/** The events of an order; each carries the whole order. Version 2 only. Source: Chargebee's SDK 3.33.0. */
export const orderEventTypes = [
	'order_created',
	'order_updated',
	'order_cancelled',
	'order_delivered',
	'order_returned',
	'order_ready_to_process',
	'order_ready_to_ship',
	'order_deleted',
	'order_resent',
] as const;

/** What can cause an event. Source: Chargebee's SDK 3.33.0. */
export const eventSources = [
	'admin_console',
	'api',
	'scheduled_job',
	'hosted_page',
	'portal',
	'system',
	'none',
	'js_api',
	'migration',
	'bulk_operation',
	'external_service',
] as const;
