import Table from 'cli-table3';
import { Command, InvalidArgumentError, Option } from 'commander';
import { wholeNumber } from '../support/wholeNumber';
import type { FaultKind, ProductCatalog, Sandbox, SandboxOptions } from './index';
import { startSandbox } from './index';

interface CliOptions {
	port: number;
	orders: number;
	seed: number;
	now: number;
	exportMs: number;
	perMinute?: number;
	faults?: number;
	outage?: number;
	outageAfter: number;
	lag: number;
	catalog: ProductCatalog;
}

/** What a patient client gets over: a redirect ends a request for good, and silence would last until a time-out. */
const cliFaults: readonly FaultKind[] = [
	'cutBefore',
	'cutAfter',
	'cutMidBody',
	'json500',
	'json503',
	'html502',
	'empty504',
	'slow',
	'sliced',
];

function share(text: string): number {
	const rate = Number(text);
	if (!/^\d*\.?\d+$/.test(text) || rate > 1) throw new InvalidArgumentError('A number from 0 to 1 is expected.');
	return rate;
}

const program = new Command('sandbox')
	.description(
		'A Chargebee in a box: try the node without an account. Everything lives in memory and ends with the program.',
	)
	.option('--port <number>', 'port of the API on 127.0.0.1; 0 takes any free one', wholeNumber, 8080)
	.option('--orders <number>', 'how many orders to make', wholeNumber, 250)
	.option(
		'--seed <number>',
		'what orders and faults are drawn from: the same number gives the same ones',
		wholeNumber,
		1,
	)
	.option(
		'--now <unix seconds>',
		'the present of the orders; by default the real one, so that "the last 24 hours" finds some',
		wholeNumber,
		Math.floor(Date.now() / 1000),
	)
	.addOption(
		new Option('--catalog <version>', 'product catalog of the site: 2.0 has items, 1.0 plans and addons')
			.choices(['1.0', '2.0'])
			.default('2.0'),
	)
	.option('--export-ms <milliseconds>', 'how long an export takes', wholeNumber, 3000)
	.option(
		'--per-minute <number>',
		'requests that are accepted in a minute; the next ones are answered 429',
		wholeNumber,
	)
	.option('--faults <rate>', 'share of requests, e.g. 0.1, that end in a 5xx, a cut connection or a slow answer', share)
	.option('--outage <seconds>', 'how long the site is away, in a way that the seed draws', wholeNumber)
	.option('--outage-after <number>', 'how many requests are answered before', wholeNumber, 20)
	.option('--lag <milliseconds>', 'how young a write may be that lists and exports do not see', wholeNumber, 0);

function sandboxOptions({ perMinute, faults, outage, outageAfter, lag, catalog, ...rest }: CliOptions): SandboxOptions {
	return {
		...rest,
		deliver: true,
		webhookPorts: 'any',
		lagMs: lag,
		productCatalog: catalog,
		rateLimit: perMinute === undefined ? undefined : { perMinute },
		faults: faults === undefined ? undefined : { seed: rest.seed, rate: faults, kinds: cliFaults },
		outage: outage === undefined ? undefined : { seed: rest.seed, lastsMs: outage * 1000, afterRequests: outageAfter },
	};
}

/** What the sandbox was asked to make hard. */
function hardships({ perMinute, faults, outage, outageAfter, seed, lag }: CliOptions): string[] {
	const lines = [
		...(perMinute === undefined ? [] : [`Rate limit: ${perMinute} requests a minute, then 429 with Retry-After.`]),
		...(faults === undefined
			? []
			: [`Faults: ${Number((faults * 100).toFixed(2))} % of the requests, drawn from seed ${seed}.`]),
		...(outage === undefined ? [] : [`Outage: ${outage} s after ${outageAfter} requests, drawn from seed ${seed}.`]),
		...(lag === 0 ? [] : [`Lag: lists and exports do not see writes of the last ${lag} ms.`]),
	];
	return lines.length === 0 ? [] : [...lines, ''];
}

function access(sandbox: Sandbox): string {
	const table = new Table({ style: { head: [], border: [] } });
	table.push(
		['API', `${sandbox.url}/api/v2 and ${sandbox.url}/api/v1`],
		['Downloads', sandbox.downloadUrl],
		['Full access key', sandbox.apiKey],
		['Restricted key', `${sandbox.restrictedKey} (403 on the configuration and the lists)`],
		['Read-only key', `${sandbox.readOnlyKey} (403 on every write but exports)`],
		['Business entities', sandbox.store.businessEntities.join('\n')],
	);
	return table.toString();
}

function contents(sandbox: Sandbox): string {
	const byStatus = new Map<string, { count: number; samples: string[] }>();
	for (const { attributes } of sandbox.store.orders.all()) {
		const row = byStatus.get(attributes.status) ?? { count: 0, samples: [] };
		row.count += 1;
		if (row.samples.length < 3) row.samples.push(attributes.id);
		byStatus.set(attributes.status, row);
	}
	const table = new Table({ head: ['Orders with status', 'Count', 'For example'], style: { head: [], border: [] } });
	for (const [status, { count, samples }] of [...byStatus].sort(([, one], [, other]) => other.count - one.count)) {
		table.push([status, count, samples.join(', ')]);
	}
	return table.toString();
}

function invoices(sandbox: Sandbox): string {
	const all = [...sandbox.store.invoices.all()];
	const sample = (imported: boolean): string =>
		all
			.filter((invoice) => invoice.imported === imported)
			.slice(-4)
			.map(({ attributes }) => attributes.id)
			.join(', ');
	const table = new Table({ head: ['Invoices', 'Count', 'For example'], style: { head: [], border: [] } });
	table.push(
		['for new orders (version 1)', all.filter(({ imported }) => !imported).length, sample(false)],
		['imported, for imported orders', all.filter(({ imported }) => imported).length, sample(true)],
	);
	return table.toString();
}

async function main(): Promise<void> {
	const options = program.parse().opts<CliOptions>();
	const sandbox = await startSandbox(sandboxOptions(options));
	const lines = [
		access(sandbox),
		'',
		'In n8n, make a credential "Chargebee Site API" with',
		'  Environment  Custom',
		`  Base URL     ${sandbox.url}`,
		`  API Key      ${sandbox.apiKey}`,
		'',
		contents(sandbox),
		invoices(sandbox),
		'',
		...hardships(options),
		'Order changes are delivered to webhook endpoints, on any port.',
		'Ctrl-C ends it.',
	];
	process.stdout.write(`${lines.join('\n')}\n`);
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void sandbox.close());
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
