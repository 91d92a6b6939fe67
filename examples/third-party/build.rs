fn main() {
    xmpp_codegen::compile("schemas");
}
