import { orderStatuses, orderTypes, resentStatuses } from './enumerations';
import { title } from './titles';

/** What a filter compares, and so which operators it has unless the table says otherwise. */
export type FilterKind = 'string' | 'enum' | 'timestamp' | 'amount' | 'integer' | 'boolean';

export type Operator =
	| 'is'
	| 'is_not'
	| 'starts_with'
	| 'in'
	| 'not_in'
	| 'is_present'
	| 'lt'
	| 'lte'
	| 'gt'
	| 'gte'
	| 'after'
	| 'before'
	| 'on'
	| 'between';

/** A filter of a list or an export: `status[in]`, `order[status][in]`. */
export interface Filter {
	/** The API's name; a nested one is a path: `['order', 'status']` is sent as `order[status]`. */
	readonly path: readonly string[];
	readonly kind: FilterKind;
	readonly operators: readonly Operator[];
	readonly values?: readonly string[];
	/** One sentence for the editor, without a final period. */
	readonly description?: string;
	/** Whether the editor names it by its whole path, "Customer ID": where ID alone could be that of something else. */
	readonly qualified?: boolean;
}

/** The filter's name in the node's parameters: `order__status`. */
export function filterName(filter: Filter): string {
	return filter.path.join('__');
}

/** The filter's name in the editor: Subscription ID. */
export function filterTitle({ path, qualified }: Filter): string {
	return title(qualified === true ? path.join('_') : (path.at(-1) ?? ''));
}

const exact = ['is', 'is_not', 'starts_with'] as const;
const choiceOperators = ['is', 'is_not', 'in', 'not_in'] as const;
const timeOperators = ['after', 'before', 'on', 'between'] as const;
const numberOperators = ['is', 'is_not', 'lt', 'lte', 'gt', 'gte', 'between'] as const;

/** A filter as its line in a table gives it: its path with dots, and what differs from others of its kind. */
type Differing = Pick<Partial<Filter>, 'operators' | 'description'>;

function filter(kind: FilterKind, path: string, operators: readonly Operator[], differing: Differing = {}): Filter {
	return { path: path.split('.'), kind, operators, ...differing };
}

/** Text of which several values can be given: mostly an ID. */
export function text(path: string, differing?: Differing): Filter {
	return filter('string', path, [...exact, 'in', 'not_in'], differing);
}

/** Text with one value at a time: mostly a name. */
export function exactText(path: string, differing?: Differing): Filter {
	return filter('string', path, exact, differing);
}

/** Text that may be absent. */
export function optionalText(path: string, differing?: Differing): Filter {
	return filter('string', path, [...exact, 'is_present'], differing);
}

/** The ID of something that may be absent. */
export function optionalId(path: string, differing?: Differing): Filter {
	return filter('string', path, [...exact, 'is_present', 'in', 'not_in'], differing);
}

/** One of the values that Chargebee lists. */
export function choice(path: string, values: readonly string[], differing?: Differing): Filter {
	return { ...filter('enum', path, choiceOperators, differing), values };
}

/** A choice that may be absent. */
export function optionalChoice(path: string, values: readonly string[], differing?: Differing): Filter {
	return { ...filter('enum', path, [...choiceOperators, 'is_present'], differing), values };
}

/** A time in unix seconds. */
export function time(path: string, differing?: Differing): Filter {
	return filter('timestamp', path, timeOperators, differing);
}

/** Money in minor units. */
export function amount(path: string, differing?: Differing): Filter {
	return filter('amount', path, numberOperators, differing);
}

/** A whole number that is no money. */
export function count(path: string, differing?: Differing): Filter {
	return filter('integer', path, numberOperators, differing);
}

/** A number that may be absent. */
export function optionalCount(path: string, differing?: Differing): Filter {
	return filter('integer', path, [...numberOperators, 'is_present'], differing);
}

/** Whether something is so. */
export function flag(path: string, differing?: Differing): Filter {
	return filter('boolean', path, ['is'], differing);
}

/** Stands at the filters on `updated_at` of orders. */
export const SKIPS_NEVER_UPDATED =
	'Orders that were never updated have no such time and are left out; Changed Since of Get Many lists new orders too';

/** The 14 filters of `GET /api/v2/orders`. */
export const orderListFilters: readonly Filter[] = [
	text('id'),
	text('invoice_id'),
	exactText('subscription_id'),
	choice('status', orderStatuses),
	time('shipping_date'),
	time('shipped_at'),
	choice('order_type', orderTypes),
	time('order_date'),
	time('paid_on'),
	time('updated_at', { description: SKIPS_NEVER_UPDATED }),
	time('created_at'),
	choice('resent_status', resentStatuses),
	flag('is_resent'),
	exactText('original_order_id'),
];
