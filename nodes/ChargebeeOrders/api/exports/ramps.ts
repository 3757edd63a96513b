import { choice, text, time } from '../filters';

import { rampStatuses } from './exportEnumerations';
import { exportForm, type ExportType } from './ExportType';

export const ramps: ExportType = {
	value: 'ramps',
	name: 'Ramps',
	about: 'Scheduled changes of subscriptions, by status, subscription or date',
	catalog: '2.0',
	parameters: [exportForm],
	filters: [
		choice('ramp.status', rampStatuses, { operators: ['is', 'in'] }),
		text('ramp.subscription_id', { operators: ['is', 'in'] }),
		time('ramp.effective_from'),
		time('ramp.updated_at'),
	],
};
