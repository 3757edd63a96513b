import { amount, choice, count, flag, optionalCount, text, time } from '../filters';

import { applicabilities, catalogStatuses, channels, chargeTypes, periodUnits, trialPeriodUnits } from './exportEnumerations';
import type { ExportType } from './ExportType';

export const plans: ExportType = {
	value: 'plans',
	name: 'Plans',
	about: 'Plans by status, name, price or billing period',
	catalog: '1.0',
	parameters: [],
	filters: [
		choice('plan.status', catalogStatuses),
		time('plan.updated_at'),
		text('plan.name'),
		text('plan.id'),
		amount('plan.price'),
		text('currency_code'),
		count('plan.period'),
		choice('plan.period_unit', periodUnits),
		optionalCount('plan.trial_period'),
		choice('plan.trial_period_unit', trialPeriodUnits),
		choice('plan.addon_applicability', applicabilities),
		flag('plan.giftable'),
		choice('plan.channel', channels),
	],
};

export const addons: ExportType = {
	value: 'addons',
	name: 'Addons',
	about: 'Addons by status, name, price or billing period',
	catalog: '1.0',
	parameters: [],
	filters: [
		choice('addon.status', catalogStatuses),
		time('addon.updated_at'),
		text('addon.name'),
		text('addon.id'),
		choice('addon.charge_type', chargeTypes),
		amount('addon.price'),
		text('currency_code'),
		count('addon.period'),
		choice('addon.period_unit', [...periodUnits, 'not_applicable']),
		choice('addon.channel', channels),
	],
};
