'use strict';
(() => {
  const report = JSON.parse(document.getElementById('data').textContent);
  const { members, resources } = report;
  const byId = (id) => document.getElementById(id);

  // Text only, so that nothing in the data can become markup
  const element = (name, text, className) => {
    const result = document.createElement(name);
    if (text !== undefined) result.textContent = text;
    if (className) result.className = className;
    return result;
  };
  const append = (parent, ...children) => {
    parent.append(...children);
    return parent;
  };
  const time = (millis) => {
    if (millis === null || millis === undefined) return '–';
    if (millis < 1000) return `${Math.round(millis)} ms`;
    if (millis < 60000) return `${(millis / 1000).toFixed(1)} s`;
    const seconds = Math.round(millis / 1000);
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  };
  const count = (number, noun) => `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
  // Fork 1 of the unit tests and fork 1 of the integration tests
  const isOnly = (member) => members.filter((other) => other.name === member.name).length === 1;
  const names = members.map((member) => (isOnly(member) ? member.name : `${member.name} (${member.pid})`));
  const memberName = (index) => names[index];
  const shorten = (names, limit) =>
    names.length <= limit ? names.join(', ') : `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`;
  const states = {
    none: 'not there', served: 'still served by the session host', gone: 'torn down', cached: 'kept for later builds',
    recorded: 'not torn down: recorded for whoever needs it next',
  };
  const ends = { left: 'left in order', lost: 'killed or crashed', running: 'still runs' };

  const problemsOf = new Map();
  const problem = (resource) => problemsOf.set(resource, (problemsOf.get(resource) || 0) + 1);
  report.failures.forEach((failure) => problem(failure.resource));
  report.leftovers.forEach((leftover) => problem(leftover.resource));
  resources.forEach((resource, index) => {
    resource.index = index;
    if (resource.lostCreator || resource.state === 'recorded') problem(index);
  });
  const dependents = resources.map(() => []);
  resources.forEach((resource) => resource.dependencies.forEach((index) => dependents[index].push(resource.index)));

  function header() {
    const began = new Date(report.began);
    document.title = `Shared session of ${report.build}`;
    byId('subtitle').textContent = `${report.build}, ${began.toLocaleString()}, ${time(report.duration)}, session ${report.session}`;
    const figures = [
      ['Saved by sharing', time(report.cost.saved)],
      ['Paid with sharing', time(report.cost.shared)],
      ['Without sharing', time(report.cost.alone)],
      ['Resources', resources.length.toLocaleString('en')],
      ['JVMs', members.length.toLocaleString('en')],
      ['Failures', report.failures.length.toLocaleString('en')],
      ['Left behind', report.leftovers.filter((leftover) => !leftover.gone).length.toLocaleString('en')],
    ];
    figures.forEach(([name, value]) => byId('figures').append(append(element('div'), element('dt', name), element('dd', value))));
  }

  function problems() {
    const list = byId('problem-list');
    const add = (title, text, trace) => {
      const item = append(element('li', undefined, 'problem'), element('strong', title));
      if (text) item.append(element('p', text));
      if (trace) item.append(append(element('details'), element('summary', 'Stack trace'), element('pre', trace)));
      list.append(item);
    };
    members.filter((member) => member.end === 'lost').forEach((member) =>
      add(`${member.name}, pid ${member.pid}, was killed or has crashed`, `It has not left the session. The last that it told was ${time(member.to)} after the beginning.`));
    report.failures.forEach((failure) =>
      add(`'${resources[failure.resource].bean}' could not be created by ${memberName(failure.member)}`, failure.message, failure.trace));
    report.leftovers.forEach((leftover) =>
      add(`'${resources[leftover.resource].bean}' ${leftover.gone ? 'was torn down at a later try' : leftover.record ? 'was left behind' : 'may have left something'}`,
        `${leftover.reason}.${leftover.record ? ` Its record is kept in ${leftover.record}, and whoever needs it next tries again.` : ''}`, leftover.trace));
    resources.filter((resource) => resource.lostCreator).forEach((resource) =>
      add(`'${resource.bean}' lived in the JVM that created it, which ended before the others`, 'Let it live in the session host: return SharedBean.hosted(YourServer.class, settings).'));
    const told = new Set(report.leftovers.map((leftover) => leftover.resource));
    const recorded = resources.filter((resource) => resource.state === 'recorded' && !told.has(resource.index));
    if (recorded.length) {
      add(`${count(recorded.length, 'resource')} not torn down`, `${shorten(recorded.map((resource) => resource.bean), 20)}: recorded for whoever needs them next.`);
    }
    byId('problems').hidden = !list.children.length;
  }

  // What both tables and the timeline show
  let shown = resources;
  const texts = resources.map((resource) => [resource.bean, resource.method, resource.type,
    ...resource.creators.map(memberName), ...resource.users.map(memberName)].join(' ').toLowerCase());
  function filter() {
    const words = byId('search').value.toLowerCase().split(/\s+/).filter(Boolean);
    const only = byId('only').value;
    shown = resources.filter((resource) => words.every((word) => texts[resource.index].includes(word))
      && (only === 'all' || (only === 'waited' && resource.waited > 0) || (only === 'problems' && problemsOf.has(resource.index))
        || (only === 'dependencies' && (resource.dependencies.length || dependents[resource.index].length))));
    byId('matches').textContent = shown.length === resources.length ? count(resources.length, 'resource')
      : `${shown.length.toLocaleString('en')} of ${count(resources.length, 'resource')}`;
    limit = PAGE;
    resourceTable();
    dependencyTable();
    timeline.choose();
  }

  const cell = (content, className) => {
    const result = element('td', undefined, className);
    result.append(content);
    return result;
  };
  const named = (name, note) => {
    const result = append(element('th'), name);
    result.scope = 'row';
    if (note) result.append(element('small', note));
    return result;
  };
  const head = (table, columns, onSort) => {
    const row = element('tr');
    columns.forEach((column, index) => {
      const heading = element('th', onSort ? undefined : column.title, column.number ? 'number' : '');
      heading.scope = 'col';
      if (onSort) {
        const button = element('button', column.title);
        button.type = 'button';
        button.addEventListener('click', () => onSort(index));
        heading.append(button);
      }
      row.append(heading);
    });
    byId(table).tHead.append(row);
  };
  const fill = (table, rows) => byId(table).tBodies[0].replaceChildren(...rows);

  const PAGE = 100;
  let limit = PAGE;
  let sort = { column: 0, ascending: true };
  const columns = [
    { title: 'Order', number: true, value: (resource) => resource.index },
    { title: 'Bean', value: (resource) => resource.bean.toLowerCase() },
    { title: 'Created by', value: (resource) => (resource.creators.length ? memberName(resource.creators[0]) : '') },
    { title: 'Took', number: true, value: (resource) => resource.creation ?? -1 },
    { title: 'Reused by', value: (resource) => resource.users.length },
    { title: 'Waits', number: true, value: (resource) => resource.waited },
    { title: 'Saved', number: true, value: (resource) => resource.saved },
    { title: 'Lifetime', number: true, value: (resource) => resource.lifetime ?? -1 },
    { title: 'Now', value: (resource) => resource.state },
  ];
  function resourceRow(resource) {
    const bad = resource.state === 'recorded' || report.failures.some((failure) => failure.resource === resource.index);
    const creators = resource.creators.map(memberName);
    const users = resource.users.map(memberName);
    return append(element('tr'),
      cell(String(resource.index + 1), 'number'),
      named(resource.bean, [resource.method, resource.type && `value: ${resource.type}`].filter(Boolean).join(', ')),
      cell(creators.length ? shorten(creators, 4) : '–'),
      cell(time(resource.creation), 'number'),
      cell(users.length ? append(element('span', count(users.length, 'JVM')), element('small', shorten(users, 8))) : '–'),
      cell(time(resource.waited), 'number'),
      cell(time(resource.saved), 'number'),
      cell(time(resource.lifetime), 'number'),
      cell(element('span', report.failures.some((failure) => failure.resource === resource.index) && resource.state === 'none'
        ? 'creation failed' : states[resource.state], bad ? 'bad' : '')));
  }
  function resourceTable() {
    const { value } = columns[sort.column];
    const direction = sort.ascending ? 1 : -1;
    const sorted = [...shown].sort((left, right) => {
      const a = value(left);
      const b = value(right);
      return direction * (a < b ? -1 : a > b ? 1 : left.index - right.index);
    });
    fill('resources', sorted.slice(0, limit).map(resourceRow));
    const left = sorted.length - limit;
    byId('more').hidden = left <= 0;
    byId('more').textContent = `Show the other ${Math.max(0, left).toLocaleString('en')}`;
    [...byId('resources').tHead.rows[0].cells].forEach((heading, index) => {
      if (index === sort.column) heading.setAttribute('aria-sort', sort.ascending ? 'ascending' : 'descending');
      else heading.removeAttribute('aria-sort');
    });
  }

  function dependencyTable() {
    const linked = shown.filter((resource) => resource.dependencies.length || dependents[resource.index].length);
    const created = (resource) => Math.min(...resource.spans.filter((span) => span.kind === 'creating').map((span) => span.to), Infinity);
    linked.sort((left, right) => created(left) - created(right) || left.index - right.index);
    const beans = (indexes) => (indexes.length ? shorten(indexes.map((index) => resources[index].bean), 12) : '–');
    fill('dependencies', linked.slice(0, 500).map((resource, index) => append(element('tr'),
      cell(String(index + 1), 'number'), named(resource.bean, resource.method),
      cell(beans(resource.dependencies)), cell(beans(dependents[resource.index])))));
    const alone = shown.length - linked.length;
    byId('dependencies-note').textContent = (linked.length ? 'In the order of their creation; they are torn down in the reverse order. ' : '')
      + (alone ? `${count(alone, 'resource')} need${alone === 1 ? 's' : ''} no other and ${alone === 1 ? 'is' : 'are'} needed by none.` : '')
      + (linked.length > 500 ? ' The first 500 are shown.' : '');
    byId('dependencies').parentElement.hidden = !linked.length;
  }

  function memberTable() {
    const sums = members.map(() => ({ created: 0, used: 0, waited: 0, creating: 0 }));
    resources.forEach((resource) => {
      resource.creators.forEach((index) => { sums[index].created += 1; });
      resource.users.forEach((index) => { sums[index].used += 1; });
      resource.spans.forEach((span) => {
        if (span.kind === 'waiting') sums[span.member].waited += span.to - span.from;
        if (span.kind === 'creating') sums[span.member].creating += span.to - span.from;
      });
    });
    head('members', [{ title: 'JVM' }, { title: 'Entered after', number: true }, { title: 'Was there for', number: true },
      { title: 'Created', number: true }, { title: 'Reused', number: true }, { title: 'Spent creating', number: true },
      { title: 'Spent waiting', number: true }, { title: 'End' }]);
    fill('members', members.map((member, index) => append(element('tr'),
      named(member.name, `pid ${member.pid}`), cell(time(member.from), 'number'), cell(time(member.to - member.from), 'number'),
      cell(String(sums[index].created), 'number'), cell(String(sums[index].used), 'number'),
      cell(time(sums[index].creating), 'number'), cell(time(sums[index].waited), 'number'),
      cell(element('span', ends[member.end], member.end === 'lost' ? 'bad' : '')))));
  }

  const timeline = (() => {
    const canvas = byId('timeline');
    const context = canvas.getContext('2d');
    const AXIS = 26;
    const GAP = 4;
    const ROWS = 8;
    const total = Math.max(1, report.duration);
    let view = { from: 0, to: total };
    let label = 90;
    let lanes = [];
    let cursor = { lane: 0, at: 0, visible: false };
    let colors = {};

    function readColors() {
      const style = getComputedStyle(document.documentElement);
      ['text', 'muted', 'line', 'soft', 'waiting', 'creating', 'using', 'destroying', 'failed', 'focus'].forEach((name) => {
        colors[name] = style.getPropertyValue(`--${name}`).trim();
      });
    }

    // Few resources have a row each in every lane, many share one that shows how many are used
    function choose() {
      const rows = new Map(shown.length <= ROWS ? shown.map((resource, index) => [resource.index, index]) : []);
      const dense = members.length > 24;
      const rowHeight = dense ? 5 : 9;
      lanes = members.map((member, index) => ({ member, index, spans: [], rows: rows.size || 1, rowHeight: rows.size ? rowHeight : (dense ? 12 : 22) }));
      shown.forEach((resource) => resource.spans.forEach((span) =>
        lanes[span.member].spans.push({ ...span, resource, row: rows.get(resource.index) ?? 0 })));
      let top = AXIS;
      lanes.forEach((lane) => {
        lane.aggregated = !rows.size;
        lane.top = top;
        lane.height = Math.max(lane.rows * lane.rowHeight, dense ? 11 : 16);
        top += lane.height + (dense ? 2 : GAP);
        const order = { using: 0, destroying: 1, waiting: 2, creating: 3 };
        lane.spans.sort((left, right) => order[left.kind] - order[right.kind] || left.from - right.from);
        lane.uses = lane.aggregated ? steps(lane.spans.filter((span) => span.kind === 'using')) : [];
      });
      canvas.style.height = `${top + 4}px`;
      canvas.setAttribute('aria-label', `Timeline of ${count(members.length, 'JVM')} and ${count(shown.length, 'resource')} over ${time(total)}`);
      draw();
    }

    // How many are used at a time
    function steps(spans) {
      const changes = [];
      spans.forEach((span) => changes.push([span.from, 1], [span.to, -1]));
      changes.sort((left, right) => left[0] - right[0]);
      const result = [];
      let used = 0;
      changes.forEach(([at, change]) => {
        used += change;
        if (result.length && result[result.length - 1].at === at) result[result.length - 1].used = used;
        else result.push({ at, used });
      });
      return result;
    }

    const width = () => canvas.clientWidth;
    const x = (at) => label + (at - view.from) / (view.to - view.from) * (width() - label - 8);
    const at = (position) => Math.min(view.to, Math.max(view.from, view.from + (position - label) / (width() - label - 8) * (view.to - view.from)));

    function bar(lane, from, to, y, height, color, cut) {
      const left = Math.max(label, x(from));
      const right = Math.min(width() - 8, Math.max(x(to), x(from) + 1.5));
      if (right < label || left > width()) return;
      context.fillStyle = color;
      if (!cut) {
        context.fillRect(left, y, right - left, height);
        return;
      }
      // Nobody knows when it ended
      context.globalAlpha = 0.35;
      context.fillRect(left, y, right - left, height);
      context.globalAlpha = 1;
      context.fillRect(left, y, Math.min(3, right - left), height);
    }

    function drawLane(lane) {
      const { member } = lane;
      context.fillStyle = colors.soft;
      context.fillRect(label, lane.top, width() - label - 8, lane.height);
      context.fillStyle = member.end === 'lost' ? colors.failed : colors.text;
      context.textAlign = 'right';
      context.textBaseline = 'middle';
      context.fillText(member.end === 'lost' ? `${memberName(lane.index)} ✕` : memberName(lane.index), label - 8, lane.top + lane.height / 2 + 0.5);
      context.fillStyle = colors.line;
      const left = Math.max(label, x(member.from));
      context.fillRect(left, lane.top + lane.height - 1, Math.max(0, Math.min(width() - 8, x(member.to)) - left), 1);
      if (lane.aggregated) {
        const most = Math.max(1, ...lane.uses.map((step) => step.used));
        lane.uses.forEach((step, index) => {
          if (!step.used) return;
          const next = lane.uses[index + 1];
          context.globalAlpha = 0.3 + 0.7 * step.used / most;
          bar(lane, step.at, next ? next.at : member.to, lane.top + lane.height * 0.6, lane.height * 0.4 - 1, colors.using);
          context.globalAlpha = 1;
        });
      }
      lane.spans.forEach((span) => {
        if (lane.aggregated && span.kind === 'using') return;
        const y = lane.aggregated ? lane.top : lane.top + span.row * lane.rowHeight;
        const height = lane.aggregated ? lane.height * 0.6 : Math.max(2, lane.rowHeight - 1);
        bar(lane, span.from, span.to, y, height, span.failed ? colors.failed : colors[span.kind], span.cut);
      });
    }

    function drawAxis() {
      const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 30000, 60000, 120000, 300000, 600000, 1800000, 3600000, 7200000, 21600000, 86400000];
      const step = steps.find((candidate) => candidate / (view.to - view.from) * (width() - label) > 90) || total;
      context.textAlign = 'center';
      context.textBaseline = 'top';
      const bottom = canvas.clientHeight;
      for (let tick = Math.ceil(view.from / step) * step; tick <= view.to; tick += step) {
        context.fillStyle = colors.line;
        context.fillRect(x(tick), AXIS - 6, 1, bottom);
        context.fillStyle = colors.muted;
        const text = step < 1000 ? `${tick} ms` : time(tick).replace('.0 s', ' s').replace(' min 0 s', ' min');
        context.fillText(text, Math.min(Math.max(x(tick), label), width() - 28), 5);
      }
    }

    function draw() {
      const scale = window.devicePixelRatio || 1;
      canvas.width = Math.round(width() * scale);
      canvas.height = Math.round(canvas.clientHeight * scale);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.clearRect(0, 0, width(), canvas.clientHeight);
      context.font = `${lanes.length > 24 ? 10 : 12}px system-ui, sans-serif`;
      label = Math.min(160, 20 + Math.max(...lanes.map((lane) => context.measureText(`${memberName(lane.index)} ✕`).width), 40));
      drawAxis();
      lanes.forEach(drawLane);
      if (cursor.visible && lanes.length) {
        const lane = lanes[cursor.lane];
        context.strokeStyle = colors.focus;
        context.lineWidth = 1;
        context.strokeRect(label + 0.5, lane.top - 0.5, width() - label - 9, lane.height + 1);
        context.fillStyle = colors.focus;
        context.fillRect(x(cursor.at), AXIS - 6, 1, canvas.clientHeight);
      }
    }

    const verbs = { waiting: 'waits for', creating: 'creates', using: 'uses', destroying: 'tears down' };
    function tell() {
      const lane = lanes[cursor.lane];
      const near = (view.to - view.from) / Math.max(1, width() - label) * 1.5;
      const found = lane.spans.filter((span) => span.from - near <= cursor.at && cursor.at <= span.to + near);
      const lines = ['creating', 'waiting', 'destroying', 'using'].flatMap((kind) => {
        const those = found.filter((span) => span.kind === kind);
        if (!those.length) return [];
        if (those.length > 2) return [`${verbs[kind]} ${count(those.length, 'resource')}: ${shorten(those.map((span) => span.resource.bean), 5)}`];
        return those.map((span) => `${verbs[kind]} '${span.resource.bean}' from ${time(span.from)} to ${span.cut ? 'an unknown time' : time(span.to)} (${time(span.to - span.from)})${span.failed ? ', failed' : ''}`);
      });
      byId('moment').textContent = `${memberName(lane.index)} at ${time(cursor.at)}: ${lines.length ? lines.join('\n') : 'nothing shared goes on'}`;
    }

    function point(event) {
      const box = canvas.getBoundingClientRect();
      const y = event.clientY - box.top;
      const lane = lanes.findIndex((candidate) => y >= candidate.top - 2 && y <= candidate.top + candidate.height + 2);
      if (lane < 0) return;
      cursor = { lane, at: at(event.clientX - box.left), visible: true };
      draw();
      tell();
    }

    function zoom(factor, center) {
      const size = Math.min(total, Math.max(5, (view.to - view.from) * factor));
      const share = (center - view.from) / (view.to - view.from);
      const from = Math.min(Math.max(0, center - share * size), total - size);
      view = { from, to: from + size };
      draw();
    }
    const middle = () => (cursor.visible ? cursor.at : (view.from + view.to) / 2);

    function press(event) {
      const step = (view.to - view.from) / 50;
      const actions = {
        ArrowUp: () => { cursor.lane = Math.max(0, cursor.lane - 1); },
        ArrowDown: () => { cursor.lane = Math.min(lanes.length - 1, cursor.lane + 1); },
        ArrowLeft: () => { cursor.at = Math.max(0, cursor.at - step); },
        ArrowRight: () => { cursor.at = Math.min(total, cursor.at + step); },
        '+': () => zoom(0.5, middle()),
        '-': () => zoom(2, middle()),
        0: () => { view = { from: 0, to: total }; },
      };
      if (!actions[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      cursor.visible = true;
      actions[event.key]();
      if (cursor.at < view.from || cursor.at > view.to) {
        const size = view.to - view.from;
        const from = Math.min(Math.max(0, cursor.at - size / 2), total - size);
        view = { from, to: from + size };
      }
      draw();
      tell();
    }

    function drag(event) {
      const start = { at: event.clientX, ...view };
      const move = (next) => {
        const shift = (start.at - next.clientX) / Math.max(1, width() - label) * (start.to - start.from);
        const from = Math.min(Math.max(0, start.from + shift), total - (start.to - start.from));
        view = { from, to: from + start.to - start.from };
        draw();
      };
      const stop = () => {
        window.removeEventListener('pointermove', move);
        window.removeEventListener('pointerup', stop);
      };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', stop);
    }

    canvas.addEventListener('pointermove', point);
    canvas.addEventListener('pointerdown', drag);
    canvas.addEventListener('keydown', press);
    canvas.addEventListener('wheel', (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY > 0 ? 1.25 : 0.8, at(event.clientX - canvas.getBoundingClientRect().left));
    }, { passive: false });
    byId('zoom-in').addEventListener('click', () => zoom(0.5, middle()));
    byId('zoom-out').addEventListener('click', () => zoom(2, middle()));
    byId('zoom-all').addEventListener('click', () => zoom(Infinity, middle()));
    window.addEventListener('resize', draw);
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      readColors();
      draw();
    });
    readColors();
    return { choose };
  })();

  header();
  problems();
  head('resources', columns, (column) => {
    sort = { column, ascending: sort.column === column ? !sort.ascending : !columns[column].number || column === 0 };
    resourceTable();
  });
  head('dependencies', [{ title: 'Order', number: true }, { title: 'Bean' }, { title: 'Needs' }, { title: 'Is needed by' }]);
  memberTable();
  byId('search').addEventListener('input', filter);
  byId('only').addEventListener('change', filter);
  byId('more').addEventListener('click', () => {
    limit = Infinity;
    resourceTable();
  });
  filter();
  document.documentElement.dataset.ready = 'true';
})();
