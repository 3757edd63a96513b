import * as echarts from 'echarts';

/** The bars of a job; the first is ours, and so are those whose names begin with its. */
export interface BarGroup {
	title: string;
	/** Seconds are NaN for a contender that failed. */
	bars: ReadonlyArray<{ name: string; seconds: number }>;
}

const WIDTH = 960;
const BAR = 26;
const HEADING = 44;

/** Draws the seconds of every job as horizontal bars, each job on a scale of its own, as SVG. */
export function barChart(groups: readonly BarGroup[]): string {
	let top = 0;
	const places = groups.map(({ bars }) => {
		const place = { top: top + HEADING, height: bars.length * BAR };
		top = place.top + place.height;
		return place;
	});
	const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: top + HEADING / 2 });
	chart.setOption({
		animation: false,
		backgroundColor: '#ffffff',
		title: groups.map(({ title }, index) => ({
			text: title,
			left: 8,
			top: (places[index]?.top ?? 0) - HEADING + 16,
			textStyle: { fontSize: 14 },
		})),
		grid: places.map((place) => ({ left: 260, right: 90, ...place })),
		xAxis: groups.map((_, gridIndex) => ({ gridIndex, type: 'value', show: false, min: 0 })),
		yAxis: groups.map(({ bars }, gridIndex) => ({
			gridIndex,
			type: 'category',
			inverse: true,
			data: bars.map(({ name }) => name),
			axisLine: { show: false },
			axisTick: { show: false },
		})),
		series: groups.map(({ bars }, index) => ({
			type: 'bar',
			xAxisIndex: index,
			yAxisIndex: index,
			barWidth: BAR - 10,
			data: bars.map(({ name, seconds }) => ({
				value: Number.isFinite(seconds) ? seconds : 0,
				itemStyle: { color: name.startsWith(bars[0]?.name ?? '') ? '#e8603c' : '#9aa5b1' },
				label: {
					show: true,
					position: 'right',
					formatter: Number.isFinite(seconds) ? `${seconds.toFixed(2)} s` : 'failed',
				},
			})),
		})),
	});
	const svg = chart.renderToSVGString();
	chart.dispose();
	return svg;
}
