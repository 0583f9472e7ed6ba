// Asks the endpoint of the chosen unit, and shows what it says.

const byId = id => document.getElementById(id);

let socket = null;

function ask() {
  if (socket?.readyState === WebSocket.OPEN) {
    socket.send(byId('amount').value);
  } else if (socket?.readyState !== WebSocket.CONNECTING) {
    open();
  }
}

function open() {
  socket?.close();
  const address = new URL(byId('unit').value, document.baseURI);
  address.protocol = address.protocol.replace('http', 'ws');
  const opened = new WebSocket(address);
  socket = opened;
  opened.onopen = () => opened.send(byId('amount').value);
  opened.onmessage = event => show(opened, event.data);
  opened.onclose = () => show(opened, 'Not connected. Change something to try again.');
}

/** Answers of a connection that has been replaced are of no interest. */
function show(from, text) {
  if (from === socket) {
    byId('answer').textContent = text;
  }
}

byId('amount').addEventListener('input', ask);
byId('unit').addEventListener('change', open);
byId('converter').addEventListener('submit', event => {
  event.preventDefault();
  ask();
});
open();
