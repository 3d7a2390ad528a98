//! The recipes of shared objects print what they say.

#[allow(dead_code)] // `fault` is of programs that report by themselves.
mod common;

fn run(name: &str) -> String {
    let output = common::example(name, &[] as &[&str]).output().unwrap();
    assert!(output.status.success(), "{}", common::text(output.stderr));
    common::text(output.stdout)
}

#[test]
fn an_object_is_shared_and_changed() {
    assert_eq!(
        run("shared"),
        "true\n\
         Account(owner='Grace', balance=25)\n\
         object is locked\n\
         26\n"
    );
}

#[test]
fn a_tree_knows_its_parents() {
    assert_eq!(
        run("parent_pointer"),
        "usr\n\
         Folder(name='usr', parent=None, children=[Folder(name='share', parent=<weakref to 'Folder'>, \
         children=[Folder(name='doc', parent=<weakref to 'Folder'>, children=[])])])\n\
         parent: weakly-referenced object no longer exists\n"
    );
}
