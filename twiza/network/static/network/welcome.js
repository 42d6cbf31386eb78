// The code of the paper's picture stands after "#": it never leaves this browser until it is sent with the form.
const field = document.querySelector('input[name="code"]')
if (field && location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1))
  history.replaceState(null, '', location.pathname)
}
