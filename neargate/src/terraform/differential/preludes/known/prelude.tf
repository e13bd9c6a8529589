locals {
  numbers  = [0, 1, 2]
  people   = [{ name = "Ada", age = 36 }, { name = "Bob", age = 25 }]
  nested   = { x = { list = ["p", "q"] }, y = { list = [] } }
  template = "Hello $${name}!"
}
