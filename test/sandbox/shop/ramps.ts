import type { SubResource } from '../orders/order';
import { Draws } from '../seed/random';
import { DAY } from '../seed/time';
import type { ShopSubscription } from './subscriptions';

const pastStatuses = ['succeeded', 'succeeded', 'failed', 'draft'] as const;

/** The changes of price that are planned for a subscription, or were; scheduled ones are what its `has_scheduled_changes` tells of. */
export function rampsOf(seed: number, now: number, { attributes, prices, number }: ShopSubscription): SubResource[] {
	const draw = new Draws(seed, 'ramp', number);
	const { id, has_scheduled_changes, created_at, business_entity_id, currency_code } = attributes;
	const [plan] = prices;
	if (plan === undefined || (!has_scheduled_changes && draw.below(3) > 0)) return [];
	const status = has_scheduled_changes ? 'scheduled' : draw.pick(pastStatuses);
	const isAhead = status === 'scheduled' || status === 'draft';
	const updatedAt = created_at + Math.floor(draw.next() * Math.max(0, now - created_at));
	return [
		{
			id: `ramp_${id}`,
			subscription_id: id,
			status,
			description: 'Price of the second year',
			effective_from: isAhead ? now + (1 + draw.below(200)) * DAY : updatedAt,
			item_price_id: plan.id,
			unit_price: Math.ceil(plan.price * 1.1),
			currency_code,
			business_entity_id,
			created_at,
			updated_at: updatedAt,
		},
	];
}
