import type { OrderState } from '../orders/orderTable';
import type { OrderEventType } from './event';

/** The statuses that have an event of their own. */
const ofStatus: Readonly<Partial<Record<string, OrderEventType>>> = {
	cancelled: 'order_cancelled',
	delivered: 'order_delivered',
	returned: 'order_returned',
};

/**
 * The events of one write. Every change is also `order_updated`, but for a deletion. Whether the real service has that
 * beside `order_cancelled` and its like is not documented; a client must do with both.
 */
export function eventTypesOf(before: OrderState | undefined, after: OrderState): OrderEventType[] {
	if (before === undefined) return ['order_created'];
	if (after.deleted && !before.deleted) return ['order_deleted'];
	const types: OrderEventType[] = ['order_updated'];
	const ofNewStatus = after.status === before.status ? undefined : ofStatus[after.status];
	if (ofNewStatus !== undefined) types.push(ofNewStatus);
	if (after.resends > before.resends) types.push('order_resent');
	return types;
}
