import type { ListParameter } from '../api/parameter';
import { title } from '../api/titles';
import { jsonList } from '../encode/json';
import { isRecord } from '../values';

/** The name under which the editor keeps a list that is given as a whole: `order_line_items_json`. */
export function wholeListName({ name }: ListParameter): string {
	return `${name}_json`;
}

/** What the editor calls such a list: Order Line Items (JSON). */
export function wholeListTitle({ name }: ListParameter): string {
	return `${title(name)} (JSON)`;
}

/**
 * The entries of a list that is handed on as it came, from an order for instance. What Chargebee sends of an entry and
 * the request does not take is left out; other names stay, and are refused by the encoder.
 * @throws InputError for what is no list
 */
export function wholeList(list: ListParameter, given: unknown): unknown[] {
	const members = new Set(list.members.map(({ name }) => name));
	const stays = (name: string): boolean => members.has(name) || !list.sent.includes(name);
	return jsonList(given, wholeListTitle(list)).map((row) =>
		isRecord(row) ? Object.fromEntries(Object.entries(row).filter(([name]) => stays(name))) : row,
	);
}
