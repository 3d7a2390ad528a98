//! The recipes of run-time classes print what they say.

#![cfg(feature = "serde")]

#[allow(dead_code)] // `fault` is of programs that report by themselves.
mod common;

fn run(name: &str) -> String {
    let output = common::example(name, &[]).output().unwrap();
    assert!(output.status.success(), "{}", common::text(output.stderr));
    common::text(output.stdout)
}

#[test]
fn a_script_or_a_file_declares_a_class() {
    assert_eq!(
        run("run_time_class"),
        "Square(area=2.25, label='small') has 4 sides\n\
         attribute 'area' of 'Square' objects: -1.0 is not in 0.0..\n\
         'Square' object attribute 'sides' is read-only\n\
         'Square' object has no attribute 'colour'\n\
         Square: 32 bytes, aligned to 8\n\
         offset  size  name   type\n     \
         0     8  area   f64            default\n     \
         8    24  label  Option<Value>  optional\n\
         32 bytes in 2 slots, 0 bytes of padding, no __dict__\n\n"
    );
}

#[test]
fn the_rows_of_an_unknown_file_are_held() {
    assert_eq!(
        run("schema"),
        "city: String, height: i64, founded: i64 (optional)\n\
         1137 m on average\n\
         [City(city='Quito', height=2850, founded=1534), City(city='Bern', height=540, founded=1191), \
         City(city='Oslo', height=23)]\n\
         {\"title\":\"City\",\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\
         \"height\":{\"type\":\"integer\"},\"founded\":{\"type\":\"integer\"}},\
         \"required\":[\"city\",\"height\"],\"additionalProperties\":false}\n\
         <class 'City'>\n"
    );
}
